"""Slides to PDF: tagged (PDF/UA-1), one slide exactly one page, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from weasyprint import Attachment

from cms.slides.errors import MissingGlyphs, RenderingFault, SlideDoesNotFit
from cms.slides.fetching import SlideFetcher
from cms.slides.layout import (
    Printed,
    engine,
    lay_out,
    lay_out_together,
    listening,
    missing_glyphs,
    press_for,
)
from cms.slides.printing import EmbeddedFile, Metadata, PdfResult, Slide, SlideMeasure

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
    attachments: Sequence[EmbeddedFile] = (),
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
        pdf, pages = _write(printed, metadata, attachments)
    if progress:
        progress(len(slides), len(slides), "")
    return PdfResult(
        pdf, pages, tuple(one.step for one in printed), tuple(one.html for one in printed)
    )


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


def _write(
    printed: Sequence[Printed], metadata: Metadata, attachments: Sequence[EmbeddedFile]
) -> tuple[bytes, int]:
    pages = [page for one in printed for page in one.document.pages]
    document = printed[0].document.copy(pages)
    digest = sha256("".join(one.html for one in printed).encode()).hexdigest()[:32].encode()
    with listening() as faults, _fixed_clock(metadata.created):
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
