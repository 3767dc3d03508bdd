"""Flows between places: arcs, streams and trees."""

from __future__ import annotations

import math

import numpy as np

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas
from pitch_builder.demo.pictures.registry import drawing


@drawing("network-flows", "Arcs of traffic between depots, with one consignment marked")
def network_flows() -> Canvas:
    canvas = Canvas(c.PAPER)
    random = np.random.default_rng(41)
    spots = [(240 + i * 160, 760 + 40 * math.sin(i * 1.3)) for i in range(10)]
    for _ in range(64):
        a, b = random.choice(10, 2, replace=False)
        (x1, y1), (x2, y2) = spots[a], spots[b]
        high = abs(x2 - x1) * random.uniform(0.45, 0.62)
        tone = c.along([c.MIST, c.LILAC, c.HEATHER], random.uniform())
        canvas.path(
            f"M{x1:.0f},{y1:.0f}C{x1:.0f},{y1 - high:.0f} {x2:.0f},{y2 - high:.0f} {x2:.0f},{y2:.0f}",
            "none",
            f'stroke="{tone}" stroke-width="{random.uniform(2, 9):.1f}"',
        )
    (x1, y1), (x2, y2) = spots[2], spots[7]
    canvas.path(
        f"M{x1:.0f},{y1:.0f}C{x1:.0f},{y1 - 520:.0f} {x2:.0f},{y2 - 520:.0f} {x2:.0f},{y2:.0f}",
        "none",
        f'stroke="{c.LICHEN}" stroke-width="16"',
    )
    for i, (x, y) in enumerate(spots):
        main = i in (2, 7)
        canvas.circle(x, y, 34 if main else 24, c.MOSS if main else c.PLUM).circle(
            x, y, 13 if main else 8, c.GLOW if main else c.MIST
        )
        canvas.rect(x - 46, y + 74, 92, 12, c.LILAC, 4).rect(x - 46, y + 98, 58, 12, c.MIST, 4)
    return canvas


@drawing("wind-field", "Many fine lines flowing round a few fixed points")
def wind_field() -> Canvas:
    canvas = Canvas(c.DARK)
    stones = [(700, 420, 120), (1240, 660, 170), (1480, 260, 90), (420, 820, 90)]

    def speed(x: float, y: float) -> tuple[float, float]:
        u, v = 1.0, 0.16 * math.sin(x / 260 + y / 400)
        for a, b, r in stones:
            dx, dy = x - a, y - b
            far = dx * dx + dy * dy + 1
            u += -(r * r) * (dx * dx - dy * dy) / (far * far)
            v += -2 * (r * r) * dx * dy / (far * far)
        return u, v

    for i in range(74):
        x, y = -30.0, -100 + i * 17.4
        path = []
        for _ in range(190):
            path.append((x, y))
            u, v = speed(x, y)
            size = math.hypot(u, v) or 1
            x, y = x + 11 * u / size, y + 11 * v / size
            if x > WIDE + 40:
                break
        tone = (
            c.LICHEN
            if i == 38
            else c.along([c.DUSK, c.PLUM, c.HEATHER, c.LILAC], 0.5 + 0.5 * math.sin(i * 0.55))
        )
        canvas.line(path[::3], tone, 8 if i == 38 else 3.2, curve=True)
    for a, b, r in stones:
        canvas.circle(a, b, r * 0.86, c.PLUM).circle(
            a - r * 0.16, b - r * 0.18, r * 0.62, c.ACCENT
        )
    return canvas


@drawing("meter-tree", "A tree of meters from the grid connection down to single machines")
def meter_tree() -> Canvas:
    canvas = Canvas(c.PAPER)
    levels: list[list[tuple[float, str, str]]] = [
        [(960, "Grid, RTM-K1-HV1", "18.9 GWh")],
        [
            (340, "Cold", "11.2"),
            (800, "Docks", "3.1"),
            (1220, "Chargers", "1.9"),
            (1620, "Remainder", "2.7"),
        ],
        [
            (130, "C1", "4.4"),
            (330, "C2", "3.9"),
            (530, "C3", "2.9"),
            (720, "Doors", "1.6"),
            (900, "Lights", "1.5"),
        ],
    ]
    parents = ({0: 0, 1: 0, 2: 0, 3: 0}, {0: 0, 1: 0, 2: 0, 3: 1, 4: 1})
    for depth in (1, 2):
        for k, (x, _, value) in enumerate(levels[depth]):
            px = levels[depth - 1][parents[depth - 1][k]][0]
            y1, y2 = 250 + (depth - 1) * 310, 160 + depth * 310
            tone = c.LICHEN if depth == 1 and k == 3 else c.HEATHER
            canvas.path(
                f"M{px},{y1}C{px},{(y1 + y2) / 2} {x},{(y1 + y2) / 2} {x},{y2}",
                "none",
                f'stroke="{tone}" stroke-width="{float(value.split()[0]) * 3.2 + 2:.0f}" stroke-opacity="0.65"',
            )
    for depth, level in enumerate(levels):
        for k, (x, name, value) in enumerate(level):
            y, w = 120 + depth * 310, (520, 300, 172)[depth]
            rest = depth == 1 and k == 3
            canvas.rect(
                x - w / 2, y, w, 150, c.GLOW if rest else (c.DARK, c.PLUM, c.MIST)[depth], 8
            )
            ink = c.DARK if rest or depth == 2 else c.PAPER
            canvas.text(x, y + 62, name, 38 if depth < 2 else 34, ink, weight=600, anchor="middle")
            canvas.text(x, y + 112, value, 34, ink, anchor="middle")
    canvas.text(1130, 990, "GWh a year, one cold store", 34, c.PLUM)
    return canvas


__all__ = ["HIGH"]
