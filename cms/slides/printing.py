"""What is printed and what comes of it, as plain data: importing it loads no PDF engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.safestring import SafeString

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
class PdfResult:
    """`html` holds each slide's section as printed, `steps` how often its text stepped down."""

    pdf: bytes
    page_count: int
    steps: tuple[int, ...]
    html: tuple[SafeString, ...] = field(repr=False, default=())


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
