"""The address of a stored file: one of ours, whatever the storage behind it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import PurePosixPath

from django.utils.encoding import filepath_to_uri

PUBLIC_BASE = "/media/"
_base: ContextVar[str] = ContextVar("media_base", default=PUBLIC_BASE)


@contextmanager
def media_base(prefix: str) -> Iterator[None]:
    """Make every file's address inside start with `prefix` (it ends in a slash)."""
    token = _base.set(prefix)
    try:
        yield
    finally:
        _base.reset(token)


def media_url(name: str) -> str:
    """Return the address of a stored file, under the base that is open."""
    return _base.get() + (filepath_to_uri(name) or "").lstrip("/")


def has_own_base() -> bool:
    """Tell whether addresses are made for a page with rights of its own."""
    return _base.get() != PUBLIC_BASE


def is_plain(name: str) -> bool:
    """Tell whether a name is a path inside the storage, written in its one plain form."""
    return bool(
        name not in ("", ".")
        and "\\" not in name
        and "\0" not in name
        and not name.startswith("/")
        and posixpath.normpath(name) == name
        and ".." not in PurePosixPath(name).parts
    )
