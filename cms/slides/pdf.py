"""Slides to PDF: tagged (PDF/UA-1), one slide exactly one page, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from weasyprint import Attachment, Document

from cms.brand.themes import Theme, css_variables
from cms.slides.errors import MissingGlyphs, RenderingFault, SlideDoesNotFit
from cms.slides.fetching import SlideFetcher
from cms.slides.layout import (
    Printed,
    engine,
    faces_of,
    head,
    lay_out,
    lay_out_together,
    listening,
    make_press,
    missing_glyphs,
    press_for,
    render,
)
from cms.slides.printing import (
    Attach,
    EmbeddedFile,
    Forme,
    Metadata,
    PdfResult,
    Slide,
    SlideMeasure,
)
from cms.slides.rendering import render_document
from cms.slides.sheets import print_sheet

BATCH = 15


def measure_slide(slide: Slide, *, fetcher: SlideFetcher | None = None) -> SlideMeasure:
    """Lay one slide out as the PDF would; for previews that say “too long”."""
    with engine:
        press = press_for(slide.context.theme.typefaces.files)
        press.forget_pictures()
        meta = Metadata("Preview", language=slide.context.language)
        printed = lay_out(slide, press, fetcher or SlideFetcher(), meta)
        return SlideMeasure(
            printed.html,
            printed.step,
            printed.excess,
            missing_glyphs(printed, slide.context.theme),
        )


def write_pdf(
    slides: Sequence[Slide],
    metadata: Metadata,
    *,
    fetcher: SlideFetcher | None = None,
    attach: Attach | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> PdfResult:
    """Print slides, laid out some at a time and put together page by page.

    Raises SlideDoesNotFit, MissingGlyphs, PictureUnavailable or RenderingFault, each naming the
    slide. ValueError without slides.
    """
    if not slides:
        raise ValueError("A PDF needs at least one slide.")
    fetcher = fetcher or SlideFetcher()
    printed: list[Printed] = []
    with engine:
        for batch in _batches(slides):
            if progress:
                progress(len(printed), len(slides), "")
            laid_out = lay_out_together(batch, fetcher, metadata)
            for one, slide in zip(laid_out, batch, strict=True):
                _require_fit(one, slide)
            printed += laid_out
        steps = tuple(one.step for one in printed)
        forme = _forme(printed, slides[0].context.theme, metadata)
        attached = attach(forme, steps) if attach else ()
        pages = [page for one in printed for page in one.document.pages]
        pdf = _write(printed[0].document.copy(pages), metadata, attached)
    if progress:
        progress(len(slides), len(slides), "")
    return PdfResult(pdf, len(pages), steps, forme)


def engine_versions() -> tuple[str, ...]:
    """Return the programs that shape the bytes of a PDF, each with its version."""
    from weasyprint.text.ffi import pango

    packages = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "fonttools", "pillow")
    number = pango.pango_version()
    system = f"pango {number // 10000}.{number // 100 % 100}.{number % 100}"
    return (*(f"{name} {version(name)}" for name in packages), system)


def _forme(printed: Sequence[Printed], theme: Theme, metadata: Metadata) -> Forme:
    sections = tuple(str(one.html) for one in printed)
    if not metadata.identifier:
        digest = sha256("".join(sections).encode()).hexdigest()[:32].encode()
        metadata = replace(metadata, identifier=digest)
    faces = faces_of(theme.typefaces.files)
    return Forme(sections, css_variables(theme), metadata, print_sheet(), faces)


def reprint(
    forme: Forme,
    *,
    fonts: Path,
    fetcher: SlideFetcher | None = None,
    attached: Sequence[EmbeddedFile] = (),
) -> bytes:
    """Print a forme again; the bytes are those of the first time where the engine is the same.

    `fonts` is the folder with the files that its faces name. Raises RenderingFault where a slide
    does not take one page any more, or PictureUnavailable.
    """
    meta = forme.metadata
    with engine:
        press = make_press(forme.sheet, forme.faces, fonts)
        fetcher = fetcher or SlideFetcher()
        documents = []
        for start in range(0, len(forme.sections), BATCH):
            sections = forme.sections[start : start + BATCH]
            html = render_document(
                sections, meta.title, meta.language, forme.theme, head=head(meta)
            )
            document = render(html, press, fetcher, start + 1)
            if len(document.pages) != len(sections):
                raise RenderingFault(start + 1, f"It took {len(document.pages)} pages.")
            documents.append(document)
        pages = [page for document in documents for page in document.pages]
        return _write(documents[0].copy(pages), meta, attached)


def _batches(slides: Sequence[Slide]) -> Iterator[list[Slide]]:
    """Cut the slides into batches of one theme, so that progress is told between them."""
    for _theme, group in groupby(slides, key=lambda slide: slide.context.theme):
        same = list(group)
        for start in range(0, len(same), BATCH):
            yield same[start : start + BATCH]


def _require_fit(printed: Printed, slide: Slide) -> None:
    number = slide.context.number
    if printed.excess:
        worst = max(printed.excess, key=lambda excess: excess.largest)
        raise SlideDoesNotFit(number, worst.frame, worst.largest, worst.words)
    missing = missing_glyphs(printed, slide.context.theme)
    if missing:
        raise MissingGlyphs(number, missing)


def _write(document: Document, metadata: Metadata, attached: Sequence[EmbeddedFile]) -> bytes:
    with listening() as faults, _fixed_clock(metadata.created):
        pdf = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=metadata.identifier,
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
                for file in attached
            ],
        )
    if faults:
        raise RenderingFault(0, "; ".join(faults))
    return bytes(pdf)


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
