"""The vectors of all passages: one append-only file of float32 rows, memory-mapped.

Readers map the rows that the committed state names; what a killed writer left behind them is
overwritten by the next one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.errors import StoreUnavailable
from search.stores.base import Strengths
from search.stores.embedded.table import Table


def append(path: Path, rows: int, vectors: Vectors) -> int:
    """Write `vectors` after the first `rows` rows, durably; return the new number of rows."""
    width = vectors.shape[1] * 4
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(rows * width)
        file.seek(rows * width)
        file.write(np.ascontiguousarray(vectors, dtype="<f4").data)
        file.flush()
        os.fsync(file.fileno())
    return rows + len(vectors)


def view(path: Path, rows: int, dimensions: int) -> Vectors:
    """Map the first `rows` rows for reading. Raises StoreUnavailable when some are missing."""
    if rows == 0:
        return np.zeros((0, dimensions), dtype=np.float32)
    try:
        if path.stat().st_size < rows * dimensions * 4:
            raise StoreUnavailable(f"{path} is shorter than its index says.")
        mapped = np.memmap(path, dtype="<f4", mode="r", shape=(rows, dimensions))
        return mapped.view(np.ndarray)  # a plain array's slices cost a tenth of a memmap's
    except FileNotFoundError:
        raise StoreUnavailable(f"{path} is missing.") from None


def cosines(matrix: Vectors, vector: Vectors) -> Callable[[], Vectors]:
    """Start measuring all rows against `vector` (dimensions,); call what is returned for the
    cosines. The product leaves Python, so that the caller's work goes on beside it."""
    measured: list[Vectors] = []
    beside = threading.Thread(target=lambda: measured.append(matrix @ vector))
    beside.start()

    def wait() -> Vectors:
        beside.join()
        return measured[0]

    return wait


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


def means(matrix: Vectors, table: Table, rows: np.ndarray) -> Vectors:
    """Return the normalised mean vector of each of these documents."""
    sums = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    starts, counts = table.starts[rows].tolist(), table.counts[rows].tolist()
    # A document at a time: reduceat over this axis takes four times as long.
    for place, (start, count) in enumerate(zip(starts, counts, strict=True)):
        np.add.reduce(matrix[start : start + count], axis=0, out=sums[place])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-12), dtype=np.float32)
