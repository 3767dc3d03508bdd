"""Books, forms, invoices, factors and names, drawn flat."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.isometric import Space, box, floor
from pitch_builder.demo.pictures.registry import drawing


def page(
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
        page(canvas, x + 16, y + 18, 290, 400, turn, 0, c.NIGHT)
        page(
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
    level = 34 * 0.135
    for k in range(8):
        a, b = (
            space.at(-1.1, -1.5 + k * 0.42, level),
            space.at(0.1 + 0.5 * (k % 3 == 0), -1.5 + k * 0.42, level),
        )
        canvas.line([a, b], c.HEATHER, 8)
        d = space.at(0.9, -1.5 + k * 0.42, level)
        canvas.circle(d[0], d[1], 9, c.ACCENT if k % 2 else c.LILAC)
    return canvas


@drawing("invoice-marks", "An invoice with three lines marked")
def invoice_marks() -> Canvas:
    canvas = Canvas(c.PLUM)
    for i in range(14):
        canvas.line([(-100, i * 110 - 100), (2020, i * 110 + 180)], c.mix(c.PLUM, c.DARK, 0.3), 30)
    page(canvas, 978, 572, 700, 940, -3, 0, c.DARK)
    page(canvas, 960, 550, 700, 940, -3, 17, c.WHITE, (4, 9, 13))
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
