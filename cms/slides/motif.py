"""The picture that a cover gets where none was chosen: two courses that come together. Pure.

Broad bands in the theme's ramp, drawn in pairs from both sides, with one warm disc where they
meet. The same title always gives the same drawing.
"""

from __future__ import annotations

import math
from functools import lru_cache
from hashlib import sha256

from cms.brand.contrast import mix
from cms.brand.themes import Theme
from cms.slides.icons import data_uri

STEPS = 28


def _numbers(seed: str) -> list[float]:
    return [byte / 255 for byte in sha256(seed.encode()).digest()]


def _wave(
    width: float, height: float, level: float, swing: float, phase: float, beat: float
) -> list[tuple[float, float]]:
    return [
        (
            width * step / STEPS,
            level
            + swing
            * (
                math.sin(beat * math.pi * step / STEPS + phase)
                + 0.38 * math.sin(2.3 * beat * math.pi * step / STEPS + 1.7 * phase)
            ),
        )
        for step in range(STEPS + 1)
    ]


def _path(points: list[tuple[float, float]], width: float, height: float) -> str:
    """A smooth area under the points (quadratic curves through their middles)."""
    (x, y), *rest = points
    parts = [f"M{x:.1f} {y:.1f}"]
    previous = (x, y)
    for point in rest:
        middle = ((previous[0] + point[0]) / 2, (previous[1] + point[1]) / 2)
        parts.append(f"Q{previous[0]:.1f} {previous[1]:.1f} {middle[0]:.1f} {middle[1]:.1f}")
        previous = point
    parts.append(f"L{width:.1f} {previous[1]:.1f}L{width:.1f} {height:.1f}L0 {height:.1f}Z")
    return "".join(parts)


@lru_cache(maxsize=128)
def _draw(seed: str, ramp: tuple[str, ...], width: float, height: float, dark: bool) -> str:
    chance = _numbers(seed)
    ground = ramp[0] if dark else ramp[6]
    near = ramp[0]
    signal = ramp[8]
    count = 9
    base = 0.46 + 0.06 * chance[0]
    sun_x = width * ((0.72 if dark else 0.58) + 0.12 * chance[1])
    sun_y = height * (0.34 + 0.05 * chance[2])
    radius = min(width, height) * (0.17 if dark else 0.205)
    halo = mix(ground, signal, 0.12 if dark else 0.1)
    shapes = [f"<rect width='{width:g}' height='{height:g}' fill='{ground}'/>"]
    shapes += [
        f"<circle cx='{sun_x:.1f}' cy='{sun_y:.1f}' r='{radius * size:.1f}' fill='{colour}'/>"
        for size, colour in ((1.75, halo), (1.36, mix(halo, signal, 0.1)), (1.0, signal))
    ]
    for index in range(count):
        share = index / (count - 1)
        level = height * (base + (1.0 - base) * share**1.12 * 0.94)
        swing = height * (0.085 - 0.045 * share) * (1 if index % 2 else -1)
        phase = 2 * math.pi * chance[3 + index] * 0.45 + (0.4 if index % 2 else 1.9)
        beat = 1.05 + 0.5 * chance[14 + index]
        if dark:
            colour = mix(near, ramp[2], 0.58 * (1 - share) ** 0.8)  # the footer stands on it
        elif share < 0.5:
            colour = mix(ramp[5], ramp[3], share * 2)
        else:
            colour = mix(ramp[3], near, (share - 0.5) * 2)
        points = _wave(width, height, level, swing, phase, beat)
        if dark:  # the words stand at the left: there the bands sink
            points = [(x, y + (1 - x / width) ** 1.4 * 0.46 * height) for x, y in points]
        shapes.append(f"<path d='{_path(points, width, height)}' fill='{colour}'/>")
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' "
        f"width='{width:g}mm' height='{height:g}mm' preserveAspectRatio='xMidYMid slice'>"
        f"{''.join(shapes)}</svg>"
    )


def motif(theme: Theme, seed: str, width: float, height: float, *, dark: bool = False) -> str:
    """SVG text, `width` by `height` mm; `dark` for one that light text stands on."""
    return _draw(seed, theme.colours.ramp(), width, height, dark)


def motif_uri(theme: Theme, seed: str, width: float, height: float, *, dark: bool = False) -> str:
    return data_uri(motif(theme, seed, width, height, dark=dark))
