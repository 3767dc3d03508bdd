"""Variety: maximal marginal relevance. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[np.float64]


class Variety:
    """Chooses from n candidates step by step, knowing what was taken before.

    The next best has the most of (1 - variety) x score - variety x its greatest likeness to what
    was taken. `likeness`, (n, n), is symmetric, 0 to 1; `beside` is each one's likeness to what
    the reader has beside the list already. Ties go to the lower place.
    """

    def __init__(
        self,
        scores: Sequence[float],
        likeness: Likeness,
        variety: float,
        beside: Sequence[float] | None = None,
    ) -> None:
        count = len(scores)
        self._worth = (1 - variety) * np.asarray(scores, dtype=np.float64)
        self._likeness, self._variety = likeness, variety
        self._nearest = np.zeros(count) if beside is None else np.array(beside, dtype=np.float64)
        self._free = np.ones(count, dtype=bool)

    @property
    def left(self) -> list[int]:
        return [int(place) for place in np.flatnonzero(self._free)]

    def best(self) -> int:
        """Return the next best of those that are left; there must be one."""
        gain = self._worth - self._variety * self._nearest
        return int(np.argmax(np.where(self._free, gain, -np.inf)))

    def take(self, place: int) -> None:
        self._free[place] = False
        self._nearest = np.maximum(self._nearest, self._likeness[place])


def diversified(
    scores: Sequence[float],
    likeness: Likeness,
    variety: float,
    *,
    beside: Sequence[float] | None = None,
) -> list[int]:
    """Return all places 0 to n-1, the next best first."""
    chooser = Variety(scores, likeness, variety, beside)
    order: list[int] = []
    for _step in range(len(scores)):
        order.append(chooser.best())
        chooser.take(order[-1])
    return order


def likeness_of(vectors: NDArray[np.float32]) -> Likeness:
    """Return how alike normalised vectors are, 0 to 1; a row of zeros is like nothing."""
    return np.clip(vectors @ vectors.T, 0.0, 1.0).astype(np.float64)
