"""A theme's typefaces as files to install: presentations name fonts and cannot carry them.

The heavier cut becomes the bold of its family, as office programs look for one.
"""

from __future__ import annotations

import io
from functools import lru_cache

from fontTools.ttLib import TTFont

from cms.brand.themes import Theme
from cms.slides.metrics import FONTS
from cms.slides.pptx.packing import zipped

BOLD, REGULAR = 1 << 5, 1 << 6  # of OS/2's fsSelection
LICENCES = {
    "Folio Display": "OFL-newsreader.txt",
    "Folio Text": "OFL-instrument-sans.txt",
    "Vector Display": "OFL-schibsted-grotesk.txt",
    "Vector Text": "OFL-geist.txt",
}


@lru_cache(maxsize=4)
def typefaces_zip(theme: Theme) -> bytes:
    """The theme's fonts and their licences, with the same bytes each time."""
    files: dict[str, bytes] = {}
    for family, name, weight in theme.typefaces.files:
        style = "Bold" if weight > 400 else "Regular"
        files[f"{family.replace(' ', '')}-{style}.ttf"] = _linked(name, family, style)
    for face in (theme.typefaces.display, theme.typefaces.text):
        files[LICENCES[face]] = (FONTS / LICENCES[face]).read_bytes()
    return zipped(files)


def _linked(name: str, family: str, style: str) -> bytes:
    """A font file that its family's other style is found by."""
    with TTFont(FONTS / f"{name}.ttf", recalcTimestamp=False) as font:
        names = font["name"]
        for number, text in (
            (1, family),
            (2, style),
            (4, f"{family} {style}"),
            (6, f"{family.replace(' ', '')}-{style}"),
        ):
            names.setName(text, number, 3, 1, 0x409)
        for number in (16, 17):
            names.removeNames(nameID=number)
        if style == "Bold":
            metrics = font["OS/2"]
            metrics.fsSelection = metrics.fsSelection & ~REGULAR | BOLD
            metrics.usWeightClass = 700
            font["head"].macStyle |= 1
        written = io.BytesIO()
        font.save(written)
        return written.getvalue()
