"""Books, forms, invoices, factors and names, drawn flat."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.isometric import Space, box, floor, left_panel
from pitch_builder.demo.pictures.registry import drawing


def _page(
    canvas: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    turn: float,
    lines: int,
    fill: str = c.WHITE,
    marks: tuple[int, ...] = (),
    tone: str = c.LILAC,
) -> None:
    inner = [
        f'<rect x="{-w / 2:.0f}" y="{-h / 2:.0f}" width="{w:.0f}" height="{h:.0f}" fill="{fill}"/>'
    ]
    step = (h - 150) / max(lines, 1)
    inner.append(
        f'<rect x="{-w / 2 + 36:.0f}" y="{-h / 2 + 36:.0f}" width="{w * 0.42:.0f}" height="16" fill="{c.PLUM}"/>'
    )
    for i in range(lines):
        top = -h / 2 + 92 + i * step
        marked = i in marks
        if marked:
            inner.append(
                f'<rect x="{-w / 2 + 20:.0f}" y="{top - 12:.0f}" width="{w - 40:.0f}" height="36" fill="{c.GLOW}"/>'
            )
        long = 0.34 + 0.2 * math.sin(i * 2.7) ** 2
        colour = c.DARK if marked else tone
        inner.append(
            f'<rect x="{-w / 2 + 36:.0f}" y="{top:.0f}" width="{w * long:.0f}" height="11" fill="{colour}"/>'
        )
        inner.append(
            f'<rect x="{w / 2 - 36 - w * 0.14:.0f}" y="{top:.0f}" width="{w * 0.14:.0f}" height="11" fill="{colour}"/>'
        )
    canvas.add(f'<g transform="translate({x:.0f},{y:.0f}) rotate({turn})">{"".join(inner)}</g>')


@drawing("open-ledger", "An open ledger whose ruled lines turn into the contours of a lake")
def open_ledger() -> Canvas:
    canvas = Canvas(c.LILAC)
    canvas.polygon(
        [(250, 210), (960, 260), (1670, 210), (1720, 940), (960, 990), (200, 940)], c.PLUM
    )
    canvas.path("M280,190Q640,150 960,250L960,950Q620,860 240,905Z", c.WHITE)
    canvas.path("M1640,190Q1280,150 960,250L960,950Q1300,860 1680,905Z", c.PAPER)
    canvas.path("M960,250L960,950L920,938Q930,600 920,240Z", c.MIST)
    for i in range(13):
        y = 280 + i * 46
        canvas.line([(330, y - 22), (600, y - 34), (880, y + 10)], c.LILAC, 3, curve=True)
        if i % 4 != 3:
            canvas.line([(352, y - 36), (352 + 120 + 60 * ((i * 5) % 3), y - 44)], c.HEATHER, 11)
            canvas.line([(770, y - 22), (850, y - 8)], c.PLUM, 11)
    rings = [c.MIST, c.LILAC, "#b78dbf", c.HEATHER, c.ACCENT, c.PLUM, c.DARK, c.LICHEN]
    for k, tone in enumerate(rings):
        size = 1 - k * 0.118
        path = []
        for a in range(14):
            angle = a / 14 * math.tau
            r = (300 + 46 * math.sin(angle * 2 + 0.8) + 26 * math.cos(angle * 3 + k * 0.2)) * size
            path.append(
                (
                    1320 + 8 * k + r * math.cos(angle) * 0.96,
                    550 - 5 * k + r * 0.98 * math.sin(angle),
                )
            )
        canvas.blob(path, tone)
    return canvas


@drawing("meter-wall", "A wall of meters, one of them with an empty dial")
def meter_wall() -> Canvas:
    canvas = Canvas(c.MIST)
    random = np.random.default_rng(14)
    for row in range(4):
        for col in range(8):
            x, y = 96 + col * 220, 56 + row * 250
            empty = (row, col) == (1, 4)
            canvas.rect(x + 8, y + 12, 184, 216, c.LILAC, 14)
            canvas.rect(x, y, 184, 216, c.GLOW if empty else c.WHITE, 14)
            canvas.circle(x + 92, y + 82, 60, c.PALE if empty else c.mix(c.MIST, c.WHITE, 0.4))
            for k in range(11):
                angle = math.radians(150 + k * 24)
                canvas.line(
                    [
                        (x + 92 + 46 * math.cos(angle), y + 82 + 46 * math.sin(angle)),
                        (x + 92 + 54 * math.cos(angle), y + 82 + 54 * math.sin(angle)),
                    ],
                    c.MOSS if empty else c.HEATHER,
                    4,
                )
            if not empty:
                angle = math.radians(150 + random.uniform(0, 240))
                canvas.line(
                    [
                        (x + 92, y + 82),
                        (x + 92 + 42 * math.cos(angle), y + 82 + 42 * math.sin(angle)),
                    ],
                    c.ACCENT,
                    7,
                )
                canvas.circle(x + 92, y + 82, 9, c.PLUM)
            canvas.rect(x + 30, y + 162, 124, 34, c.MOSS if empty else c.DARK, 5)
            words = "-----" if empty else f"{random.integers(10000, 99999)}"
            canvas.text(x + 92, y + 188, words, 26, c.PALE, anchor="middle", weight=600)
    return canvas


@drawing("audit-thread", "A thread that runs through a stack of documents to one figure")
def audit_thread() -> Canvas:
    canvas = Canvas(c.DARK)
    spots = [(390, 330, -8), (690, 690, 6), (990, 360, -4), (1290, 700, 9), (1580, 400, -6)]
    for i, (x, y, turn) in enumerate(spots):
        _page(canvas, x + 16, y + 18, 290, 400, turn, 0, c.NIGHT)
        _page(
            canvas, x, y, 290, 400, turn, 8, c.WHITE if i % 2 else c.PAPER, (3,) if i == 4 else ()
        )
    thread = [
        (-40, 560),
        (250, 420),
        (390, 330),
        (560, 560),
        (690, 690),
        (860, 520),
        (990, 360),
        (1150, 540),
        (1290, 700),
        (1450, 560),
        (1580, 400),
        (1800, 300),
        (1980, 330),
    ]
    canvas.line(thread, c.LICHEN, 9, curve=True)
    for x, y, _ in spots:
        canvas.circle(x, y, 22, c.DARK).circle(x, y, 13, c.GLOW)
    return canvas


@drawing("questionnaires", "A tall pile of forms, one of them bright")
def questionnaires() -> Canvas:
    canvas = Canvas(c.PAPER)
    space = Space(960, 700, 96)
    floor(canvas, space, -3, -2.6, 6.2, 5.4, c.MIST)
    random = np.random.default_rng(3)
    for i in range(34):
        dx, dy = random.uniform(-0.16, 0.16, 2)
        tone = c.LICHEN if i == 24 else c.mix(c.LILAC, c.HEATHER, random.uniform(0, 0.8))
        top = c.GLOW if i == 24 else c.WHITE
        box(canvas, space, -1.5 + dx, -1.9 + dy, i * 0.135, 3, 3.8, 0.1, tone, top=top)
    top = 34 * 0.135
    for k in range(8):
        a, b = (
            space.at(-1.1, -1.5 + k * 0.42, top),
            space.at(0.1 + 0.5 * (k % 3 == 0), -1.5 + k * 0.42, top),
        )
        canvas.line([a, b], c.HEATHER, 8)
        d = space.at(0.9, -1.5 + k * 0.42, top)
        canvas.circle(d[0], d[1], 9, c.ACCENT if k % 2 else c.LILAC)
    return canvas


@drawing("invoice-marks", "An invoice with three lines marked")
def invoice_marks() -> Canvas:
    canvas = Canvas(c.PLUM)
    for i in range(14):
        canvas.line([(-100, i * 110 - 100), (2020, i * 110 + 180)], c.mix(c.PLUM, c.DARK, 0.3), 30)
    _page(canvas, 978, 572, 700, 940, -3, 0, c.DARK)
    _page(canvas, 960, 550, 700, 940, -3, 17, c.WHITE, (4, 9, 13))
    for y, n in ((350, "1"), (565, "2"), (742, "3")):
        canvas.circle(1392, y - 22, 44, c.GLOW).text(
            1392, y - 6, n, 46, c.DARK, weight=600, anchor="middle"
        )
    return canvas


@drawing("factor-strata", "Layers of sediment, one for each year, with a bright seam")
def factor_strata() -> Canvas:
    canvas = Canvas(c.PAPER)
    tones = [
        c.STONE,
        c.MIST,
        c.LILAC,
        c.CLAY,
        c.HEATHER,
        c.LICHEN,
        c.ACCENT,
        c.PLUM,
        c.DUSK,
        c.DARK,
    ]
    for i, tone in enumerate(tones):
        y = 150 + i * 96
        edge = [
            (x, y + 36 * math.sin(x / 310 + i * 0.5) + 16 * math.sin(x / 120 + i))
            for x in range(-60, 2000, 60)
        ]
        canvas.path(smooth(edge) + f"L{WIDE + 80},{HIGH}L-80,{HIGH}Z", tone)
        canvas.text(
            1800,
            y + 74 + 30 * math.sin(1800 / 310 + i * 0.5),
            str(2026 - i),
            34,
            c.INK if i < 4 or i == 5 else c.PAPER,
            anchor="end",
            weight=600,
        )
    canvas.rect(952, 60, 16, 960, c.WHITE)
    for i in range(11):
        canvas.rect(940, 110 + i * 90, 40, 6, c.WHITE)
    canvas.circle(960, 60, 30, c.WHITE).circle(960, 60, 14, c.MOSS)
    return canvas


@drawing("nameplates", "Rows of small name plates, one of them readable")
def nameplates() -> Canvas:
    canvas = Canvas(c.DUSK)
    for row in range(9):
        for col in range(7):
            x, y = 60 + col * 264 - (row % 2) * 40, 34 + row * 116
            main = (row, col) == (4, 3)
            if main:
                continue
            tone = c.mix(c.HEATHER, c.DUSK, 0.25 + 0.5 * ((row * 3 + col * 5) % 4) / 4)
            canvas.rect(x, y, 238, 88, tone, 6)
            canvas.circle(x + 16, y + 44, 5, c.DARK).circle(x + 222, y + 44, 5, c.DARK)
            canvas.rect(
                x + 42, y + 36, 70 + 70 * ((row + col) % 2), 16, c.mix(tone, c.DARK, 0.35), 3
            )
    canvas.rect(704, 442, 540, 180, c.NIGHT, 12).rect(690, 428, 540, 180, c.GLOW, 12)
    canvas.circle(722, 518, 10, c.MOSS).circle(1198, 518, 10, c.MOSS)
    canvas.text(960, 545, "GHD-B3-DB2", 76, c.DARK, weight=600, anchor="middle")
    return canvas


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
    _page(canvas, 1440, 520, 190, 262, 4, 4, c.PALE)
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


__all__ = ["left_panel"]
