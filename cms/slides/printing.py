"""What is printed and what comes of it, as plain data: importing it loads no PDF engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.slides.context import SlideContext

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide to print: a block's type and Python value, and its place in the deck."""

    block_type: str
    value: Mapping[str, Any]
    context: SlideContext


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the PDF says of itself. `created` is fixed, so that the same slides give the same
    bytes; `identifier` likewise, else a digest of the HTML."""

    title: str
    author: str = ""
    language: str = "en"
    description: str = ""
    keywords: tuple[str, ...] = ()
    created: datetime = EPOCH
    identifier: bytes = b""


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside the PDF, such as a manifest."""

    name: str
    content: bytes
    description: str = ""
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Forme:
    """All that a PDF is printed from, and that gives the same bytes again.

    `sections` holds each slide's HTML as it prints, `theme` the theme's CSS variables, `sheet`
    the style sheet without its fonts, `faces` family, file (`NAME.ttf`) and weight of each font.
    Pictures are named `media:NAME` in the sections.
    """

    sections: tuple[str, ...] = field(repr=False)
    theme: str = field(repr=False)
    metadata: Metadata
    sheet: str = field(repr=False)
    faces: tuple[tuple[str, str, int], ...]


Attach = Callable[[Forme, Sequence[int]], Sequence[EmbeddedFile]]
"""Given what is about to be printed and how often each slide's text stepped down, returns the
files that the PDF carries, such as a list of what stands on which page."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """`forme` is what was printed, `steps` how often each slide's text stepped down."""

    pdf: bytes
    page_count: int
    steps: tuple[int, ...]
    forme: Forme = field(repr=False)

    @property
    def html(self) -> tuple[SafeString, ...]:
        """Each slide's section as printed."""
        return tuple(mark_safe(section) for section in self.forme.sections)


@dataclass(frozen=True, slots=True)
class Excess:
    """What reaches over a frame: by how many mm, and about how many words that is."""

    frame: str
    across: float
    down: float
    words: int

    @property
    def largest(self) -> float:
        return max(self.across, self.down)


@dataclass(frozen=True, slots=True)
class SlideMeasure:
    """How a slide fits: `excess` at its smallest size, empty where it fits."""

    html: SafeString
    step: int
    excess: tuple[Excess, ...]
    missing: str

    @property
    def fits(self) -> bool:
        return not self.excess and not self.missing
