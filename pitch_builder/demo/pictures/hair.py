"""Hair, scarves and helmets: what lies behind the head and what lies in front of it."""

from __future__ import annotations

import math
from collections.abc import Callable

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.palette import mix

Layer = Callable[[Canvas, str, float], None]
X = 450.0


def _light(tone: str) -> str:
    return mix(tone, "#ffffff", 0.14)


def bob_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 52},660C{X - w - 84},400 {X - w - 30},218 {X},214C{X + w + 30},218 {X + w + 84},400 {X + w + 52},660Q{X + w},706 {X + w - 30},690L{X - w + 30},690Q{X - w},706 {X - w - 52},660Z",
        mix(tone, c.NIGHT, 0.25),
    )


def bob_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 52},640C{X - w - 88},380 {X - w - 30},208 {X + 10},208C{X + w + 40},212 {X + w + 84},390 {X + w + 50},640Q{X + w + 22},650 {X + w - 2},610C{X + w + 20},480 {X + w - 10},392 {X + 30},322C{X - 20},400 {X - w - 10},420 {X - w + 4},610Q{X - w - 24},652 {X - w - 52},640Z",
        tone,
    )
    canvas.path(
        f"M{X + 30},322C{X - 10},250 {X - w},250 {X - w - 30},420C{X - w + 30},400 {X - 30},390 {X + 30},322Z",
        _light(tone),
    )


def long_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X},206C{X - w - 70},210 {X - w - 90},420 {X - w - 70},620C{X - w - 60},760 {X - w - 110},860 {X - w - 60},960L{X + w + 60},960C{X + w + 110},860 {X + w + 60},760 {X + w + 70},620C{X + w + 90},420 {X + w + 70},210 {X},206Z",
        mix(tone, c.NIGHT, 0.2),
    )


def long_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X},206C{X - w - 60},206 {X - w - 76},400 {X - w - 58},640C{X - w - 40},760 {X - w - 60},860 {X - w - 6},900C{X - w + 20},780 {X - w - 14},640 {X - w + 4},500C{X - w + 20},400 {X - 40},360 {X},300C{X + 40},360 {X + w - 20},400 {X + w - 4},500C{X + w + 14},640 {X + w - 20},780 {X + w + 6},900C{X + w + 60},860 {X + w + 40},760 {X + w + 58},640C{X + w + 76},400 {X + w + 60},206 {X},206Z",
        tone,
    )
    canvas.path(
        f"M{X - 6},214C{X - 60},260 {X - w},300 {X - w - 24},430",
        "none",
        f'stroke="{_light(tone)}" stroke-width="10" stroke-linecap="round"',
    )


def wavy_back(canvas: Canvas, tone: str, w: float) -> None:
    path = []
    for k in range(15):
        angle = math.pi * (0.86 + 1.28 * k / 14)
        r = w + 74 + (18 if k % 2 else -8)
        path.append((X + r * math.cos(angle), 470 + (r + 40) * math.sin(angle)))
    path += [
        (X + w + 96, 700),
        (X + w + 30, 780),
        (X + w + 60, 840),
        (X, 800),
        (X - w - 60, 840),
        (X - w - 30, 780),
        (X - w - 96, 700),
    ]
    canvas.blob(path, mix(tone, c.NIGHT, 0.2))


def wavy_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 20},560C{X - w - 70},420 {X - w - 20},250 {X - 20},222C{X + w},190 {X + w + 80},380 {X + w + 18},560C{X + w + 6},470 {X + w - 6},420 {X + w - 40},384C{X + 60},420 {X - 60},400 {X - 90},346C{X - w + 10},390 {X - w + 20},470 {X - w - 20},560Z",
        tone,
    )
    for k in range(3):
        canvas.path(
            f"M{X - 70 + k * 50},{250 + k * 4}Q{X - 20 + k * 60},{300} {X + 60 + k * 40},{372 - k * 14}",
            "none",
            f'stroke="{_light(tone)}" stroke-width="7" stroke-linecap="round"',
        )


def crop_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 6},470C{X - w - 26},300 {X - w + 30},226 {X},224C{X + w - 30},226 {X + w + 26},300 {X + w + 6},470L{X + w - 8},420C{X + w - 10},370 {X + w - 50},336 {X},334C{X - w + 50},336 {X - w + 10},370 {X - w + 8},420Z",
        tone,
    )


def side_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 8},480C{X - w - 44},330 {X - w + 10},214 {X + 30},206C{X + w + 10},200 {X + w + 44},320 {X + w + 8},480L{X + w - 8},420C{X + w - 6},386 {X + w - 30},368 {X + w - 54},360C{X + 30},372 {X - 40},350 {X - 76},312C{X - w + 30},344 {X - w + 6},380 {X - w + 8},430Z",
        tone,
    )
    canvas.path(
        f"M{X - 76},312C{X - 40},240 {X + 60},222 {X + w - 20},270C{X + w},300 {X + w - 20},340 {X + w - 54},360C{X + 30},372 {X - 40},350 {X - 76},312Z",
        _light(tone),
    )


def quiff_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 6},470C{X - w - 30},360 {X - w + 6},300 {X - w + 30},290C{X - w - 10},210 {X - 20},170 {X + 30},196C{X + 80},160 {X + w + 20},200 {X + w},290C{X + w + 26},340 {X + w + 18},420 {X + w + 6},470L{X + w - 8},410C{X + w - 20},372 {X + 60},350 {X + 20},340C{X - 40},350 {X - w + 30},360 {X - w + 8},420Z",
        tone,
    )
    canvas.path(
        f"M{X - w + 40},300C{X - 60},210 {X + 60},200 {X + w - 24},286C{X + 40},256 {X - 40},270 {X - w + 40},300Z",
        _light(tone),
    )


def pixie_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 20},540C{X - w - 60},340 {X - w + 10},212 {X},208C{X + w + 10},206 {X + w + 56},340 {X + w + 16},530L{X + w - 6},440C{X + w - 30},420 {X + w - 40},390 {X + w - 50},356L{X + 66},420L{X + 34},366L{X - 24},424L{X - 50},374L{X - w + 30},440Q{X - w + 2},470 {X - w - 20},540Z",
        tone,
    )
    canvas.path(
        f"M{X - w},330Q{X - 60},230 {X + 40},236Q{X - 60},270 {X - w + 10},380Z", _light(tone)
    )


def receding_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 8},490C{X - w - 34},350 {X - w + 20},250 {X},236C{X + w - 20},250 {X + w + 34},350 {X + w + 8},490L{X + w - 6},420C{X + w - 16},340 {X + w - 60},320 {X + 70},326Q{X + 30},290 {X},296Q{X - 40},290 {X - 76},328C{X - w + 56},320 {X - w + 14},344 {X - w + 6},420Z",
        tone,
    )


def bald_front(canvas: Canvas, tone: str, w: float) -> None:
    for side in (-1, 1):
        canvas.path(
            f"M{X + side * (w + 8)},500C{X + side * (w + 34)},440 {X + side * (w + 20)},370 {X + side * (w - 14)},356C{X + side * (w - 4)},400 {X + side * (w - 12)},440 {X + side * (w + 8)},500Z",
            tone,
        )
    canvas.path(
        f"M{X - 70},304Q{X - 20},276 {X + 40},286",
        "none",
        'stroke="#ffffff" stroke-opacity="0.5" stroke-width="14" stroke-linecap="round"',
    )


def bun_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.circle(X + 10, 198, 84, mix(tone, c.NIGHT, 0.15)).path(
        f"M{X - 50},190Q{X + 10},130 {X + 74},190",
        "none",
        f'stroke="{_light(tone)}" stroke-width="9"',
    )


def bun_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 8},490C{X - w - 30},300 {X - w + 40},232 {X},230C{X + w - 40},232 {X + w + 30},300 {X + w + 8},490C{X + w - 10},400 {X + w - 50},340 {X},332C{X - w + 50},340 {X - w + 10},400 {X - w - 8},490Z",
        tone,
    )
    for k in range(4):
        canvas.path(
            f"M{X - 110 + k * 72},{336 - 8 * (k in (1, 2))}Q{X - 60 + k * 42},270 {X - 8 + k * 10},236",
            "none",
            f'stroke="{_light(tone)}" stroke-width="6" stroke-linecap="round"',
        )


def ponytail_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X + 60},260C{X + w + 170},240 {X + w + 180},520 {X + w + 96},800C{X + w + 60},860 {X + w + 10},820 {X + w + 30},740C{X + w + 80},560 {X + w + 50},420 {X + 60},330Z",
        mix(tone, c.NIGHT, 0.16),
    )


def curly(canvas: Canvas, tone: str, w: float) -> None:
    for k in range(26):
        angle = math.pi * (0.93 + 1.14 * k / 25)
        r = w + 22 + 16 * ((k * 7) % 3)
        canvas.circle(X + r * math.cos(angle), 420 + (r + 24) * math.sin(angle) * 0.96, 52, tone)


def curly_front(canvas: Canvas, tone: str, w: float) -> None:
    for k in range(9):
        angle = math.pi * (1.12 + 0.76 * k / 8)
        canvas.circle(
            X + (w - 14) * math.cos(angle),
            410 + w * 0.86 * math.sin(angle),
            40,
            tone if k % 3 else _light(tone),
        )


def curly_back(canvas: Canvas, tone: str, w: float) -> None:
    curly(canvas, mix(tone, c.NIGHT, 0.1), w + 14)
    for side in (-1, 1):
        for k in range(4):
            canvas.circle(X + side * (w + 36 - k * 6), 480 + k * 62, 54, tone)


def afro_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.circle(X, 392, w + 116, tone)
    for k in range(30):
        angle = k / 30 * math.tau
        canvas.circle(X + (w + 106) * math.cos(angle), 392 + (w + 106) * math.sin(angle), 26, tone)


def afro_front(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X - w - 6},470C{X - w - 30},300 {X - 90},240 {X},240C{X + 90},240 {X + w + 30},300 {X + w + 6},470C{X + w - 20},370 {X + 90},330 {X},328C{X - 90},330 {X - w + 20},370 {X - w - 6},470Z",
        tone,
    )


def hijab_back(canvas: Canvas, tone: str, w: float) -> None:
    canvas.path(
        f"M{X},196C{X - w - 100},200 {X - w - 90},520 {X - w - 60},700C{X - w - 140},800 {X - w - 150},900 {X - w - 170},1000L{X + w + 170},1000C{X + w + 150},900 {X + w + 140},800 {X + w + 60},700C{X + w + 90},520 {X + w + 100},200 {X},196Z",
        mix(tone, c.NIGHT, 0.2),
    )


def hijab_front(canvas: Canvas, tone: str, w: float) -> None:
    inner = f"M{X},330C{X - w + 10},330 {X - w + 2},470 {X - w + 18},560C{X - w + 50},650 {X - 40},690 {X},690C{X + 40},690 {X + w - 50},650 {X + w - 18},560C{X + w - 2},470 {X + w - 10},330 {X},330Z"
    outer = f"M{X},200C{X - w - 90},204 {X - w - 66},520 {X - w - 40},660C{X - w - 120},820 {X - 140},960 {X - 60},1010C{X + 60},1000 {X + w + 130},900 {X + w + 40},660C{X + w + 66},520 {X + w + 90},204 {X},200Z"
    canvas.path(outer + inner, tone, 'fill-rule="evenodd"')
    canvas.path(
        f"M{X - w - 20},690C{X - 60},800 {X + 80},780 {X + w + 30},700C{X + 100},860 {X - 20},920 {X - 90},990",
        "none",
        f'stroke="{mix(tone, c.NIGHT, 0.25)}" stroke-width="9" stroke-linecap="round"',
    )
    canvas.path(
        f"M{X - w - 10},420C{X - w},290 {X - 60},240 {X + 20},236",
        "none",
        f'stroke="{_light(tone)}" stroke-width="11" stroke-linecap="round"',
    )


def helmet_front(canvas: Canvas, tone: str, w: float) -> None:
    crop_front(canvas, tone, w)
    canvas.path(f"M{X - w - 26},372C{X - w - 30},180 {X + w + 30},180 {X + w + 26},372Z", c.GLOW)
    canvas.path(
        f"M{X + 20},228C{X + w},240 {X + w + 28},310 {X + w + 26},372L{X + 60},372C{X + 70},300 {X + 50},250 {X + 20},228Z",
        c.LICHEN,
    )
    canvas.rect(X - 26, 212, 52, 160, mix(c.GLOW, "#ffffff", 0.4), 20)
    canvas.rect(X - w - 60, 362, 2 * w + 120, 34, mix(c.LICHEN, c.GLOW, 0.4), 17)


BACK: dict[str, Layer] = {
    "bob": bob_back,
    "long": long_back,
    "wavy": wavy_back,
    "bun": bun_back,
    "ponytail": ponytail_back,
    "curly": curly_back,
    "afro": afro_back,
    "hijab": hijab_back,
}
FRONT: dict[str, Layer] = {
    "bob": bob_front,
    "long": long_front,
    "wavy": wavy_front,
    "crop": crop_front,
    "side": side_front,
    "quiff": quiff_front,
    "pixie": pixie_front,
    "receding": receding_front,
    "bald": bald_front,
    "bun": bun_front,
    "ponytail": side_front,
    "curly": curly_front,
    "afro": afro_front,
    "hijab": hijab_front,
    "helmet": helmet_front,
}
