"""Secrets that are made at first use, and kept in files that only their owner reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the secret kept in a file, made where there is none. Raises OSError.

    Processes that start together have the same one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was quicker: its secret is the secret
            write_new(path, make())
    return path.read_text().strip()


def write_new(path: Path, secret: str) -> None:
    """Write a new file, whole or not at all. Raises FileExistsError, and other OSErrors."""
    descriptor, beside = mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)  # never in the place of another's, and never half written
    finally:
        Path(beside).unlink()
