"""Foundry, creamery, mill, bakery and yard, drawn in flat shapes."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.isometric import Space, box, floor, left_panel, right_panel
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


@drawing("creamery", "Milk tanks and pipes of a creamery in flat shapes")
def creamery() -> Canvas:
    canvas = Canvas(c.MIST)
    canvas.rect(0, 860, WIDE, 220, c.LILAC).rect(0, 852, WIDE, 10, c.HEATHER)
    for x, w, h, tone in (
        (170, 230, 520, c.WHITE),
        (470, 260, 640, c.PAPER),
        (820, 280, 700, c.WHITE),
        (1190, 240, 560, c.PAPER),
        (1520, 220, 470, c.WHITE),
    ):
        top = 852 - h
        for leg in (0.16, 0.78):
            canvas.rect(x + w * leg, 820, 16, 40, c.DUSK)
        canvas.path(
            f"M{x},{top + 60}Q{x + w / 2},{top - 30} {x + w},{top + 60}L{x + w},800Q{x + w / 2},868 {x},800Z",
            tone,
        )
        canvas.path(
            f"M{x + w * 0.68},{top + 25}Q{x + w * 0.9},{top + 38} {x + w},{top + 60}L{x + w},800Q{x + w * 0.88},826 {x + w * 0.68},832Z",
            c.mix(tone, c.HEATHER, 0.28),
        )
        for k in range(1, 4):
            canvas.rect(x, top + 60 + k * (h - 160) / 4, w, 4, c.mix(c.LILAC, c.WHITE, 0.3))
        level = 0.35 + 0.12 * ((x // 7) % 5)
        canvas.rect(x + 26, top + 110, 20, h - 240, c.LILAC, 10)
        canvas.rect(
            x + 26,
            top + 110 + (h - 240) * (1 - level),
            20,
            (h - 240) * level,
            c.LICHEN if x == 820 else c.ACCENT,
            10,
        )
    for path, tone in (
        ([(285, 330), (285, 240), (600, 240), (600, 206)], c.ACCENT),
        ([(600, 190), (600, 110), (960, 110), (960, 150)], c.HEATHER),
        ([(960, 130), (1310, 130), (1310, 300)], c.ACCENT),
        ([(1310, 250), (1630, 250), (1630, 390)], c.HEATHER),
    ):
        canvas.line(path, tone, 20)
        canvas.circle(*path[1], 18, c.PLUM)
    canvas.line([(0, 940), (960, 940), (960, 870)], c.LICHEN, 22).line(
        [(960, 940), (WIDE, 940)], c.HEATHER, 22
    )
    canvas.circle(960, 940, 34, c.PLUM).circle(960, 940, 16, c.GLOW)
    for i in range(22):
        x = 60 + i * 86
        canvas.path(
            f"M{x},1050L{x},1000L{x + 16},980L{x + 40},980L{x + 56},1000L{x + 56},1050Z",
            c.GLOW if i == 13 else c.WHITE,
        )
    return canvas


@drawing("board-mill", "Rolls of board in front of a boiler house with steam")
def board_mill() -> Canvas:
    canvas = Canvas(c.PAPER)
    for i, (x, y, r) in enumerate(
        (
            (760, 210, 120),
            (900, 130, 150),
            (1070, 190, 130),
            (640, 330, 90),
            (1210, 110, 110),
            (1350, 60, 90),
        )
    ):
        canvas.circle(x, y, r, c.mix(c.MIST, c.PAPER, 0.15 + 0.08 * i))
    canvas.polygon([(740, 700), (800, 270), (880, 270), (920, 700)], c.DUSK)
    canvas.rect(792, 262, 96, 22, c.LICHEN)
    canvas.rect(180, 480, 1560, 330, c.HEATHER)
    for i in range(8):
        x = 180 + i * 195
        canvas.polygon([(x, 480), (x + 195, 480), (x + 195, 390)], c.ACCENT if i % 2 else c.PLUM)
        canvas.rect(x + 36, 540, 120, 90, c.PALE if i == 3 else c.MIST)
        canvas.rect(x + 94, 540, 5, 90, c.HEATHER).rect(x + 36, 584, 120, 5, c.HEATHER)
    canvas.rect(0, 800, WIDE, 280, c.STONE)
    for i, (x, r) in enumerate(
        ((250, 118), (505, 118), (1030, 118), (1285, 118), (1550, 118), (378, 118), (768, 150))
    ):
        y = 930 if i != 5 else 727
        paper = c.WHITE if i != 6 else c.PALE
        canvas.circle(x, y - (r - 118), r, c.mix(c.CLAY, c.WHITE, 0.35))
        for k in range(7):
            canvas.ring(
                x,
                y - (r - 118),
                r - 6 - k * r * 0.105,
                c.mix(paper, c.CLAY, 0.12 + 0.5 * (k % 2)),
                r * 0.06,
            )
        canvas.circle(x, y - (r - 118), r * 0.2, c.DARK if i != 6 else c.MOSS)
    return canvas


@drawing("bakery-night", "A bakery at night with lit windows and vans in front")
def bakery_night() -> Canvas:
    canvas = Canvas(c.DARK)
    random = np.random.default_rng(8)
    for _ in range(70):
        canvas.circle(
            random.uniform(0, WIDE), random.uniform(0, 380), random.uniform(1, 3), c.LILAC
        )
    canvas.circle(420, 190, 62, c.PALE).circle(446, 176, 56, c.DARK)
    space = Space(930, 480, 84)
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
    from pitch_builder.demo.pictures.isometric import van

    for i in range(5):
        x = -3.9 + i * 1.75
        floor(canvas, space, x - 0.2, 4.2, 0.06, 2.6, c.HEATHER)
        van(canvas, space, x, 4.4, c.WHITE if i != 2 else c.LICHEN, lit=i == 2)
    return canvas


@drawing("timber-stacks", "Stacks of sawn timber in a yard, one board marked")
def timber_stacks() -> Canvas:
    canvas = Canvas(c.MIST)
    space = Space(930, 540, 76)
    floor(canvas, space, -6.4, -6.4, 14, 14, c.mix(c.MIST, c.WHITE, 0.5))
    random = np.random.default_rng(5)
    wood = ["#c9a58f", "#d9bba6", "#b98f7c", "#e3cbb9", c.CLAY]
    stacks = [(-5.2, -5), (-0.6, -5.4), (3.8, -5), (-5.2, 0), (-0.4, 0.2), (4, 0.2)]
    for s, (sx, sy) in enumerate(stacks):
        layers = 6 + (s * 5) % 4
        for z in range(layers):
            for k in range(5):
                marked = s == 4 and z == layers - 1 and k == 4
                tone = c.LICHEN if marked else wood[int(random.integers(0, 5))]
                box(
                    canvas,
                    space,
                    sx,
                    sy + k * 0.72,
                    z * 0.36,
                    3.3,
                    0.66,
                    0.28,
                    tone,
                    top=c.GLOW if marked else "",
                    shade=c.DUSK,
                )
    return canvas


@drawing("air-leaks", "Pipes across a wall, with fine jets of air leaving them")
def air_leaks() -> Canvas:
    canvas = Canvas(c.PLUM)
    for row in range(14):
        for col in range(14):
            x = col * 150 - (row % 2) * 75
            canvas.rect(
                x,
                row * 80,
                144,
                74,
                c.mix(c.PLUM, c.DARK, 0.14 + 0.1 * ((row * 7 + col * 3) % 4) / 3),
                3,
            )
    pipes = [
        [(-40, 250), (520, 250), (520, 560), (1150, 560), (1150, 180), (1980, 180)],
        [(-40, 800), (820, 800), (820, 420), (1480, 420), (1480, 880), (1980, 880)],
        [(240, -40), (240, 1120)],
    ]
    for i, path in enumerate(pipes):
        tone = (c.LILAC, c.MIST, c.HEATHER)[i]
        canvas.line(path, c.DARK, 62, more='stroke-opacity="0.35" transform="translate(10,14)"')
        canvas.line(path, tone, 54).line(
            path, c.mix(tone, c.WHITE, 0.55), 12, more='transform="translate(-6,-12)"'
        )
        for x, y in path[1:-1]:
            canvas.circle(x, y, 42, c.mix(tone, c.DARK, 0.25)).circle(x, y, 16, tone)
    for x, y, turn, size in (
        (700, 560, -80, 1.0),
        (1150, 380, 10, 1.25),
        (1480, 640, 170, 1.0),
        (400, 800, -95, 0.8),
        (1700, 180, 85, 0.9),
        (820, 620, 0, 0.7),
    ):
        for k in range(-4, 5):
            angle = math.radians(turn + k * 5)
            start = (x + 30 * math.cos(angle), y + 30 * math.sin(angle))
            far = (190 - abs(k) * 22) * size
            end = (x + (30 + far) * math.cos(angle), y + (30 + far) * math.sin(angle))
            canvas.line(
                [start, end],
                c.GLOW if (x, y) == (1150, 380) else c.WHITE,
                4,
                more='stroke-opacity="0.85"',
            )
        canvas.circle(x, y, 12, c.DARK)
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
    for i in range(60):
        px = random.uniform(400, WIDE)
        canvas.rect(px, random.uniform(880, 1060), random.uniform(20, 130), 3, c.PLUM)
    wire = [(300 + i * 90, 420 + 60 * math.sin(i * 0.55) ** 2) for i in range(19)]
    canvas.path(smooth(wire), "none", f'stroke="{c.DUSK}" stroke-width="3"')
    return quiet_left(canvas.image(), c.NIGHT)
