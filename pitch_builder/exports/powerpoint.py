"""A build as PowerPoint: from what was kept of its slides, never from the deck as it is now."""

from __future__ import annotations

from cms.operations.handlers import Progress
from pitch_builder.builds import sources
from pitch_builder.builds.models import Build


def powerpoint(build: Build, progress: Progress) -> bytes:
    """Return the presentation, the same bytes each time.

    Raises SourceLost for a build that was made before its slides were kept as shapes, and
    PictureUnavailable.
    """
    from cms.slides.pptx.writing import write_pptx

    printed_from, forme = sources.kept_forme(build.manifest_data)
    slides, theme = sources.kept_shapes(printed_from)
    return write_pptx(
        slides,
        theme,
        forme.metadata,
        read=sources.reader_of(printed_from),
        progress=progress,
    )
