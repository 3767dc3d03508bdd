"""Where the files of exports lie in the storage, beside those of their build."""

from __future__ import annotations

SIZES = ((1920, 1080), (960, 540))  # px
WIDTHS = tuple(width for width, _height in SIZES)


def export_name(build_id: object, filename: str) -> str:
    return f"builds/{build_id}/exports/{filename}"


def image_name(build_id: object, width: int, number: int) -> str:
    """The name of the picture of slide `number`, from 1."""
    return export_name(build_id, f"images/{width}/{number:03}.png")
