"""Works after dark: foundry, bakery and the quiet hours."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.isometric import Space, box, floor, left_panel, right_panel, van
from pitch_builder.demo.pictures.registry import drawing


@drawing("foundry", "A ladle pouring bright metal in a dark foundry")
def foundry() -> Image.Image:
    canvas = Canvas(c.NIGHT)
    for i in range(9):
        canvas.rect(560 + i * 170, 0, 22, HIGH, "#29152f")
        canvas.rect(540 + i * 170, 150, 190, 10, "#29152f")
    canvas.glow("fire", 1240, 690, 620, c.GLOW, 0.55)
    canvas.rect(600, 90, 1320, 34, c.DUSK).rect(600, 118, 1320, 8, c.PLUM)
    canvas.rect(1140, 60, 190, 84, c.ACCENT, 6)
    canvas.line([(1180, 144), (1150, 300)], c.LILAC, 7).line(
        [(1290, 144), (1360, 300)], c.LILAC, 7
    )
    tilt = 'transform="rotate(24 1250 420)"'
    canvas.path("M1090,300L1410,300L1370,560Q1250,612 1130,560Z", c.PLUM, tilt)
    canvas.path("M1090,300L1250,300L1250,590Q1170,590 1130,560Z", c.ACCENT, tilt)
    canvas.rect(1074, 284, 352, 30, c.HEATHER, 6, tilt)
    canvas.rect(1096, 296, 308, 12, c.GLOW, 4, tilt)
    pour = "M1078,352C1040,420 1046,520 1050,760L1078,760C1076,540 1074,440 1112,372Z"
    canvas.path(pour, c.GLOW).path(
        "M1076,380C1056,440 1058,560 1060,760L1066,760C1064,560 1066,450 1088,388Z", "#fbffe3"
    )
    canvas.polygon([(900, 760), (1240, 760), (1210, 900), (930, 900)], c.DUSK)
    canvas.rect(886, 744, 368, 26, c.HEATHER, 4).rect(960, 750, 210, 12, c.GLOW, 5)
    random = np.random.default_rng(2)
    for _ in range(90):
        angle, far = random.uniform(-math.pi, 0), random.gamma(2.2, 80)
        x, y = 1064 + far * math.cos(angle) * 1.2, 756 + far * math.sin(angle)
        canvas.circle(x, y, random.uniform(1.5, 5), c.GLOW if far < 260 else c.LICHEN)
    canvas.rect(0, 900, WIDE, 180, "#241028")
    for i in range(5):
        x = 1330 + i * 120
        canvas.rect(x, 812, 96, 88, c.mix(c.DUSK, c.NIGHT, i / 8), 3).rect(
            x + 14, 806, 68, 8, c.mix(c.LICHEN, c.DUSK, i / 4)
        )
    person = c.mix(c.DUSK, c.NIGHT, 0.2)
    canvas.circle(1640, 560, 34, person).path(
        "M1590,900L1600,640Q1640,590 1684,640L1696,900Z", person
    )
    canvas.path("M1602,556a40,40 0 0 1 78,0z", c.HEATHER).line(
        [(1612, 680), (1520, 740)], person, 26
    )
    return quiet_left(canvas.image(), c.NIGHT)


@drawing("bakery-night", "A bakery at night with lit windows and vans in front")
def bakery_night() -> Canvas:
    canvas = Canvas(c.DARK)
    random = np.random.default_rng(8)
    for _ in range(70):
        canvas.circle(
            random.uniform(0, WIDE), random.uniform(0, 380), random.uniform(1, 3), c.LILAC
        )
    canvas.circle(420, 190, 62, c.PALE).circle(446, 176, 56, c.DARK)
    space = Space(930, 580, 82)
    floor(canvas, space, -6, -5, 14, 15, "#381f45")
    box(canvas, space, -4, -3.4, 0, 8.4, 5, 2.5, c.PLUM, top=c.HEATHER)
    for i in range(6):
        left_panel(
            canvas,
            space,
            -3.7 + i * 1.38,
            1.6,
            1.25,
            1.0,
            0.8,
            c.GLOW if i in (0, 1, 3, 4) else c.PALE,
        )
        left_panel(canvas, space, -3.22 + i * 1.38, 1.6, 1.25, 0.05, 0.8, c.PLUM)
    for i in range(3):
        right_panel(canvas, space, 4.4, -2.9 + i * 1.5, 1.2, 0.95, 0.8, c.LICHEN)
    left_panel(canvas, space, -1.0, 1.6, 0, 1.1, 0.95, c.PALE)
    for i, x in enumerate((-3, -0.8, 1.6)):
        box(canvas, space, x, -2.4, 2.5, 0.55, 0.55, 1.4, c.HEATHER, top=c.DARK)
        px, py = space.at(x + 0.27, -2.1, 4.0)
        steam = [(px + math.sin(k * 0.9 + i) * (14 + k * 6), py - k * 34) for k in range(7)]
        canvas.line(steam, c.LILAC, 16, curve=True, more='stroke-opacity="0.45"')
    for i in range(5):
        x = -3.9 + i * 1.75
        floor(canvas, space, x - 0.2, 4.2, 0.06, 2.6, c.HEATHER)
        van(canvas, space, x, 4.4, c.WHITE if i != 2 else c.LICHEN, lit=i == 2)
    return canvas


@drawing("quiet-hours", "A dark works at night with a few lit windows")
def quiet_hours() -> Image.Image:
    canvas = Canvas(c.NIGHT)
    sky = canvas.shade("sky", [(0, c.NIGHT, 1), (1, c.DUSK, 1)], 'x1="0" y1="0" x2="0" y2="1"')
    canvas.rect(0, 0, WIDE, 800, sky)
    random = np.random.default_rng(19)
    x = 380
    while x < WIDE:
        w, h = int(random.integers(130, 290)), int(random.integers(220, 560))
        tone = c.mix(c.DUSK, c.DARK, random.uniform(0, 0.9))
        canvas.rect(x, 860 - h, w, h + 10, tone)
        if random.uniform() > 0.55:
            canvas.rect(x + w * 0.6, 860 - h - 130, 26, 140, tone)
        for a in range(int(w / 44)):
            for b in range(int(h / 62)):
                lit = random.uniform() > 0.88
                canvas.rect(
                    x + 16 + a * 44,
                    880 - h + b * 62,
                    24,
                    32,
                    c.GLOW if lit else c.mix(tone, c.PLUM, 0.35),
                )
        x += w + int(random.integers(-20, 26))
    canvas.rect(0, 860, WIDE, 220, "#180b1e")
    for _ in range(60):
        px = random.uniform(400, WIDE)
        canvas.rect(px, random.uniform(880, 1060), random.uniform(20, 130), 3, c.PLUM)
    wire = [(300 + i * 90, 420 + 60 * math.sin(i * 0.55) ** 2) for i in range(19)]
    canvas.path(smooth(wire), "none", f'stroke="{c.DUSK}" stroke-width="3"')
    return quiet_left(canvas.image(), c.NIGHT)
