"""Slides to PDF: tagged (PDF/UA-1), one slide exactly one page, the same bytes each time."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from cms.brand.themes import Theme
from cms.slides.context import SlideContext
from cms.slides.errors import (
    MissingGlyphs,
    PictureUnavailable,
    RenderingFault,
    SlideDoesNotFit,
)
from cms.slides.fetching import Refused, SlideFetcher
from cms.slides.fit import Excess, drawn_text, overflow
from cms.slides.metrics import FONTS, theme_metrics
from cms.slides.rendering import LAST_STEP, render_document, render_slide
from cms.slides.sheets import page_rule, paper_sheet

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
SILENT = "\u00a0\u00ad\u200b\u2060\n\t\r"

# Pango's font maps belong to one thread at a time.
_engine = threading.RLock()


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
class SlideMeasure:
    """How a slide fits: `excess` at its smallest size, empty where it fits."""

    html: SafeString
    step: int
    excess: tuple[Excess, ...]
    missing: str

    @property
    def fits(self) -> bool:
        return not self.excess and not self.missing


@dataclass(slots=True)
class _Press:
    """A theme's style sheet with its fonts, parsed once a process, and prepared pictures."""

    sheet: CSS
    fonts: FontConfiguration
    images: dict[str, Any] = field(default_factory=dict)

    def forget_pictures(self, most: int = 200) -> None:
        if len(self.images) > most:
            self.images.clear()


@lru_cache(maxsize=8)
def _press(files: tuple[tuple[str, str, int], ...]) -> _Press:
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
        f"src: url('{(FONTS / f'{name}.ttf').as_uri()}') }}\n"
        for family, name, weight in files
    )
    sheet = CSS(string=f"{page_rule()}\n{faces}{paper_sheet()}", font_config=fonts)
    return _Press(sheet, fonts)


class _Faults(logging.Handler):
    """Collects what WeasyPrint complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    handler = _Faults()
    LOGGER.addHandler(handler)
    try:
        yield handler.messages
    finally:
        LOGGER.removeHandler(handler)


@dataclass(slots=True)
class _Printed:
    document: Document
    html: SafeString
    step: int
    excess: tuple[Excess, ...]


def _lay_out(html: str, press: _Press, fetcher: SlideFetcher, number: int) -> Document:
    with _listening() as faults:
        try:
            document = HTML(string=html, url_fetcher=fetcher, base_url="media:").render(
                stylesheets=[press.sheet],
                font_config=press.fonts,
                cache=press.images,
                pdf_variant="pdf/ua-1",
            )
        except Refused as error:
            raise PictureUnavailable(number, str(error)) from error
    if faults:
        raise RenderingFault(number, "; ".join(faults))
    return document


def _set(slide: Slide, press: _Press, fetcher: SlideFetcher, meta: Metadata) -> _Printed:
    """Lay one slide out, stepping its text down until it fits or the last step is reached."""
    number = slide.context.number
    printed: _Printed | None = None
    for step in range(LAST_STEP + 1):
        html = render_slide(slide.block_type, slide.value, slide.context, step=step)
        if printed is not None and html == printed.html:
            continue
        page = render_document(
            [html], meta.title, meta.language, slide.context.theme, head=_head(meta)
        )
        document = _lay_out(page, press, fetcher, number)
        if len(document.pages) != 1:
            raise RenderingFault(number, f"The slide took {len(document.pages)} pages.")
        printed = _Printed(document, html, step, overflow(document.pages[0]._page_box))
        if not printed.excess:
            break
    assert printed is not None
    return printed


def _head(meta: Metadata) -> str:
    moment = meta.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = {
        "author": meta.author,
        "description": meta.description,
        "keywords": ", ".join(meta.keywords),
        "dcterms.created": moment,
        "dcterms.modified": moment,
        "generator": "Tandem",
    }
    return mark_safe(
        "".join(
            format_html('<meta name="{}" content="{}">', name, value)
            for name, value in entries.items()
            if value
        )
    )


def _missing(printed: _Printed, theme: Theme) -> str:
    metrics = theme_metrics(theme)
    text = drawn_text(printed.document.pages[0]._page_box)
    for silent in SILENT:
        text = text.replace(silent, "")
    return metrics.text.missing(metrics.display.missing(text))


def measure_slide(slide: Slide, *, fetcher: SlideFetcher | None = None) -> SlideMeasure:
    """Lay one slide out as the PDF would; for previews that say “too long”."""
    with _engine:
        press = _press(slide.context.theme.typefaces.files)
        press.forget_pictures()
        meta = Metadata("Preview", language=slide.context.language)
        printed = _set(slide, press, fetcher or SlideFetcher(), meta)
        return SlideMeasure(
            printed.html, printed.step, printed.excess, _missing(printed, slide.context.theme)
        )


def write_pdf(
    slides: Sequence[Slide],
    metadata: Metadata,
    *,
    fetcher: SlideFetcher | None = None,
    attachments: Sequence[EmbeddedFile] = (),
    progress: Callable[[int, int, str], None] | None = None,
) -> PdfResult:
    """Print slides, each laid out by itself and put together page by page.

    Raises SlideDoesNotFit, MissingGlyphs, PictureUnavailable or RenderingFault, each naming the
    slide. ValueError without slides.
    """
    if not slides:
        raise ValueError("A PDF needs at least one slide.")
    fetcher = fetcher or SlideFetcher()
    printed: list[_Printed] = []
    with _engine:
        for done, slide in enumerate(slides):
            if progress:
                progress(done, len(slides), "")
            press = _press(slide.context.theme.typefaces.files)
            press.forget_pictures()
            one = _set(slide, press, fetcher, metadata)
            _require_fit(one, slide)
            printed.append(one)
        pdf, pages = _write(printed, metadata, attachments)
    if progress:
        progress(len(slides), len(slides), "")
    return PdfResult(
        pdf, pages, tuple(one.step for one in printed), tuple(one.html for one in printed)
    )


def _require_fit(printed: _Printed, slide: Slide) -> None:
    number = slide.context.number
    if printed.excess:
        worst = max(printed.excess, key=lambda excess: excess.largest)
        raise SlideDoesNotFit(number, worst.frame, worst.largest, worst.words)
    missing = _missing(printed, slide.context.theme)
    if missing:
        raise MissingGlyphs(number, missing)


def _write(
    printed: Sequence[_Printed], metadata: Metadata, attachments: Sequence[EmbeddedFile]
) -> tuple[bytes, int]:
    pages = [page for one in printed for page in one.document.pages]
    document = printed[0].document.copy(pages)
    digest = sha256("".join(one.html for one in printed).encode()).hexdigest()[:32].encode()
    with _listening() as faults, _fixed_clock(metadata.created):
        pdf = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=metadata.identifier or digest,
            custom_metadata=False,
            attachments=[
                Attachment(
                    string=file.content,
                    name=file.name,
                    description=file.description or file.name,
                    relationship="Data",
                    created=metadata.created,
                    modified=metadata.created,
                )
                for file in attachments
            ],
        )
    if faults:
        raise RenderingFault(0, "; ".join(faults))
    return pdf, len(pages)


@contextmanager
def _fixed_clock(moment: datetime) -> Iterator[None]:
    """The font subsetter stamps the time into fonts unless SOURCE_DATE_EPOCH says which."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
