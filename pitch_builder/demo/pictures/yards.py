"""A yard at night, bays over a night, and the network of all sites."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.registry import drawing


def yard(time: float) -> Canvas:
    """The yard of a depot at `time` from 0 (22:00) to 1 (06:00), seen from above."""
    canvas = Canvas(c.NIGHT)
    canvas.rect(0, 0, WIDE, HIGH, "#241130")
    canvas.rect(640, 120, 1150, 840, "#301a3b", 10)
    canvas.rect(1180, 60, 480, 120, c.DUSK, 4).rect(1180, 168, 480, 12, c.HEATHER)
    random = np.random.default_rng(12)
    for row in range(3):
        for bay in range(12):
            x, y = 700 + bay * 88, 250 + row * 240
            leaves = random.uniform(0.8, 1.02)
            comes = random.uniform(-0.5, 0.16)
            heater = (row, bay) in {(1, 3), (2, 8)}
            warm = leaves - random.uniform(0.05, 0.16)
            canvas.line([(x - 14, y - 12), (x - 14, y + 182)], "#4a3058", 3)
            if not comes <= time <= leaves:
                continue
            idling = (time < comes + 0.09) or time > warm or (heater and time > 0.15)
            if idling:
                canvas.glow(
                    f"g{row}-{bay}-{time:.3f}".replace(".", "_"), x + 30, y + 150, 130, c.GLOW, 0.6
                )
            canvas.rect(x, y, 60, 128, c.LILAC if idling else "#5d476a", 4)
            canvas.rect(x + 3, y + 134, 54, 40, c.GLOW if idling else "#463052", 8)
    return canvas


@drawing("poster-night-yard", "A yard at night from above, lorries in rows, two of them lit")
def poster_night_yard() -> Image.Image:
    return quiet_left(yard(0.55).image(), c.NIGHT, 0.85)


@drawing("charging-bays", "Bays of one depot over a night, before and after")
def charging_bays() -> Canvas:
    canvas = Canvas(c.PAPER)
    random = np.random.default_rng(4)
    for side, (title, share) in enumerate((("October 2025", 0.31), ("October 2026", 0.74))):
        left = 130 + side * 880
        canvas.text(left, 130, title, 44, c.INK, weight=600)
        canvas.text(left, 186, f"bays in use {share * 100:.0f} % of the night", 36, c.PLUM)
        for bay in range(14):
            y = 240 + bay * 50
            canvas.rect(left, y, 780, 38, c.MIST, 3)
            at = random.uniform(0, 0.12)
            while at < 1:
                length = random.uniform(0.1, 0.2) if side else random.uniform(0.24, 0.4)
                if at + length <= 1 and (side or bay % 4 != 3):
                    tone = c.LICHEN if side else c.HEATHER
                    canvas.rect(left + 780 * at, y, 780 * length, 38, tone, 3)
                at += length + (random.uniform(0.01, 0.07) if side else 0.72)
        for hour, words in ((0, "18:00"), (0.5, "00:00"), (1, "06:00")):
            canvas.text(
                left + 780 * hour,
                996,
                words,
                32,
                c.PLUM,
                anchor=("start", "middle", "end")[int(hour * 2)],
            )
    return canvas


@drawing("sites-network", "A network of sites joined by thin lines, one of them lit")
def sites_network() -> Canvas:
    canvas = Canvas(c.DARK)
    random = np.random.default_rng(21)
    spots: list[tuple[float, float]] = []
    while len(spots) < 46:
        x, y = random.uniform(80, WIDE - 80), random.uniform(80, HIGH - 80)
        if all(math.hypot(x - a, y - b) > 135 for a, b in spots):
            spots.append((x, y))
    for y in range(30, HIGH, 36):
        for x in range(30, WIDE, 36):
            canvas.circle(x, y, 2, c.DUSK)
    hub = min(range(len(spots)), key=lambda i: math.hypot(spots[i][0] - 960, spots[i][1] - 540))
    for one in spots:
        near = sorted(range(len(spots)), key=lambda k: math.dist(one, spots[k]))[1:4]
        for k in near:
            canvas.line([one, spots[k]], c.PLUM, 2.5)
    for i in range(0, len(spots), 3):
        a, b = spots[hub], spots[i]
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - math.dist(a, b) * 0.16)
        canvas.line(
            [a, middle, b], c.LICHEN if i == 9 else c.HEATHER, 6 if i == 9 else 2.5, curve=True
        )
    for i, (x, y) in enumerate(spots):
        if i in (hub, 9):
            canvas.glow(f"h{i}", x, y, 110, c.GLOW, 0.5)
            canvas.circle(x, y, 24, c.GLOW).circle(x, y, 10, c.DARK)
        else:
            canvas.circle(
                x, y, 7 + 7 * (i % 3), c.along([c.HEATHER, c.LILAC, c.WHITE], (i % 7) / 6)
            )
    return canvas
