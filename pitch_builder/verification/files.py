"""Reading the manifest out of a PDF that somebody uploads. No ORM; nothing in it is trusted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pitch_builder.builds.sources import MANIFEST

LARGEST_PDF = 40 * 1024 * 1024
LARGEST_MANIFEST = 4 * 1024 * 1024
SECONDS = 15
UNPACKING = Path(__file__).with_name("unpacking.py")


class UnreadableFile(Exception):
    """The file is no PDF that can be read, or is too large."""


def manifest_in(content: bytes) -> dict[str, Any] | None:
    """Return the manifest that a PDF carries, None where it carries none.

    Raises UnreadableFile. A manifest that unpacks to more than LARGEST_MANIFEST counts as none.
    """
    if len(content) > LARGEST_PDF or b"%PDF-" not in content[:1024]:
        raise UnreadableFile
    try:
        found = json.loads(_unpacked(content) or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _unpacked(content: bytes) -> bytes:
    """Return the manifest's bytes, empty where there are none, read by a process that may die."""
    program = [sys.executable, "-I", str(UNPACKING), MANIFEST, str(LARGEST_MANIFEST)]
    try:
        done = subprocess.run(
            program, input=content, capture_output=True, check=True, timeout=SECONDS
        )
    except subprocess.SubprocessError as error:
        raise UnreadableFile from error
    return done.stdout
