"""A small SVG canvas: shapes in, SVG text or pixels out."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path

import vl_convert
from PIL import Image

Point = tuple[float, float]
WIDE, HIGH = 1920, 1080
FONTS = Path(__file__).parents[3] / "cms" / "slides" / "fonts"


@cache
def register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def points(path: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in path)


def smooth(path: Sequence[Point], *, closed: bool = False) -> str:
    """A path through the points, as Catmull-Rom curves."""
    size = len(path)
    parts = [f"M{path[0][0]:.1f},{path[0][1]:.1f}"]
    for i in range(size if closed else size - 1):
        if closed:
            a, b, c, d = (path[(i + k) % size] for k in (-1, 0, 1, 2))
        else:
            a, b = path[max(i - 1, 0)], path[i]
            c, d = path[i + 1], path[min(i + 2, size - 1)]
        one = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        two = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        parts.append(f"C{points((one, two, c))}")
    return "".join(parts) + ("Z" if closed else "")


class Canvas:
    """Collects SVG elements. All methods return the canvas, so that calls can be chained."""

    def __init__(self, ground: str, width: int = WIDE, height: int = HIGH) -> None:
        self.width, self.height, self.ground = width, height, ground
        self.parts: list[str] = []
        self.defs: list[str] = []

    def add(self, element: str) -> Canvas:
        self.parts.append(element)
        return self

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, more: str = ""
    ) -> Canvas:
        return self.add(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r}" '
            f'fill="{fill}" {more}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, more: str = "") -> Canvas:
        return self.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" {more}/>')

    def ring(self, x: float, y: float, r: float, stroke: str, width: float) -> Canvas:
        return self.circle(x, y, r, "none", f'stroke="{stroke}" stroke-width="{width}"')

    def polygon(self, path: Iterable[Point], fill: str, more: str = "") -> Canvas:
        return self.add(f'<polygon points="{points(path)}" fill="{fill}" {more}/>')

    def line(
        self,
        path: Sequence[Point],
        stroke: str,
        width: float,
        *,
        curve: bool = False,
        more: str = "",
    ) -> Canvas:
        d = smooth(path) if curve else "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in path)
        return self.path(
            d,
            "none",
            f'stroke="{stroke}" stroke-width="{width}" stroke-linecap="round" '
            f'stroke-linejoin="round" {more}',
        )

    def path(self, d: str, fill: str, more: str = "") -> Canvas:
        return self.add(f'<path d="{d}" fill="{fill}" {more}/>')

    def blob(self, path: Sequence[Point], fill: str, more: str = "") -> Canvas:
        return self.path(smooth(path, closed=True), fill, more)

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, stroke: str, width: float
    ) -> Canvas:
        """Part of a circle; angles in turns, from the top, clockwise."""
        a, b = ((t - 0.25) * math.tau for t in (start, end))
        large = int(end - start > 0.5)
        d = (
            f"M{x + r * math.cos(a):.1f},{y + r * math.sin(a):.1f}"
            f"A{r:.1f},{r:.1f} 0 {large} 1 {x + r * math.cos(b):.1f},{y + r * math.sin(b):.1f}"
        )
        return self.path(d, "none", f'stroke="{stroke}" stroke-width="{width}"')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        fill: str,
        *,
        weight: int = 400,
        family: str = "Folio Text",
        anchor: str = "start",
        more: str = "",
    ) -> Canvas:
        return self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size}" '
            f'font-weight="{weight}" fill="{fill}" text-anchor="{anchor}" {more}>'
            f"{escape(words)}</text>"
        )

    def shade(self, name: str, stops: Sequence[tuple[float, str, float]], more: str = "") -> str:
        """A linear gradient as a paint; stops are (place, colour, opacity)."""
        inner = "".join(
            f'<stop offset="{place}" stop-color="{colour}" stop-opacity="{opacity}"/>'
            for place, colour, opacity in stops
        )
        self.defs.append(f'<linearGradient id="{name}" {more}>{inner}</linearGradient>')
        return f"url(#{name})"

    def glow(self, name: str, x: float, y: float, r: float, colour: str, peak: float) -> Canvas:
        """A soft round light."""
        self.defs.append(
            f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" '
            f'stop-opacity="{peak}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
            "</radialGradient>"
        )
        return self.circle(x, y, r, f"url(#{name})")

    def svg(self) -> str:
        ground = (
            ""
            if self.ground == "none"
            else (f'<rect width="{self.width}" height="{self.height}" fill="{self.ground}"/>')
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
            f'height="{self.height}" viewBox="0 0 {self.width} {self.height}">'
            f"<defs>{''.join(self.defs)}</defs>{ground}{''.join(self.parts)}</svg>"
        )

    def png(self, scale: float = 1.0) -> bytes:
        register_fonts()
        return vl_convert.svg_to_png(self.svg(), scale=scale)

    def image(self) -> Image.Image:
        return Image.open(io.BytesIO(self.png())).convert("RGB")
