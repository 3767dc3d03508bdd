"""Approved pictures of every layout: how each slide shall look, in both themes.

`make approve` prints all layouts anew and keeps their pictures in tests/cms/slides/approved/, to
be looked at and committed; `test_looks` compares with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from cms.brand.themes import Theme

FOLDER = Path(__file__).parent / "approved"
SIZE = (480, 270)
# A pixel differs where its lightness is off by so much of 255, after a slight blur: edges of
# letters move by parts of a pixel between versions of the text engine.
OFF = 48
MOST = 0.002  # of the pixels; a word that moved or a rule that is gone is more


@dataclass(frozen=True)
class Page:
    """A layout or variant: its HTML as printed, and its picture in the PDF."""

    name: str
    html: str
    picture: Image.Image


@cache
def pages(theme: Theme) -> tuple[Page, ...]:
    """Every layout and variant, printed once a process."""
    import pypdfium2

    from cms.slides.pdf import write_pdf
    from cms.slides.printing import Metadata
    from tests.cms.slides.cast import whole_deck

    deck = whole_deck(theme)
    result = write_pdf(deck, Metadata("Layouts"))
    document = pypdfium2.PdfDocument(result.pdf)
    made = []
    rows = zip(deck, result.html, document, strict=True)
    for number, (slide, html, page) in enumerate(rows, 1):
        picture = page.render(scale=SIZE[0] / page.get_width()).to_pil().convert("RGB")
        made.append(Page(f"{number:02}-{slide.block_type}", html, picture.resize(SIZE)))
    document.close()
    return tuple(made)


def path(theme: Theme, name: str) -> Path:
    return FOLDER / theme.family / f"{name}.png"


def difference(one: Image.Image, other: Image.Image, *, blur: float = 0.6) -> float:
    """The share of pixels that differ, 0 to 1."""
    first, second = (
        np.asarray(image.convert("L").filter(ImageFilter.GaussianBlur(blur)), dtype=np.int16)
        for image in (one, other)
    )
    return float((np.abs(first - second) > OFF).mean())


def keep(theme: Theme) -> None:
    """Approve how a theme's layouts look now. What has no news stays as it is."""
    folder = FOLDER / theme.family
    folder.mkdir(parents=True, exist_ok=True)
    names = set()
    for one in pages(theme):
        names.add(one.name)
        known = path(theme, one.name)
        if not known.exists() or difference(Image.open(known), one.picture) > MOST / 20:
            one.picture.quantize(128).save(known, optimize=True)
    for gone in folder.glob("*.png"):
        if gone.stem not in names:
            gone.unlink()
