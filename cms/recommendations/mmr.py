"""Variety: maximal marginal relevance. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[np.float64]


def diversified(
    scores: Sequence[float],
    likeness: Likeness,
    variety: float,
    *,
    beside: Sequence[float] | None = None,
) -> list[int]:
    """Return all places 0 to n-1, the next best first.

    Each step takes what has the most of (1 - variety) x score - variety x its greatest likeness
    to what was taken before it. `likeness`, (n, n), is symmetric, 0 to 1; `beside` is each one's
    likeness to what the reader has beside the list already. Ties go to the lower place.
    """
    count = len(scores)
    if not count:
        return []
    worth = (1 - variety) * np.asarray(scores, dtype=np.float64)
    nearest = np.zeros(count) if beside is None else np.asarray(beside, dtype=np.float64).copy()
    free = np.ones(count, dtype=bool)
    order: list[int] = []
    for _step in range(count):
        gain = np.where(free, worth - variety * nearest, -np.inf)
        best = int(np.argmax(gain))
        order.append(best)
        free[best] = False
        nearest = np.maximum(nearest, likeness[best])
    return order


def likeness_of(vectors: NDArray[np.float32]) -> Likeness:
    """Return how alike normalised vectors are, 0 to 1; a row of zeros is like nothing."""
    return np.clip(vectors @ vectors.T, 0.0, 1.0).astype(np.float64)
