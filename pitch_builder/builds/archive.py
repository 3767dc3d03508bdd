"""What builds were printed from, kept by content: a picture that ten builds show is kept once.

Files lie in the storage under the SHA-256 of what they hold, are never changed, and are checked
when they are read. What no build names any more is swept out after a week.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cms.media.storage import MediaStorage
from pitch_builder.errors import SourceLost

FOLDER = "build-sources"


def put(content: bytes) -> str:
    """Keep a file, as if written now where it is there already; return its SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    name = name_of(digest)
    try:
        _dated().renew(name)
    except FileNotFoundError:
        default_storage.save(name, ContentFile(content))
    return digest


def get(digest: str) -> bytes:
    """Return what was kept. Raises SourceLost where it is gone or was changed."""
    try:
        with default_storage.open(name_of(digest), "rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise SourceLost(
            _("A file that the build was printed from is gone: %(digest)s") % {"digest": digest}
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise SourceLost(
            _("A file that the build was printed from was changed: %(digest)s")
            % {"digest": digest}
        )
    return content


def name_of(digest: str) -> str:
    """Return the name in the storage."""
    return f"{FOLDER}/{digest[:2]}/{digest}"


def names() -> Iterator[str]:
    """Yield the names of all files that are kept."""
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return  # nothing was built yet
    for folder in folders:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"


def sweep(names: Collection[str], *, written_before: datetime) -> tuple[int, int]:
    """Delete files that were written, or kept again, before a moment; return how many they were,
    and of how many bytes.

    The age of each is looked at just before it goes: a build at work may have kept it meanwhile.
    """
    count = size = 0
    for name in names:
        try:
            info = _dated().info(name)
        except FileNotFoundError:
            continue
        if info.modified < written_before:
            default_storage.delete(name)
            count, size = count + 1, size + info.size
    return count, size


def _dated() -> MediaStorage:
    """The storage, which knows since when its files are there."""
    return cast(MediaStorage, default_storage)
