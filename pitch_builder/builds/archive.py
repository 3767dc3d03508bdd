"""What builds were printed from, kept by content: a picture that ten builds show is kept once.

Files lie in the storage under the SHA-256 of what they hold, are never changed, and are checked
when they are read.
"""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from pitch_builder.errors import SourceLost

FOLDER = "build-sources"


def put(content: bytes) -> str:
    """Keep a file; return its SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    name = name_of(digest)
    if not default_storage.exists(name):
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
