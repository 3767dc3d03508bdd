"""Laying slides out: together, and those that do not fit each by itself, stepping down."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML, Document
from weasyprint.images import SVGImage
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from cms.brand.themes import Theme, css_variables
from cms.slides.errors import PictureUnavailable, RenderingFault, SlideError
from cms.slides.fetching import Refused, SlideFetcher
from cms.slides.fit import drawn_text, overflow
from cms.slides.metrics import FONTS, theme_metrics
from cms.slides.printing import Excess, Metadata, Slide
from cms.slides.rendering import LAST_STEP, render_document, render_slide
from cms.slides.sheets import print_sheet

SILENT = "\u00a0\u00ad\u200b\u2060\n\t\r"

# Pango's font maps belong to one thread at a time.
engine = threading.RLock()


@dataclass(slots=True)
class Press:
    """A theme's style sheet with its fonts, parsed once a process, and prepared pictures."""

    sheet: CSS
    fonts: FontConfiguration
    images: dict[str, Any] = field(default_factory=dict)

    def forget_pictures(self, most: int = 200) -> None:
        """Let go of drawings, and of all pictures where there are many.

        A drawing holds on to the whole document that it was laid out in: some 2 MB.
        """
        drawings = [url for url, image in self.images.items() if isinstance(image, SVGImage)]
        for url in drawings:
            del self.images[url]
        if len(self.images) > most:
            self.images.clear()


@lru_cache(maxsize=8)
def press_for(files: tuple[tuple[str, str, int], ...]) -> Press:
    return make_press(print_sheet(), faces_of(files), FONTS)


def faces_of(files: Sequence[tuple[str, str, int]]) -> tuple[tuple[str, str, int], ...]:
    """Family, font file and weight, of a theme's typefaces."""
    return tuple((family, f"{name}.ttf", weight) for family, name, weight in files)


def make_press(sheet: str, faces: Sequence[tuple[str, str, int]], folder: Path) -> Press:
    """Set a style sheet up with the fonts of a folder."""
    fonts = FontConfiguration()
    rules = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
        f"src: url('{(folder / name).as_uri()}') }}\n"
        for family, name, weight in faces
    )
    return Press(CSS(string=f"{rules}{sheet}", font_config=fonts), fonts)


class _Faults(logging.Handler):
    """Collects what WeasyPrint complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    handler = _Faults()
    LOGGER.addHandler(handler)
    try:
        yield handler.messages
    finally:
        LOGGER.removeHandler(handler)


@dataclass(slots=True)
class Printed:
    document: Document
    html: SafeString
    step: int
    excess: tuple[Excess, ...]


def render(html: str, press: Press, fetcher: SlideFetcher, number: int) -> Document:
    with listening() as faults:
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


def lay_out(slide: Slide, press: Press, fetcher: SlideFetcher, meta: Metadata) -> Printed:
    """Lay one slide out, stepping its text down until it fits or the last step is reached."""
    number = slide.context.number
    printed: Printed | None = None
    for step in range(LAST_STEP + 1):
        html = render_slide(slide.block_type, slide.value, slide.context, step=step)
        if printed is not None and html == printed.html:
            continue
        page = render_document(
            [html], meta.title, meta.language, css_variables(slide.context.theme), head=head(meta)
        )
        document = render(page, press, fetcher, number)
        if len(document.pages) != 1:
            raise RenderingFault(number, f"The slide took {len(document.pages)} pages.")
        printed = Printed(document, html, step, overflow(document.pages[0]._page_box))
        if not printed.excess:
            break
    if printed is None:  # pragma: no cover - there is always a first step
        raise RenderingFault(number, "No step was tried.")
    return printed


def lay_out_together(
    slides: Sequence[Slide], fetcher: SlideFetcher, meta: Metadata
) -> list[Printed]:
    """Lay slides of one theme out in one document, which costs less than one document each.

    A slide that does not fit, and every slide where anything is amiss, is laid out by itself.
    """
    theme = slides[0].context.theme
    press = press_for(theme.typefaces.files)
    press.forget_pictures()
    sections = [render_slide(one.block_type, one.value, one.context) for one in slides]
    page = render_document(
        sections, meta.title, meta.language, css_variables(theme), head=head(meta)
    )
    try:
        document = render(page, press, fetcher, slides[0].context.number)
    except SlideError:
        document = None  # laid out alone, the slide at fault is named
    if document is None or len(document.pages) != len(slides):
        return [lay_out(slide, press, fetcher, meta) for slide in slides]
    printed = []
    for slide, html, one in zip(slides, sections, document.pages, strict=True):
        excess = overflow(one._page_box)
        printed.append(
            lay_out(slide, press, fetcher, meta)
            if excess
            else Printed(document.copy([one]), html, 0, excess)
        )
    return printed


def head(meta: Metadata) -> str:
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


def missing_glyphs(printed: Printed, theme: Theme) -> str:
    metrics = theme_metrics(theme)
    text = drawn_text(printed.document.pages[0]._page_box)
    for silent in SILENT:
        text = text.replace(silent, "")
    return metrics.text.missing(metrics.display.missing(text))
