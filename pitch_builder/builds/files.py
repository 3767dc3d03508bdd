"""The files of a build in the storage, each under a name that says what it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction


def put(name: str, content: bytes) -> str:
    """Write a file under this very name: what a killed worker left there goes."""
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def read(name: str) -> bytes:
    """Return a file. Raises OSError where it is gone."""
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content


def remove_on_commit(names: Iterable[str]) -> None:
    """Delete files once what names them is gone for certain."""

    def remove() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(remove)
