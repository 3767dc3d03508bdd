"""What the people in the portraits wear, and what is behind them."""

from __future__ import annotations

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.palette import mix
from pitch_builder.demo.pictures.persons import MIDDLE, Person


def ground(canvas: Canvas, person: Person) -> None:
    light = mix(person.ground, c.WHITE, 0.28)
    if person.motif == "window":
        canvas.rect(560, 120, 260, 420, light).rect(684, 120, 12, 420, person.ground).rect(
            560, 320, 260, 12, person.ground
        )
    elif person.motif == "rings":
        for k in range(6):
            canvas.ring(160, 260, 90 + k * 74, light, 14)
    elif person.motif == "hill":
        canvas.path("M0,760Q240,520 470,700T900,600L900,1200L0,1200Z", light)
        canvas.circle(710, 250, 86, mix(person.ground, c.WHITE, 0.5))
    elif person.motif == "stripes":
        for k in range(7):
            canvas.polygon(
                [
                    (k * 170 - 160, 0),
                    (k * 170 - 90, 0),
                    (k * 170 - 390, 1200),
                    (k * 170 - 460, 1200),
                ],
                light,
            )
    elif person.motif == "shelf":
        for row in range(4):
            canvas.rect(0, 250 + row * 230, 900, 14, light)
            for k in range(9):
                if (row * 5 + k * 3) % 4:
                    tall = 90 + 20 * ((row + k * 2) % 5)
                    canvas.rect(30 + k * 98, 250 + row * 230 - tall, 60, tall, light)
    elif person.motif == "arch":
        canvas.path("M150,1200L150,520A300,300 0 0 1 750,520L750,1200Z", light)


def clothe(canvas: Canvas, person: Person) -> None:
    tone, dark = person.cloth, mix(person.cloth, c.NIGHT, 0.3)
    light = mix(person.cloth, c.WHITE, 0.35)
    wide = 400 if person.jaw > 0.6 else 358
    left, right = MIDDLE - wide, MIDDLE + wide
    body = f"M{left},1200C{left + 6},960 {left + 60},880 {MIDDLE - 120},832L{MIDDLE + 120},832C{right - 60},880 {right - 6},960 {right},1200Z"
    canvas.path(body, tone)
    canvas.path(
        f"M{MIDDLE + 40},1200L{MIDDLE + 120},832C{right - 60},880 {right - 6},960 {right},1200Z",
        dark,
        'fill-opacity="0.35"',
    )
    neck = (
        f"M{MIDDLE - 70},640L{MIDDLE - 74},830Q{MIDDLE},930 {MIDDLE + 74},830L{MIDDLE + 70},640Z"
    )
    canvas.path(neck, person.skin)
    canvas.path(
        f"M{MIDDLE - 70},690Q{MIDDLE},800 {MIDDLE + 70},690L{MIDDLE + 70},640L{MIDDLE - 70},640Z",
        mix(person.skin, c.PLUM, 0.26),
    )
    kind = person.clothes
    if kind in {"suit", "blazer"}:
        shirt = c.WHITE if kind == "suit" else mix(person.cloth, c.PALE, 0.75)
        canvas.polygon(
            [
                (MIDDLE - 92, 822),
                (MIDDLE, 1010),
                (MIDDLE + 92, 822),
                (MIDDLE + 40, 1200),
                (MIDDLE - 40, 1200),
            ],
            shirt,
        )
        canvas.path(
            f"M{MIDDLE - 74},826Q{MIDDLE},936 {MIDDLE + 74},826L{MIDDLE},1000Z",
            person.skin if kind == "blazer" else shirt,
        )
        if kind == "suit":
            canvas.polygon(
                [(MIDDLE - 22, 900), (MIDDLE + 22, 900), (MIDDLE + 34, 1200), (MIDDLE - 34, 1200)],
                c.ACCENT,
            )
            canvas.polygon(
                [(MIDDLE - 90, 812), (MIDDLE - 4, 904), (MIDDLE - 60, 960)], c.WHITE
            ).polygon([(MIDDLE + 90, 812), (MIDDLE + 4, 904), (MIDDLE + 60, 960)], c.MIST)
        canvas.polygon(
            [
                (MIDDLE - 104, 822),
                (MIDDLE - 190, 940),
                (MIDDLE - 130, 970),
                (MIDDLE - 24, 1200),
                (MIDDLE - 160, 1200),
            ],
            mix(tone, c.WHITE, 0.12),
        )
        canvas.polygon(
            [
                (MIDDLE + 104, 822),
                (MIDDLE + 190, 940),
                (MIDDLE + 130, 970),
                (MIDDLE + 24, 1200),
                (MIDDLE + 160, 1200),
            ],
            mix(tone, c.NIGHT, 0.12),
        )
    elif kind == "roll":
        canvas.path(
            f"M{MIDDLE - 100},850L{MIDDLE - 84},736Q{MIDDLE},790 {MIDDLE + 84},736L{MIDDLE + 100},850Q{MIDDLE},910 {MIDDLE - 100},850Z",
            light,
        )
    elif kind == "jumper":
        canvas.path(
            f"M{MIDDLE - 124},830Q{MIDDLE},1000 {MIDDLE + 124},830L{MIDDLE + 96},816Q{MIDDLE},950 {MIDDLE - 96},816Z",
            light,
        )
        for k in range(4):
            canvas.rect(
                left + 60 - k * 8,
                1010 + k * 56,
                wide * 2 - 120 + k * 16,
                12,
                light,
                0,
                'fill-opacity="0.5"',
            )
    elif kind == "vest":
        canvas.path(
            f"M{left + 70},900L{MIDDLE - 110},836L{MIDDLE - 20},1200L{left + 40},1200Z", c.LICHEN
        )
        canvas.path(
            f"M{right - 70},900L{MIDDLE + 110},836L{MIDDLE + 20},1200L{right - 40},1200Z",
            mix(c.LICHEN, c.NIGHT, 0.16),
        )
        for side in (-1, 1):
            canvas.polygon(
                [
                    (MIDDLE + side * 176, 868),
                    (MIDDLE + side * 224, 884),
                    (MIDDLE + side * 190, 1200),
                    (MIDDLE + side * 136, 1200),
                ],
                c.MIST,
            )
        canvas.polygon([(MIDDLE - 96, 816), (MIDDLE - 4, 900), (MIDDLE - 74, 948)], light).polygon(
            [(MIDDLE + 96, 816), (MIDDLE + 4, 900), (MIDDLE + 74, 948)], tone
        )
    elif kind == "shirt":
        canvas.polygon(
            [(MIDDLE - 100, 812), (MIDDLE - 2, 912), (MIDDLE - 78, 970)], light
        ).polygon([(MIDDLE + 100, 812), (MIDDLE + 2, 912), (MIDDLE + 78, 970)], light)
        canvas.rect(MIDDLE - 5, 912, 10, 288, dark)
        for k in range(3):
            canvas.circle(MIDDLE + 16, 990 + k * 84, 8, light)
    elif kind == "scarf":
        canvas.path(
            f"M{MIDDLE - 150},850Q{MIDDLE},720 {MIDDLE + 150},850Q{MIDDLE + 60},960 {MIDDLE - 60},950Q{MIDDLE - 150},930 {MIDDLE - 150},850Z",
            c.LICHEN,
        )
        canvas.path(
            f"M{MIDDLE + 10},930L{MIDDLE + 120},900L{MIDDLE + 150},1200L{MIDDLE + 30},1200Z",
            mix(c.LICHEN, c.NIGHT, 0.2),
        )
    elif kind == "captain":
        canvas.polygon(
            [(MIDDLE - 96, 816), (MIDDLE, 990), (MIDDLE + 96, 816), (MIDDLE, 880)], c.WHITE
        )
        canvas.rect(MIDDLE - 5, 980, 10, 220, dark)
        for side in (-1, 1):
            for k in range(3):
                canvas.circle(MIDDLE + side * 62, 1020 + k * 76, 13, c.GLOW)
            canvas.add(
                f'<g transform="translate({MIDDLE + side * 292},{912}) rotate({side * 28})"><rect x="-66" y="-20" width="132" height="40" fill="{c.NIGHT}"/><rect x="-50" y="-12" width="100" height="7" fill="{c.GLOW}"/><rect x="-50" y="4" width="100" height="7" fill="{c.GLOW}"/></g>'
            )
