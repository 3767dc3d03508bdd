"""Where the files of exports lie in the storage, beside those of their build."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

WIDTHS = (1920, 960)  # px


def export_name(build_id: object, filename: str) -> str:
    return f"builds/{build_id}/exports/{filename}"


def image_name(build_id: object, width: int, number: int) -> str:
    """The name of the picture of slide `number`, from 1."""
    return export_name(build_id, f"images/{width}/{number:03}.png")


def put(name: str, content: bytes) -> str:
    """Write a file under this very name: what a killed worker left there goes."""
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def read(name: str) -> bytes:
    """Return a file. Raises OSError where it is gone."""
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content
