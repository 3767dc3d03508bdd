"""Lakes, sea and roads, drawn as fields and contours."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas
from pitch_builder.demo.pictures.fields import banded, grid, hill, noise
from pitch_builder.demo.pictures.isometric import Space, box, floor
from pitch_builder.demo.pictures.overlay import over
from pitch_builder.demo.pictures.registry import drawing


@drawing("contour-tarn", "A tarn between fells, drawn in contour lines")
def contour_tarn() -> Image.Image:
    x, y = grid(WIDE, HIGH)
    field = (
        1.25 * hill(x, y, (0.93, 0.53), 0.2, 0.5)
        + 0.7 * hill(x, y, (1.42, 0.2), 0.34)
        + 0.55 * hill(x, y, (0.34, 0.95), 0.36)
        + 0.06 * noise(x, y, 5, 7)
    )
    return banded(field, c.RAMP, 15, edge=0.1)


@drawing("second-wave", "Rings that spread over water from two points and cross")
def second_wave() -> Image.Image:
    x, y = grid(WIDE, HIGH)
    one = np.hypot(x - 0.62, (y - 0.62) * 1.25)
    two = np.hypot(x - 1.2, (y - 0.4) * 1.25)
    rings = [np.cos(r * 34) * np.exp(-r * 1.5) for r in (one, two)]
    field = np.maximum(*rings)
    image = banded(field, [c.DARK, c.DUSK, c.PLUM, c.ACCENT, c.HEATHER, c.LILAC], 8, edge=0.12)
    canvas = Canvas("none")
    for at in ((0.62 * HIGH, 0.62 * HIGH), (1.2 * HIGH, 0.4 * HIGH)):
        canvas.glow(f"at{at[0]:.0f}", *at, 150, c.GLOW, 0.7).circle(*at, 34, c.GLOW)
    return over(image, canvas)


@drawing("eight-steps", "Eight stepping stones across dark water, the last one bright")
def eight_steps() -> Image.Image:
    x, y = grid(WIDE, HIGH)
    image = banded(0.5 * y + 0.08 * noise(x, y, 11, 10), c.RAMP[1:6], 9)
    canvas = Canvas("none")
    for i in range(8):
        px, py = 240 + i * 205, 880 - i * 88 + 34 * math.sin(i * 1.9)
        size = 150 - i * 9
        for ring in (3, 2, 1):
            canvas.add(
                f'<ellipse cx="{px}" cy="{py + 16}" rx="{size * (0.62 + ring * 0.16):.0f}" '
                f'ry="{size * (0.24 + ring * 0.065):.0f}" fill="none" stroke="{c.HEATHER}" '
                f'stroke-opacity="{0.55 - ring * 0.12}" stroke-width="3"/>'
            )
        last = i == 7
        canvas.add(
            f'<ellipse cx="{px}" cy="{py + 20}" rx="{size * 0.6:.0f}" ry="{size * 0.23:.0f}" fill="{c.MOSS if last else c.CLAY}"/>'
        )
        canvas.add(
            f'<ellipse cx="{px}" cy="{py}" rx="{size * 0.6:.0f}" ry="{size * 0.23:.0f}" fill="{c.GLOW if last else c.mix(c.STONE, c.WHITE, i / 12)}"/>'
        )
    return over(image, canvas)


@drawing("road-contours", "A road winding through contour lines with three lorries on it")
def road_contours() -> Image.Image:
    x, y = grid(WIDE, HIGH)
    field = (
        hill(x, y, (0.25, 0.15), 0.28)
        + 1.1 * hill(x, y, (1.45, 0.85), 0.32)
        + 0.6 * hill(x, y, (1.3, 0.05), 0.2)
        + 0.5 * hill(x, y, (0.35, 0.98), 0.22)
        + 0.05 * noise(x, y, 3, 8)
    )
    image = banded(field, [c.PAPER, "#f0e6ea", c.MIST, "#d9c3dc", c.LILAC, "#b992c0"], 14)
    road = [
        (-40, 640),
        (260, 720),
        (520, 560),
        (760, 380),
        (1010, 470),
        (1160, 680),
        (1420, 560),
        (1600, 330),
        (1960, 260),
    ]
    canvas = Canvas("none")
    canvas.line(road, c.WHITE, 66, curve=True).line(road, c.DARK, 50, curve=True)
    canvas.line(road, c.LILAC, 3, curve=True, more='stroke-dasharray="22 26"')
    for px, py, turn, tone in (
        (395, 655, -34, c.HEATHER),
        (1085, 566, 58, c.GLOW),
        (1520, 440, -52, c.HEATHER),
    ):
        canvas.add(
            f'<g transform="translate({px},{py}) rotate({turn})"><rect x="-58" y="-19" width="84" '
            f'height="38" rx="3" fill="{c.WHITE}"/><rect x="30" y="-17" width="30" height="34" rx="6" fill="{tone}"/></g>'
        )
    return over(image, canvas)


@drawing("covenant-steps", "Steps that go down beneath a ruled line, the last one bright")
def covenant_steps() -> Canvas:
    canvas = Canvas(c.MIST)
    space = Space(880, 640, 76)
    for i in range(7):
        height = 4.9 - i * 0.7
        tone = c.LICHEN if i == 6 else c.along([c.DUSK, c.ACCENT, c.HEATHER], i / 6)
        box(
            canvas,
            space,
            i * 1.05 - 4,
            -1.5,
            0,
            1.05,
            4,
            height,
            tone,
            top=c.GLOW if i == 6 else "",
        )
    floor(canvas, space, 3.35, -1.5, 2.4, 4, c.mix(c.MIST, c.WHITE, 0.5))
    canvas.line(
        [space.at(-4, 2.9, 5.9), space.at(3.6, 2.9, 1.4)],
        c.DARK,
        5,
        more='stroke-dasharray="2 16"',
    )
    return canvas
