"""Foundry, creamery, mill, bakery and yard, drawn in flat shapes."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import WIDE, Canvas
from pitch_builder.demo.pictures.isometric import Space, box, floor
from pitch_builder.demo.pictures.registry import drawing


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


@drawing("timber-stacks", "Stacks of sawn timber in a yard, one board marked")
def timber_stacks() -> Canvas:
    canvas = Canvas(c.MIST)
    space = Space(930, 590, 74)
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
