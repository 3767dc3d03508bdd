"""Files that only grow: durable before anything names what is in them, mapped for reading.

Readers map the part that the committed state names; what a killed writer left behind it is
overwritten by the next one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import StoreUnavailable


def write(path: Path, content: bytes) -> None:
    """Write a whole file."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def append(path: Path, rows: int, part: NDArray[Any]) -> None:
    """Write `part` after the first `rows` rows of its kind."""
    place = rows * part.itemsize * int(np.prod(part.shape[1:]))
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(part.data)
        file.flush()
        os.fsync(file.fileno())


def mapped(path: Path, shape: tuple[int, ...], kind: str) -> NDArray[Any]:
    """Map the first rows of a file. Raises StoreUnavailable when some are missing."""
    wanted = int(np.prod(shape)) * np.dtype(kind).itemsize
    if not wanted:
        return np.zeros(shape, kind)
    try:
        if path.stat().st_size < wanted:
            raise StoreUnavailable(f"{path} is shorter than its index says.")
        found = np.memmap(path, dtype=kind, mode="r", shape=shape)
        return found.view(np.ndarray)  # a plain array's slices cost a tenth of a memmap's
    except FileNotFoundError:
        raise StoreUnavailable(f"{path} is missing.") from None


def remove(folder: Path, beginning: str, besides: str = "") -> None:
    """Delete the files that begin so, but those whose stem is `besides`."""
    for path in folder.glob(f"{beginning}*"):
        if path.stem != besides:
            path.unlink(missing_ok=True)
