"""Boxes, floors and vehicles in isometric projection, shaded on three sides."""

from __future__ import annotations

from dataclasses import dataclass

from pitch_builder.demo.pictures.canvas import Canvas, Point
from pitch_builder.demo.pictures.palette import DARK, GLOW, mix


@dataclass(frozen=True, slots=True)
class Space:
    """Maps (x to the lower right, y to the lower left, z up) to the canvas."""

    left: float
    top: float
    unit: float

    def at(self, x: float, y: float, z: float = 0) -> Point:
        return (
            self.left + (x - y) * self.unit * 0.866,
            self.top + (x + y) * self.unit * 0.5 - z * self.unit,
        )


def floor(
    canvas: Canvas, space: Space, x: float, y: float, w: float, d: float, fill: str, z: float = 0
) -> None:
    corners = ((x, y), (x + w, y), (x + w, y + d), (x, y + d))
    canvas.polygon([space.at(a, b, z) for a, b in corners], fill)


def box(
    canvas: Canvas,
    space: Space,
    x: float,
    y: float,
    z: float,
    w: float,
    d: float,
    h: float,
    colour: str,
    *,
    top: str = "",
    shade: str = DARK,
) -> None:
    """A block; `y + d` is the left front, `x + w` the right front."""
    at = space.at
    left = [at(x, y + d, z), at(x + w, y + d, z), at(x + w, y + d, z + h), at(x, y + d, z + h)]
    right = [at(x + w, y, z), at(x + w, y + d, z), at(x + w, y + d, z + h), at(x + w, y, z + h)]
    canvas.polygon(left, colour)
    canvas.polygon(right, mix(colour, shade, 0.35))
    floor(canvas, space, x, y, w, d, top or mix(colour, "#ffffff", 0.35), z + h)


def left_panel(
    canvas: Canvas, space: Space, x: float, y: float, z: float, w: float, h: float, fill: str
) -> None:
    """A flat panel on a left front face at depth y."""
    at = space.at
    canvas.polygon([at(x, y, z), at(x + w, y, z), at(x + w, y, z + h), at(x, y, z + h)], fill)


def right_panel(
    canvas: Canvas, space: Space, x: float, y: float, z: float, d: float, h: float, fill: str
) -> None:
    """A flat panel on a right front face at x."""
    at = space.at
    canvas.polygon([at(x, y, z), at(x, y + d, z), at(x, y + d, z + h), at(x, y, z + h)], fill)


def lorry(
    canvas: Canvas, space: Space, x: float, y: float, body: str, cab: str, *, lit: bool = False
) -> None:
    """An articulated lorry along y, with the cab towards the viewer's left."""
    box(canvas, space, x + 0.04, y, 0, 0.92, 3.3, 0.22, DARK)
    box(canvas, space, x, y, 0.22, 1, 2.55, 1.12, body)
    box(canvas, space, x + 0.06, y + 2.68, 0.16, 0.88, 0.62, 0.92, cab)
    left_panel(
        canvas, space, x + 0.14, y + 3.3, 0.6, 0.72, 0.36, GLOW if lit else mix(cab, DARK, 0.6)
    )
    right_panel(canvas, space, x + 0.94, y + 2.78, 0.62, 0.36, 0.3, mix(cab, DARK, 0.65))
    if lit:
        for side in (0.14, 0.7):
            left_panel(canvas, space, x + side, y + 3.3, 0.26, 0.16, 0.12, GLOW)


def van(canvas: Canvas, space: Space, x: float, y: float, body: str, *, lit: bool = False) -> None:
    """A delivery van along y."""
    box(canvas, space, x + 0.06, y, 0, 0.8, 1.7, 0.16, DARK)
    box(canvas, space, x, y, 0.16, 0.92, 1.28, 0.86, body)
    box(canvas, space, x, y + 1.28, 0.16, 0.92, 0.42, 0.44, body)
    left_panel(
        canvas, space, x + 0.1, y + 1.28, 0.62, 0.72, 0.32, GLOW if lit else mix(body, DARK, 0.7)
    )
    right_panel(canvas, space, x + 0.92, y + 0.98, 0.56, 0.26, 0.3, mix(body, DARK, 0.7))
