"""Which of many vectors are near each other (pure)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

BLOCK = 512  # rows at a time: a block against 10,000 others takes 20 MB


def near(vectors: Vectors, least: float, most: int) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, cosine), i < j, each pair once, for vectors of length one.

    A pair has a cosine of at least `least`, and one of the two has no more than `most - 1`
    others that are nearer to it.
    """
    count = len(vectors)
    kept = min(most, count - 1)
    if kept < 1:
        return
    seen: set[tuple[int, int]] = set()
    for start in range(0, count, BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        rows = np.arange(len(cosines))
        cosines[rows, start + rows] = -2.0
        best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        for row, columns in enumerate(best):
            for column in columns.tolist():
                cosine = float(cosines[row, column])
                pair = (start + row, column) if start + row < column else (column, start + row)
                if cosine >= least and pair not in seen:
                    seen.add(pair)
                    yield *pair, min(cosine, 1.0)
