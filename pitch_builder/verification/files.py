"""Reading the manifest out of a PDF that somebody uploads. No ORM; nothing in it is trusted."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

import pikepdf

from pitch_builder.builds.sources import MANIFEST

LARGEST_PDF = 40 * 1024 * 1024
LARGEST_MANIFEST = 4 * 1024 * 1024


class UnreadableFile(Exception):
    """The file is no PDF that can be read, or is too large."""


def manifest_in(content: bytes) -> dict[str, Any] | None:
    """Return the manifest that a PDF carries, None where it carries none.

    Raises UnreadableFile. A manifest that unpacks to more than LARGEST_MANIFEST counts as none.
    """
    if len(content) > LARGEST_PDF or b"%PDF-" not in content[:1024]:
        raise UnreadableFile
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if MANIFEST not in pdf.attachments:
                return None
            packed = _unpacked(pdf.attachments[MANIFEST].get_file().obj)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile from error
    try:
        found = json.loads(packed) if packed is not None else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _unpacked(stream: Any) -> bytes | None:
    """Return a stream's content, never more than LARGEST_MANIFEST of it."""
    raw: bytes = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        return raw if len(raw) <= LARGEST_MANIFEST else None
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        return None
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(raw, LARGEST_MANIFEST)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else found
