"""The vectors of all passages, memory-mapped, in append-only files a generation.

Float32 rows; the same rows in 8 bits, which questions are measured against, for that reads a
quarter and takes a fifth of the time; what the 8 bits of each row are worth; and the mean of
each document.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.stores import coding
from search.stores.base import Strengths
from search.stores.coding import Codes
from search.stores.embedded import files
from search.stores.embedded.table import Size, Table
from search.stores.runs import Runs

EXACT, CODES, STEPS, MEANS = ".f32", ".i8", ".steps", ".means"


@dataclass(frozen=True)
class Matrix:
    """Rows of length one: `vectors` (rows, dimensions), and `codes` with `steps` (rows,) the
    same in 8 bits. `means` (documents, dimensions) have length one too, or none where a
    document has no vectors."""

    vectors: Vectors
    codes: Codes
    steps: Vectors
    means: Vectors

    def cosines(self, vector: Vectors) -> Vectors:
        """Return the cosines (rows,) of all rows to `vector` (dimensions,)."""
        return coding.cosines(self.codes, self.steps, vector)


def append(path: Path, size: Size, vectors: Vectors, counts: NDArray[np.int64]) -> None:
    """Write the `vectors` of documents of so many passages after the first `size`, durably.

    `path` names the generation: the files have it for their stem.
    """
    exact = np.ascontiguousarray(vectors, dtype="<f4")
    codes, steps = coding.encode(exact)
    means = Runs(np.cumsum(counts) - counts, counts).means(exact.__getitem__)
    files.append(path.with_suffix(CODES), size.rows, codes)
    files.append(path.with_suffix(STEPS), size.rows, steps.astype("<f4"))
    files.append(path.with_suffix(EXACT), size.rows, exact)
    files.append(path.with_suffix(MEANS), size.documents, means.astype("<f4"))


def view(path: Path, size: Size, dimensions: int) -> Matrix:
    """Map the first `size` for reading. Raises StoreUnavailable when some are missing."""
    rows, documents = size
    return Matrix(
        files.mapped(path.with_suffix(EXACT), (rows, dimensions), "<f4"),
        files.mapped(path.with_suffix(CODES), (rows, dimensions), "i1"),
        files.mapped(path.with_suffix(STEPS), (rows,), "<f4"),
        files.mapped(path.with_suffix(MEANS), (documents, dimensions), "<f4"),
    )


def closeness(cosines: Vectors, table: Table) -> Strengths:
    """Return each document's best passage's cosine + its first passage's; NaN if unembedded.

    `cosines` of rows that belong to no document any more are made -inf.
    """
    if not table.records:
        return np.zeros(0)
    if table.dead.size:
        cosines[table.dead] = -np.inf
    best = table.runs.reduce(np.maximum, cosines.__getitem__)
    result = best.astype(np.float64) + cosines[table.starts]
    result[~table.embedded] = np.nan
    return result
