"""Loads, prices and savings: calendars, clocks, bands and bars."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.isometric import Space, box, floor
from pitch_builder.demo.pictures.registry import drawing


@drawing(
    "tariff-clock", "A day drawn as a clock with the dear hours marked and the load as a ring"
)
def tariff_clock() -> Canvas:
    canvas = Canvas(c.PAPER)
    x, y = 960, 540
    canvas.circle(x, y, 500, c.MIST)
    for start, end, tone in (
        (0, 7, c.STONE),
        (7, 16, c.LILAC),
        (16, 19, c.LICHEN),
        (19, 22, c.LILAC),
        (22, 24, c.STONE),
    ):
        canvas.arc(x, y, 458, start / 24 + 0.002, end / 24 - 0.002, tone, 62)
    load = [
        0.3,
        0.28,
        0.28,
        0.29,
        0.33,
        0.42,
        0.5,
        0.58,
        0.62,
        0.6,
        0.64,
        0.66,
        0.6,
        0.66,
        0.72,
        0.86,
        1.0,
        0.98,
        0.94,
        0.7,
        0.52,
        0.45,
        0.38,
        0.33,
    ]
    for half in range(96):
        hour = half / 4
        a, b = int(hour), (int(hour) + 1) % 24
        value = load[a] + (load[b] - load[a]) * (hour - a)
        angle = (hour / 24 - 0.25) * math.tau
        inner, outer = 150, 150 + 240 * value
        tone = c.MOSS if 16 <= hour < 19 else c.along([c.HEATHER, c.ACCENT, c.PLUM], value)
        canvas.line(
            [
                (x + inner * math.cos(angle), y + inner * math.sin(angle)),
                (x + outer * math.cos(angle), y + outer * math.sin(angle)),
            ],
            tone,
            9,
        )
    for hour in range(0, 24, 3):
        angle = (hour / 24 - 0.25) * math.tau
        canvas.text(
            x + 458 * math.cos(angle),
            y + 458 * math.sin(angle) + 12,
            f"{hour:02d}",
            34,
            c.INK,
            weight=600,
            anchor="middle",
        )
    canvas.circle(x, y, 122, c.WHITE)
    canvas.text(x, y - 4, "16 to 19", 42, c.MOSS, weight=600, anchor="middle").text(
        x, y + 40, "the dear hours", 26, c.PLUM, anchor="middle"
    )
    return canvas


@drawing("forecast-fan", "A load curve that opens into a fan of forecasts")
def forecast_fan() -> Canvas:
    canvas = Canvas(c.MIST)
    random = np.random.default_rng(17)
    base = [
        560 - 130 * math.sin(i / 9) - 60 * math.sin(i / 3.1) + random.normal(0, 7)
        for i in range(97)
    ]
    now = 48
    for spread, tone in ((1.0, "#d9c3dc"), (0.62, c.LILAC), (0.3, "#b48dbb")):
        up = [(i * 20, base[i] - spread * 4.4 * (i - now) ** 1.02) for i in range(now, 97)]
        down = [(i * 20, base[i] + spread * 4.4 * (i - now) ** 1.02) for i in range(now, 97)]
        canvas.path(smooth(up) + "L" + smooth(down[::-1])[1:] + "Z", tone)
    canvas.line(
        [(i * 20, base[i]) for i in range(now, 97)],
        c.WHITE,
        5,
        curve=True,
        more='stroke-dasharray="4 16"',
    )
    canvas.line([(i * 20, base[i]) for i in range(now + 1)], c.ACCENT, 11, curve=True)
    canvas.line([(now * 20, 130), (now * 20, 950)], c.DARK, 3, more='stroke-dasharray="3 12"')
    canvas.circle(now * 20, base[now], 24, c.MOSS).circle(now * 20, base[now], 10, c.GLOW)
    for i in range(25):
        canvas.rect(i * 80, 1000, 3, 26 if i % 6 else 44, c.HEATHER)
    return canvas


@drawing("half-bar", "Two tall bars, one of them cut in half by a bright line")
def half_bar() -> Canvas:
    canvas = Canvas(c.PAPER)
    canvas.rect(0, 900, WIDE, 180, c.MIST)
    canvas.rect(590, 150, 300, 750, c.ACCENT)
    canvas.rect(
        1010,
        150,
        300,
        375,
        "none",
        0,
        f'stroke="{c.HEATHER}" stroke-width="5" stroke-dasharray="6 16" stroke-linecap="round"',
    )
    canvas.rect(1010, 525, 300, 375, c.PLUM)
    for i in range(15):
        canvas.rect(590, 150 + i * 50, 300, 3, c.mix(c.ACCENT, c.WHITE, 0.14))
        if i > 7:
            canvas.rect(1010, 150 + i * 50, 300, 3, c.mix(c.PLUM, c.WHITE, 0.14))
    canvas.rect(430, 516, 1060, 18, c.LICHEN)
    canvas.rect(430, 842, 1060, 8, c.DARK)
    canvas.text(1516, 856, "all costs", 40, c.INK, weight=600).text(
        1516, 540, "half", 40, c.MOSS, weight=600
    )
    return canvas


@drawing("six-weeks", "Six columns of a calendar filling up with colour")
def six_weeks() -> Canvas:
    canvas = Canvas(c.PAPER)
    tones = [c.MIST, c.LILAC, c.HEATHER, c.ACCENT, c.PLUM, c.LICHEN]
    for week in range(6):
        for day in range(5):
            x, y = 372 + week * 200, 110 + day * 176
            filled = day <= week or week >= 3
            canvas.rect(
                x,
                y,
                172,
                150,
                tones[week] if filled else c.WHITE,
                6,
                f'stroke="{tones[max(week, 1)]}" stroke-width="3"',
            )
            if filled and week >= 3:
                for k in range(3 + (week + day) % 3):
                    canvas.rect(
                        x + 22,
                        y + 28 + k * 24,
                        128 - 26 * ((k + day) % 3),
                        8,
                        c.mix(tones[week], c.WHITE, 0.45),
                        3,
                    )
    canvas.circle(372 + 5 * 200 + 86, 110 + 4 * 176 + 75, 42, c.WHITE)
    canvas.line([(1436, 888), (1452, 906), (1484, 866)], c.MOSS, 12)
    return canvas


@drawing("twelve-columns", "Twelve columns of rising height under one ruled line")
def twelve_columns() -> Canvas:
    canvas = Canvas(c.DARK)
    space = Space(620, 400, 60)
    floor(canvas, space, -2, -3, 17, 6.4, c.DUSK)
    for i in range(12):
        height = 0.5 + 0.43 * i
        tone = c.LICHEN if i == 10 else c.along([c.PLUM, c.ACCENT, c.HEATHER, c.LILAC], i / 11)
        box(
            canvas,
            space,
            -1.2 + i * 1.28,
            -1.3,
            0,
            0.95,
            2.6,
            height,
            tone,
            top=c.GLOW if i == 10 else "",
        )
    canvas.line(
        [space.at(-1.4, 1.4, 6.1), space.at(14.4, 1.4, 6.1)],
        c.PALE,
        4,
        more='stroke-dasharray="2 14"',
    )
    return canvas


@drawing(
    "ledger-three-totals", "Diesel by purchase, draw and burn, three bars that meet in one line"
)
def three_totals() -> Canvas:
    canvas = Canvas(c.PAPER)
    canvas.text(
        160, 130, "One year of diesel at Hollin Freight, million litres", 44, c.INK, weight=600
    )
    rows = (
        ("Bought", 13.61, c.HEATHER),
        ("Drawn", 13.35, c.ACCENT),
        ("Burned on trips", 13.07, c.PLUM),
    )
    for i, (name, litres, tone) in enumerate(rows):
        y = 270 + i * 140
        x = 480 + (litres - 13) * 1900
        canvas.text(160, y + 14, name, 40, c.INK)
        canvas.line([(480, y), (1720, y)], c.MIST, 4)
        canvas.line([(480 + 0.07 * 1900, y), (x, y)], c.LICHEN, 14)
        canvas.circle(x, y, 26, tone)
        canvas.text(x, y - 44, f"{litres:.2f}", 44, tone, weight=600, anchor="middle")
    for k in range(4):
        canvas.text(480 + k * 380, 660, f"{13 + k * 0.2:.1f}", 30, c.PLUM, anchor="middle")
    parts = (
        (58, c.LICHEN, "idling"),
        (21, c.HEATHER, "cards"),
        (14, c.LILAC, "gauges"),
        (7, c.STONE, "open"),
    )
    left = 480.0
    for share, tone, name in parts:
        canvas.rect(left, 780, share * 12.8 - 6, 90, tone)
        canvas.text(left + 2, 918, f"{name} {share} %", 28, c.INK)
        left += share * 12.8
    canvas.text(160, 838, "The gap", 40, c.INK)
    return canvas


@drawing("poster-closing", "Columns of entries settling into one ruled total")
def poster_closing() -> Canvas:
    return closing_frame(1.0)


# Two entries of gas, three of electricity, one of diesel and one of steam.
ASKED = {(0, 17), (0, 31), (1, 12), (1, 33), (1, 61), (2, 24), (3, 12)}


def closing_frame(time: float, width: int = WIDE, height: int = HIGH) -> Canvas:
    """Entries that fall into four columns; all have settled at time 1."""
    canvas = Canvas(c.DARK)
    random = np.random.default_rng(9)
    canvas.rect(0, 0, WIDE, HIGH, c.DARK)
    counts, tones = (40, 74, 26, 20), (c.HEATHER, c.LILAC, c.ACCENT, c.PLUM)
    names = ("gas", "electricity", "diesel", "steam")
    for column, (count, tone) in enumerate(zip(counts, tones, strict=True)):
        x0 = 250 + column * 375
        for i in range(count):
            row, place = divmod(i, 5)
            start = random.uniform(0, 0.72)
            drop = min(max((time - start) / 0.22, 0), 1)
            if drop <= 0:
                continue
            asked = (column, i) in ASKED
            target = 860 - row * 46
            y = -60 + (target + 60) * (1 - (1 - drop) ** 3)
            canvas.rect(x0 + place * 56, y, 50, 38, c.GLOW if asked else tone, 3)
        canvas.text(x0, 972, names[column], 38, c.LILAC)
    if time > 0.9:
        canvas.rect(250, 914, 1400 * min((time - 0.9) / 0.08, 1), 7, c.GLOW)
    return canvas
