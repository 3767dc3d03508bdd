"""The PDF of a build for print: the same layout, pages, words and manifest, finer pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.operations.handlers import Progress
from pitch_builder.builds import sources
from pitch_builder.builds.models import Build
from pitch_builder.errors import SourceLost


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what is to be said about it."""

    content: bytes
    remark: str = ""


def print_pdf(build: Build, progress: Progress) -> Made:
    """Print a build anew with pictures at 300 dpi, or all that their originals have.

    Raises SourceLost where something of it is gone, or where the pages would not be those of
    the build; a SlideError of the engine.
    """
    from cms.slides.print_quality import PrintPictures

    printed_from, _forme = sources.kept_forme(build.manifest_data)
    names = [file.name for file in printed_from.pictures]
    pictures = PrintPictures(names)
    done: set[str] = set()

    def larger(name: str, shown: bytes) -> bytes:
        done.add(name)
        progress(len(done), len(names), _("Pictures"))
        return pictures.larger(name, shown)

    pdf = sources.print_again(build.manifest_data, larger)
    with build.pdf.open("rb") as file:
        if words_of(pdf) != words_of(file.read()):
            raise SourceLost(
                _("The pages for print would differ from those of the PDF. Build the deck again.")
            )
    return Made(pdf, _remark(len(set(pictures.kept))))


def _remark(kept: int) -> str:
    if not kept:
        return ""
    return ngettext(
        "%(count)d picture is as fine as on screens only: its original was changed or deleted.",
        "%(count)d pictures are as fine as on screens only: their originals were changed or "
        "deleted.",
        kept,
    ) % {"count": kept}


def words_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
