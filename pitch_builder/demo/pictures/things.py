"""Doors, scales, rooms and bottles that stand for records."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.isometric import Space, box, floor
from pitch_builder.demo.pictures.papers import page
from pitch_builder.demo.pictures.registry import drawing


@drawing(
    "claim-scale",
    "A balance with a sheet of paper on one side and a stack of documents on the other",
)
def claim_scale() -> Canvas:
    canvas = Canvas(c.MIST)
    canvas.rect(0, 900, WIDE, 180, c.LILAC)
    canvas.polygon([(930, 250), (990, 250), (1012, 880), (908, 880)], c.PLUM).rect(
        780, 868, 360, 44, c.DARK, 8
    )
    canvas.line([(480, 300), (1440, 240)], c.DARK, 26).circle(960, 268, 44, c.LICHEN)
    for x, y, pan in ((480, 300, 720), (1440, 240, 660)):
        canvas.line([(x, y), (x - 190, pan)], c.HEATHER, 6).line(
            [(x, y), (x + 190, pan)], c.HEATHER, 6
        )
        canvas.path(f"M{x - 220},{pan}L{x + 220},{pan}Q{x},{pan + 120} {x - 220},{pan}Z", c.ACCENT)
    for i in range(9):
        canvas.rect(330 + (i * 7) % 18, 692 - i * 32, 290, 27, c.WHITE if i % 3 else c.STONE, 2)
        canvas.rect(346 + (i * 7) % 18, 702 - i * 32, 120, 6, c.LILAC)
    page(canvas, 1440, 520, 190, 262, 4, 4, c.PALE)
    return canvas


@drawing("sheet-and-string", "A grid of cells held together with string, one cell circled")
def sheet_and_string() -> Canvas:
    canvas = Canvas(c.PAPER)
    random = np.random.default_rng(23)
    for row in range(13):
        for col in range(13):
            x, y = 60 + col * 140, 40 + row * 78
            canvas.rect(
                x,
                y,
                134,
                72,
                c.WHITE if row and col else c.MIST,
                0,
                f'stroke="{c.MIST}" stroke-width="2"',
            )
            if row and col and random.uniform() > 0.25:
                canvas.rect(
                    x + 60 - 30 * random.uniform(), y + 30, 40 + 30 * random.uniform(), 12, c.LILAC
                )
    string = [
        (130, 150),
        (410, 420),
        (270, 700),
        (700, 880),
        (830, 560),
        (1110, 300),
        (960, 120),
        (1400, 200),
        (1540, 610),
        (1250, 780),
        (1680, 940),
    ]
    canvas.line(string, c.HEATHER, 9, curve=True)
    for x, y in string:
        canvas.circle(x, y, 15, c.PLUM)
    canvas.ring(1110, 545, 92, c.LICHEN, 14).text(
        1110, 562, "#REF!", 50, c.DARK, weight=600, anchor="middle"
    )
    return canvas


@drawing("share-of-errors", "A wheel of invoices with a slice taken out")
def share_of_errors() -> Canvas:
    canvas = Canvas(c.LILAC)
    x, y = 930, 550
    for ring in range(7):
        for k in range(48):
            share = k / 48
            if share < 0.33:
                continue
            tone = c.along([c.PLUM, c.ACCENT, c.HEATHER, c.MIST], (ring + (k * 5) % 4) / 9)
            canvas.arc(x, y, 130 + ring * 52, share + 0.0022, share + 1 / 48 - 0.0022, tone, 44)
    for ring in range(7):
        for k in range(16):
            share = k / 48
            canvas.arc(
                x + 96,
                y - 58,
                130 + ring * 52,
                share + 0.0022,
                share + 1 / 48 - 0.0022,
                c.mix(c.GLOW, c.LICHEN, ring / 7),
                44,
            )
    return canvas


@drawing("ledger-or-suite", "Two stacks of blocks, one wide and low, the other narrow and deep")
def ledger_or_suite() -> Canvas:
    canvas = Canvas(c.DARK)
    space = Space(930, 500, 84)
    floor(canvas, space, -5.6, -4.4, 11, 9.6, c.DUSK)
    for i in range(4):
        for k in range(4):
            box(
                canvas,
                space,
                -5 + i * 1.1,
                -3.2 + k * 1.5,
                0,
                1,
                1.4,
                0.5 + 0.18 * ((i + k) % 3),
                c.HEATHER,
            )
    for z in range(9):
        tone = c.LICHEN if z == 8 else c.along([c.PLUM, c.ACCENT, c.LILAC], z / 8)
        box(canvas, space, 1.6, -1.3, z * 0.52, 2, 2, 0.46, tone, top=c.GLOW if z == 8 else "")
    return canvas


@drawing("open-door", "A door that stands open, with a path of pages leading through it")
def open_door() -> Canvas:
    canvas = Canvas(c.PLUM)
    canvas.rect(0, 860, WIDE, 220, c.DUSK)
    canvas.rect(720, 130, 480, 740, c.DARK).rect(752, 162, 416, 708, c.PALE)
    canvas.polygon([(752, 162), (560, 84), (560, 990), (752, 870)], c.ACCENT)
    canvas.polygon([(720, 210), (600, 168), (600, 470), (720, 480)], c.mix(c.ACCENT, c.DARK, 0.25))
    canvas.polygon([(720, 540), (600, 548), (600, 890), (720, 824)], c.mix(c.ACCENT, c.DARK, 0.25))
    canvas.circle(586, 540, 14, c.GLOW)
    canvas.polygon(
        [(752, 870), (1168, 870), (1500, 1080), (560, 1080)], c.mix(c.PALE, c.DUSK, 0.35)
    )
    for i, (x, y, size) in enumerate(
        ((960, 640, 60), (1000, 730, 84), (930, 820, 116), (1030, 950, 170))
    ):
        canvas.add(
            f'<g transform="translate({x},{y}) skewX(-14) rotate({(-8, 10, -5, 7)[i]})"><rect x="{-size / 2}" y="{-size * 0.32}" width="{size}" height="{size * 0.64}" fill="{c.WHITE}"/><rect x="{-size * 0.34}" y="{-size * 0.14}" width="{size * 0.5}" height="{size * 0.07}" fill="{c.HEATHER}"/><rect x="{-size * 0.34}" y="{size * 0.05}" width="{size * 0.66}" height="{size * 0.07}" fill="{c.LILAC}"/></g>'
        )
    canvas.circle(1060, 330, 66, c.LICHEN)
    return canvas


@drawing("nested-rooms", "Rooms within rooms drawn as outlines, with one door open")
def nested_rooms() -> Canvas:
    canvas = Canvas(c.NIGHT)
    tones = [c.DARK, c.DUSK, c.PLUM, c.ACCENT, c.HEATHER, c.LILAC]
    for i, tone in enumerate(tones):
        inset = 50 + i * 78
        w, h = WIDE - 2 * inset - i * 70, HIGH - 2 * inset + i * 6
        x, y = inset + i * 35, inset - i * 3
        canvas.rect(x, y, w, h, tone, 4)
        gap = (0.24, 0.7, 0.42, 0.6, 0.35, 0.5)[i]
        canvas.rect(x + w * gap - 46, y + h - 14, 92, 28, tones[i - 1] if i else c.NIGHT)
    canvas.rect(900, 485, 120, 100, c.GLOW, 4)
    path = [
        (500, 1060),
        (516, 990),
        (1150, 905),
        (1168, 880),
        (860, 830),
        (850, 800),
        (1040, 745),
        (1046, 715),
        (905, 670),
        (905, 640),
        (960, 560),
    ]
    canvas.line(path, c.GLOW, 7, more='stroke-dasharray="2 15"')
    canvas.circle(960, 545, 15, c.MOSS)
    return canvas


@drawing("product-strata", "A bottle cut into layers, each a part of its footprint")
def product_strata() -> Canvas:
    canvas = Canvas(c.MIST)
    canvas.defs.append(
        '<clipPath id="bottle"><path d="M880,90L1040,90L1040,300Q1200,380 1200,520L1200,960Q1200,1010 1150,1010L770,1010Q720,1010 720,960L720,520Q720,380 880,300Z"/></clipPath>'
    )
    canvas.add('<g clip-path="url(#bottle)">')
    canvas.rect(700, 80, 520, 960, c.WHITE)
    for y, h, tone in (
        (330, 500, c.HEATHER),
        (830, 86, c.ACCENT),
        (916, 52, c.LICHEN),
        (968, 60, c.DARK),
    ):
        edge = [(x, y + 14 * math.sin(x / 60 + y)) for x in range(690, 1240, 30)]
        canvas.path(smooth(edge) + f"L1240,{y + h + 40}L690,{y + h + 40}Z", tone)
    canvas.rect(1120, 80, 90, 960, c.DARK, 0, 'fill-opacity="0.12"')
    canvas.add("</g>")
    canvas.rect(866, 60, 188, 62, c.PLUM, 8)
    for y, words in (
        (580, "Farm 86 %"),
        (872, "Processing 7 %"),
        (942, "Packaging 4 %"),
        (1002, "Transport 3 %"),
    ):
        canvas.line([(1216, y), (1330, y)], c.PLUM, 3).text(
            1350, y + 13, words, 38, c.INK, weight=600 if "Farm" in words else 400
        )
    return canvas
