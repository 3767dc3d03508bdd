"""The vectors of all passages, memory-mapped, in three append-only files a generation.

Float32 rows; the same rows in 8 bits, which questions are measured against, for that reads a
quarter and takes a fifth of the time; and what the 8 bits of each row are worth.

Readers map the rows that the committed state names; what a killed writer left behind them is
overwritten by the next one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.errors import StoreUnavailable
from search.stores import coding
from search.stores.base import Strengths
from search.stores.centroids import centroids
from search.stores.coding import Codes
from search.stores.embedded.table import Table

EXACT, CODES, STEPS = ".f32", ".i8", ".steps"


@dataclass(frozen=True)
class Matrix:
    """Rows of length one: `vectors` (rows, dimensions), and `codes` with `steps` (rows,) the
    same in 8 bits."""

    vectors: Vectors
    codes: Codes
    steps: Vectors

    def cosines(self, vector: Vectors) -> Vectors:
        """Return the cosines (rows,) of all rows to `vector` (dimensions,)."""
        return coding.cosines(self.codes, self.steps, vector)


def append(path: Path, rows: int, vectors: Vectors) -> int:
    """Write `vectors` after the first `rows` rows, durably; return the new number of rows.

    `path` names the exact rows; the other files stand beside it.
    """
    exact = np.ascontiguousarray(vectors, dtype="<f4")
    codes, steps = coding.encode(exact)
    for ending, part in ((CODES, codes), (STEPS, steps.astype("<f4")), (EXACT, exact)):
        _append(path.with_suffix(ending), rows, part)
    return rows + len(vectors)


def _append(path: Path, rows: int, part: NDArray[Any]) -> None:
    place = rows * part.itemsize * int(np.prod(part.shape[1:]))
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(part.data)
        file.flush()
        os.fsync(file.fileno())


def view(path: Path, rows: int, dimensions: int) -> Matrix:
    """Map the first `rows` rows for reading. Raises StoreUnavailable when some are missing."""
    return Matrix(
        _view(path.with_suffix(EXACT), (rows, dimensions), "<f4"),
        _view(path.with_suffix(CODES), (rows, dimensions), "i1"),
        _view(path.with_suffix(STEPS), (rows,), "<f4"),
    )


def _view(path: Path, shape: tuple[int, ...], kind: str) -> NDArray[Any]:
    wanted = int(np.prod(shape)) * np.dtype(kind).itemsize
    if not wanted:
        return np.zeros(shape, kind)
    try:
        if path.stat().st_size < wanted:
            raise StoreUnavailable(f"{path} is shorter than its index says.")
        mapped = np.memmap(path, dtype=kind, mode="r", shape=shape)
        return mapped.view(np.ndarray)  # a plain array's slices cost a tenth of a memmap's
    except FileNotFoundError:
        raise StoreUnavailable(f"{path} is missing.") from None


def remove(folder: Path, besides: str = "") -> None:
    """Delete the files of all generations but the one that `besides` names."""
    for path in folder.glob("vectors-*"):
        if path.stem != Path(besides).stem:
            path.unlink(missing_ok=True)


def closeness(cosines: Vectors, table: Table) -> Strengths:
    """Return each document's best passage's cosine + its first passage's; NaN if unembedded.

    `cosines` of rows that belong to no document any more are made -inf.
    """
    if not table.records:
        return np.zeros(0)
    if table.dead.size:
        cosines[table.dead] = -np.inf
    best = np.maximum.reduceat(cosines, table.starts)
    result = best.astype(np.float64) + cosines[table.starts]
    result[~table.embedded] = np.nan
    return result


def nearest(closeness: Strengths, count: int) -> NDArray[np.int64]:
    """Return the rows of the `count` nearest, in no order; unembedded ones are none of them."""
    known = np.flatnonzero(~np.isnan(closeness))
    if len(known) <= count:
        return known
    return known[np.argpartition(closeness[known], -count)[-count:]]


def means(vectors: Vectors, table: Table, rows: NDArray[np.int64]) -> Vectors:
    """Return the normalised mean vector of each of these documents."""
    return centroids(vectors.__getitem__, table.starts[rows], table.counts[rows])
