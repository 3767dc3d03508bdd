"""Heads, features, beards and glasses of the portraits."""

from __future__ import annotations

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.palette import mix
from pitch_builder.demo.pictures.persons import GREY, MIDDLE, SILVER, Person


def head(canvas: Canvas, person: Person) -> None:
    x, w, j = MIDDLE, person.face, person.jaw
    dark = mix(person.skin, c.PLUM, 0.24)
    for side in (-1, 1):
        canvas.add(
            f'<ellipse cx="{x + side * (w + 4)}" cy="484" rx="26" ry="44" fill="{person.skin if side < 0 else dark}"/>'
        )
    jaw_x, chin = w * (0.68 + 0.26 * j), 676 + 12 * j
    shape = (
        f"M{x - w},430C{x - w},250 {x + w},250 {x + w},430C{x + w},540 {x + jaw_x},{590 + 20 * j} {x + w * 0.34},{chin - 12}"
        f"Q{x},{chin + 14} {x - w * 0.34},{chin - 12}C{x - jaw_x},{590 + 20 * j} {x - w},540 {x - w},430Z"
    )
    canvas.path(shape, person.skin)
    canvas.defs.append(f'<clipPath id="head"><path d="{shape}"/></clipPath>')
    canvas.path(
        f"M{x + 44},240L{x + 300},240L{x + 300},760L{x + 20},760Q{x + 96},640 {x + 62},540Q{x + 30},420 {x + 44},240Z",
        dark,
        'fill-opacity="0.55" clip-path="url(#head)"',
    )
    blush = mix(person.skin, "#d4526a", 0.3)
    for side in (-1, 1):
        canvas.add(
            f'<ellipse cx="{x + side * w * 0.62}" cy="562" rx="34" ry="22" fill="{blush}" fill-opacity="0.55"/>'
        )


def features(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE + person.turn, person.face
    ink = mix(person.skin, c.NIGHT, 0.82)
    shade = mix(person.skin, c.PLUM, 0.42)
    brow = mix(person.hair, c.NIGHT, 0.35) if person.hair not in (SILVER, GREY) else GREY
    for side in (-1, 1):
        ex, ey = x + side * w * 0.42, 478
        canvas.add(f'<ellipse cx="{ex}" cy="{ey}" rx="25" ry="15" fill="{c.WHITE}"/>')
        canvas.circle(ex + 3, ey, 13, ink).circle(ex + 7, ey - 5, 4, c.WHITE)
        canvas.path(
            f"M{ex - 30},{ey - 2}Q{ex},{ey - 27} {ex + 30},{ey - 2}",
            "none",
            f'stroke="{ink}" stroke-width="6" stroke-linecap="round"',
        )
        lift = person.brow * side
        canvas.path(
            f"M{ex - 36},{ey - 44 + lift}Q{ex},{ey - 66 - abs(person.brow) / 2} {ex + 36},{ey - 44 - lift}",
            "none",
            f'stroke="{brow}" stroke-width="11" stroke-linecap="round"',
        )
        if person.lines:
            out = ex + side * 44
            canvas.path(
                f"M{out},{ey + 4}l{side * 20},{-8}M{out},{ey + 16}l{side * 20},{4}",
                "none",
                f'stroke="{shade}" stroke-width="4" stroke-linecap="round"',
            )
    canvas.path(
        f"M{x + 4},486Q{x + 30},552 {x + 8},566Q{x - 8},572 {x - 20},562",
        "none",
        f'stroke="{shade}" stroke-width="7" stroke-linecap="round"',
    )
    mouths = {
        "smile": f"M{x - 46},606Q{x},640 {x + 46},604",
        "wry": f"M{x - 40},614Q{x + 6},628 {x + 48},598",
        "calm": f"M{x - 38},612Q{x},622 {x + 38},612",
    }
    if person.beard:
        _beard(canvas, person)
    if person.mouth == "laugh":
        canvas.path(
            f"M{x - 50},598Q{x},612 {x + 50},598Q{x + 30},650 {x},650Q{x - 30},650 {x - 50},598Z",
            "#7d2436",
        )
        canvas.path(
            f"M{x - 42},602Q{x},614 {x + 42},602L{x + 34},616Q{x},624 {x - 34},616Z", c.WHITE
        )
    else:
        canvas.path(
            mouths[person.mouth],
            "none",
            f'stroke="{mix(person.skin, "#7d1f3a", 0.68)}" stroke-width="9" stroke-linecap="round"',
        )
    if person.lines:
        for side in (-1, 1):
            canvas.path(
                f"M{x + side * 44},552Q{x + side * 72},580 {x + side * 68},612",
                "none",
                f'stroke="{shade}" stroke-width="4" stroke-linecap="round"',
            )


def _beard(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE, person.face
    tone = mix(person.hair, person.skin, 0.12)
    if person.beard == "full":
        canvas.path(
            f"M{x - w},500C{x - w},700 {x - 60},744 {x},744C{x + 60},744 {x + w},700 {x + w},500Q{x + w - 20},590 {x + 70},578Q{x},556 {x - 70},578Q{x - w + 20},590 {x - w},500Z",
            tone,
        )
        canvas.path(
            f"M{x - 40},606Q{x},590 {x + 40},606Q{x},640 {x - 40},606Z",
            mix(person.skin, c.PLUM, 0.2),
        )
    elif person.beard == "short":
        canvas.path(
            f"M{x - w},500C{x - w + 4},640 {x - 70},692 {x},692C{x + 70},692 {x + w - 4},640 {x + w},500Q{x + w - 16},600 {x + 60},590Q{x},572 {x - 60},590Q{x - w + 16},600 {x - w},500Z",
            tone,
            'fill-opacity="0.9"',
        )
    elif person.beard == "moustache":
        canvas.path(
            f"M{x},578Q{x - 70},572 {x - 76},612Q{x - 40},602 {x},598Q{x + 40},602 {x + 76},612Q{x + 70},572 {x},578Z",
            tone,
        )


def glasses(canvas: Canvas, person: Person) -> None:
    x, w = MIDDLE + person.turn, person.face
    tone = c.NIGHT if person.glasses != "green" else c.MOSS
    for side in (-1, 1):
        ex = x + side * w * 0.42
        if person.glasses == "round":
            canvas.circle(
                ex, 482, 47, c.WHITE, f'fill-opacity="0.18" stroke="{tone}" stroke-width="8"'
            )
        else:
            canvas.rect(
                ex - 52,
                448,
                104,
                68,
                c.WHITE,
                18,
                f'fill-opacity="0.18" stroke="{tone}" stroke-width="9"',
            )
        canvas.line([(ex + side * 50, 472), (MIDDLE + side * w, 466)], tone, 7)
    canvas.line(
        [(x - w * 0.42 + 49, 474), (x, 468), (x + w * 0.42 - 49, 474)], tone, 8, curve=True
    )
