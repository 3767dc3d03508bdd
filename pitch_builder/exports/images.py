"""The slides of a build as PNGs, drawn from its PDF, and a ZIP of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from PIL import Image

from cms.operations.handlers import Progress
from pitch_builder.builds.files import put, read
from pitch_builder.builds.models import Build
from pitch_builder.exports.files import SIZES, WIDTHS, image_name

FIXED = (1980, 1, 1, 0, 0, 0)


def draw_images(build: Build, progress: Progress) -> int:
    """Write a PNG of each slide at each of WIDTHS; returns how many bytes the largest take."""
    import pypdfium2

    with build.pdf.open("rb") as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    total = 0
    try:
        for number, page in enumerate(document, 1):
            progress(number - 1, len(document), "")
            for width, picture in _drawn(page):
                content = _png(picture)
                put(image_name(build.pk, width, number), content)
                total += len(content) if width == WIDTHS[0] else 0
        progress(len(document), len(document), "")
    finally:
        document.close()
    return total


def _drawn(page: Any) -> Iterator[tuple[int, Image.Image]]:
    """A page at each width, the largest first; the others are made of that."""
    largest, *others = SIZES
    # A page is a hair larger than a whole number of points: the last column would be a sliver.
    scale = largest[0] / page.get_width()
    picture = page.render(scale=scale).to_pil().convert("RGB")
    picture = picture.crop((0, 0, *largest))
    yield largest[0], picture
    for size in others:
        yield size[0], picture.resize(size, Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def zip_of(build: Build, width: int = WIDTHS[0]) -> Iterator[bytes]:
    """Yield a ZIP of the pictures of a width, part by part; the same bytes each time.

    Raises OSError where a picture is gone.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for number in range(1, build.pages + 1):
            entry = zipfile.ZipInfo(f"slide-{number:03}.png", FIXED)
            entry.create_system = 0
            archive.writestr(entry, read(image_name(build.pk, width, number)))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that is written to and taken from, never kept whole."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
