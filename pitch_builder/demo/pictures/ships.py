"""A ferry, its fuel, and a ship at the quay."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import WIDE, Canvas, smooth
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.registry import drawing


def _ship_hull(canvas: Canvas, x: float, y: float, size: float) -> None:
    def at(a: float, b: float) -> tuple[float, float]:
        return x + a * size, y + b * size

    canvas.polygon(
        [at(-1.5, 0), at(1.35, 0), at(1.75, -0.34), at(1.1, -0.34), at(-1.62, -0.3)], c.WHITE
    )
    canvas.polygon([at(-1.5, 0), at(1.35, 0), at(1.5, -0.13), at(-1.55, -0.13)], c.ACCENT)
    canvas.polygon([at(-1.15, -0.3), at(0.85, -0.34), at(0.72, -0.62), at(-1.05, -0.62)], c.MIST)
    canvas.polygon([at(-0.7, -0.62), at(0.55, -0.62), at(0.36, -0.86), at(-0.62, -0.86)], c.WHITE)
    canvas.polygon([at(-0.5, -0.86), at(-0.1, -0.86), at(-0.16, -1.2), at(-0.44, -1.2)], c.LICHEN)
    for i in range(9):
        canvas.rect(*at(-0.9 + i * 0.19, -0.53), size * 0.1, size * 0.09, c.DUSK)
    for i in range(5):
        canvas.rect(*at(-0.5 + i * 0.2, -0.78), size * 0.11, size * 0.08, c.GLOW)


@drawing("ferry", "A small ferry on a wide sea with lines of current around it")
def ferry() -> Image.Image:
    canvas = Canvas(c.DARK)
    sky = canvas.shade("sky", [(0, c.DARK, 1), (1, c.PLUM, 1)], 'x1="0" y1="0" x2="0" y2="1"')
    canvas.rect(0, 0, WIDE, 520, sky)
    canvas.circle(1480, 330, 92, c.PALE)
    for step, (height, colour) in enumerate(
        [(150, c.mix(c.PLUM, c.DARK, 0.15)), (100, c.DUSK), (62, "#371d43")]
    ):
        ridge = [
            (i * 96, 520 - height * (0.45 + 0.55 * abs(math.sin(i * 0.61 + step * 2.1))))
            for i in range(-1, 23)
        ]
        canvas.path(smooth(ridge) + f"L{WIDE + 200},560L-200,560Z", colour)
    canvas.rect(0, 514, WIDE, 566, c.DARK)
    for row in range(26):
        y = 528 + row * row * 0.82
        wave = [
            (i * 60 - 40, y + (2 + row * 0.55) * math.sin(i * 0.9 + row * 1.7)) for i in range(36)
        ]
        colour = c.mix(c.HEATHER, c.DARK, 0.3 + 0.5 * (row % 3) / 3)
        canvas.line(wave, colour, 1.6 + row * 0.16, curve=True)
    for i in range(14):
        y = 535 + i * 13
        canvas.rect(
            1480 - 84 + i * 2 + 9 * math.sin(i * 2.2),
            y,
            168 - i * 9,
            4,
            c.PALE,
            2,
            'fill-opacity="0.55"',
        )
    _ship_hull(canvas, 1235, 716, 262)
    for i, width in enumerate((820, 640, 980, 420)):
        canvas.line(
            [(850 - i * 60, 726 + i * 16), (850 - i * 60 + width, 726 + i * 16)],
            c.LILAC,
            3.4 - i * 0.6,
        )
    return quiet_left(canvas.image(), c.DARK)


@drawing("quay", "A container ship at a quay under cranes, joined by one bright cable")
def quay() -> Image.Image:
    canvas = Canvas(c.DARK)
    sky = canvas.shade("sky", [(0, c.NIGHT, 1), (1, c.PLUM, 1)], 'x1="0" y1="0" x2="0" y2="1"')
    canvas.rect(0, 0, WIDE, 800, sky)
    random = np.random.default_rng(7)
    for crane in (760, 1130, 1560):
        leg = c.mix(c.HEATHER, c.DARK, 0.25)
        for dx in (0, 150):
            canvas.polygon(
                [
                    (crane + dx, 800),
                    (crane + dx + 18, 800),
                    (crane + dx + 14, 250),
                    (crane + dx + 4, 250),
                ],
                leg,
            )
        canvas.rect(crane - 260, 236, 560, 20, leg)
        canvas.line([(crane + 80, 110), (crane - 250, 240)], leg, 6).line(
            [(crane + 80, 110), (crane + 290, 240)], leg, 6
        )
        canvas.line([(crane + 80, 110), (crane + 80, 250)], leg, 12)
        canvas.rect(crane - 150, 254, 44, 26, c.GLOW if crane == 1130 else c.LILAC)
        canvas.line([(crane - 128, 280), (crane - 128, 430)], c.LILAC, 2.5)
    canvas.polygon([(520, 640), (1860, 640), (1800, 860), (640, 860)], c.NIGHT)
    canvas.polygon([(520, 640), (1860, 640), (1850, 676), (538, 676)], c.ACCENT)
    tones = [c.PLUM, c.ACCENT, c.HEATHER, c.LILAC, c.STONE, c.CLAY, c.DUSK]
    for column in range(14):
        tall = 2 + int(random.integers(0, 4)) + (column % 5 == 2)
        for row in range(tall):
            tone = tones[int(random.integers(0, len(tones)))]
            x, y = 640 + column * 72, 640 - (row + 1) * 44
            canvas.rect(x, y, 69, 42, tone)
            for k in range(1, 6):
                canvas.rect(x + k * 11.5, y + 5, 1.6, 32, c.mix(tone, c.DARK, 0.3))
    canvas.rect(1680, 400, 110, 240, c.WHITE).rect(1672, 384, 126, 22, c.MIST)
    for i in range(4):
        canvas.rect(1696, 424 + i * 50, 78, 16, c.DUSK)
    canvas.rect(0, 840, WIDE, 240, c.mix(c.DUSK, c.NIGHT, 0.4)).rect(0, 840, WIDE, 8, c.HEATHER)
    canvas.rect(1020, 880, 84, 108, c.MIST, 4).rect(1034, 896, 56, 34, c.DARK)
    canvas.line([(1062, 900), (1062, 800), (1150, 690), (1240, 670)], c.GLOW, 9, curve=True)
    canvas.circle(1240, 668, 13, c.GLOW).circle(1062, 913, 9, c.GLOW)
    return quiet_left(canvas.image(), c.DARK)


@drawing("last-knot", "Fuel against speed for one ferry, a curve that turns up sharply at the end")
def last_knot() -> Canvas:
    canvas = Canvas(c.PAPER)
    left, foot, width = 250, 880, 1420
    for i in range(5):
        canvas.line([(left, foot - i * 165), (left + width, foot - i * 165)], c.MIST, 2)
        canvas.text(left - 26, foot - i * 165 + 11, f"{i * 100}", 32, c.PLUM, anchor="end")

    def at(knots: float) -> tuple[float, float]:
        return left + (knots - 10) / 6 * width, foot - (58 * (knots / 10) ** 4.1) * 1.65

    curve = [at(10 + i * 0.1) for i in range(61)]
    canvas.path(
        smooth(curve[40:56]) + f"L{curve[55][0]:.0f},{foot}L{curve[40][0]:.0f},{foot}Z", c.PALE
    )
    canvas.line(curve, c.ACCENT, 9, curve=True)
    for knots, tone, words in ((14.0, c.MOSS, "new timetable"), (15.5, c.DARK, "old timetable")):
        px, py = at(knots)
        canvas.line([(px, py), (px, foot)], tone, 3, more='stroke-dasharray="4 10"')
        canvas.circle(px, py, 17, tone)
        canvas.text(px - 34, py - 18, words, 36, tone, weight=600, anchor="end")
    for knots in range(10, 17):
        canvas.text(at(knots)[0], foot + 58, str(knots), 32, c.PLUM, anchor="middle")
    canvas.text(
        left, 122, "Litres an hour by speed in knots, MV Skerrivane Isle", 38, c.INK, weight=600
    )
    return canvas
