"""Taking one attached file out of a PDF that anybody may have made, as a program of its own.

    python -I unpacking.py NAME MOST < some.pdf

It writes what is attached as NAME, where that is at most MOST bytes, and nothing where there is
none; it ends with an error where the PDF cannot be read. A file of some kilobytes can ask its
reader for all memory and hours: the limits hold for this process, and no other one feels them.
It imports nothing of the project, so that it starts quickly.
"""

from __future__ import annotations

import io
import sys
import zlib
from contextlib import suppress
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

MEMORY = 512 * 1024 * 1024
SECONDS = 10
LARGEST_TABLE = 64 * 1024 * 1024  # of objects, once it is unpacked


def attached(content: bytes, name: str, most: int) -> bytes | None:
    """Return a file that a PDF carries, None where it carries none or a larger one.

    Raises what pikepdf raises for a PDF that cannot be read.
    """
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        if name not in pdf.attachments:
            return None
        return _unpacked(pdf.attachments[name].get_file().obj, most)


def _unpacked(stream: Any, most: int) -> bytes | None:
    """Return a stream's content, never more than `most` bytes of it."""
    raw: bytes = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        return raw if len(raw) <= most else None
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        return None
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(raw, most)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else found


def limit() -> None:
    """Bound the memory and the time of this process, as far as the system does such a thing."""
    import resource

    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(kind, (most, most))
    set_qpdf_limits(
        flate_max_memory=LARGEST_TABLE,
        png_max_memory=LARGEST_TABLE,
        run_length_max_memory=LARGEST_TABLE,
        tiff_max_memory=LARGEST_TABLE,
        max_stream_filters=1,
    )


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(
        attached(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2])) or b""
    )
