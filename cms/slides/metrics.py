"""Widths of words in the slides' own fonts, from the files that the PDF embeds."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from cms.brand.themes import Theme
from cms.slides.typography import PT, TAGS

FONTS = Path(__file__).resolve().parent / "fonts"


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """Advances in units of the em, kerning left out: widths come out a hair too large.

    `sink` is how far under the middle of a line its letters stand, in em.
    """

    advances: dict[int, float]
    sink: float

    def width(self, text: str, size: float, tracking: float = 0.0) -> float:
        """Width in mm of one line of `text` at `size` pt, `tracking` in em."""
        fallback = self.advances.get(ord("n"), 0.5)
        total = sum(self.advances.get(ord(char), fallback) + tracking for char in text)
        return total * size * PT

    def missing(self, text: str) -> str:
        """The characters that this font cannot draw, each once."""
        return "".join(
            dict.fromkeys(c for c in text if ord(c) not in self.advances and c.isprintable())
        )


@lru_cache(maxsize=32)
def metrics_of(name: str) -> FontMetrics:
    """Metrics of a font file in cms/slides/fonts, named without its ending."""
    with TTFont(FONTS / f"{name}.ttf", lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        glyphs = font.getBestCmap()
        sink = (font["hhea"].ascent + font["hhea"].descent) / 2 / em
        advances = {code: widths[glyph][0] / em for code, glyph in glyphs.items()}
        return FontMetrics(advances, sink)


@dataclass(frozen=True, slots=True)
class ThemeMetrics:
    display: FontMetrics
    text: FontMetrics
    strong: FontMetrics
    display_tracking: float
    figure_tracking: float

    def display_width(self, text: str, size: float) -> float:
        return self.display.width(text, size, self.display_tracking)

    def figure_width(self, text: str, size: float) -> float:
        return self.display.width(text, size, self.figure_tracking)

    def text_width(self, text: str, size: float) -> float:
        return self.text.width(text, size)

    def strong_width(self, text: str, size: float) -> float:
        return self.strong.width(text, size)


@lru_cache(maxsize=8)
def _metrics(
    family: str, display: str, text: str, strong: str, tracking: tuple[float, float]
) -> ThemeMetrics:
    return ThemeMetrics(metrics_of(display), metrics_of(text), metrics_of(strong), *tracking)


def theme_metrics(theme: Theme) -> ThemeMetrics:
    faces = theme.typefaces
    return _metrics(
        theme.family,
        faces.display_files[0][0],
        faces.text_files[0][0],
        faces.text_files[-1][0],
        (faces.display_tracking, faces.figure_tracking),
    )


def plain(markup: str) -> str:
    """The words of a piece of HTML, for measuring. No-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", html.unescape(TAGS.sub("", markup))).strip(" ")
