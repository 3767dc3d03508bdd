"""Rows of documents taken together, each document a run of them (pure)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors

FEW = 4  # runs that are taken one by one

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """Runs of `counts` rows, at least one, from `starts`."""

    starts: Numbers
    counts: Numbers

    def reduce(self, combine: np.ufunc, rows: Callable[[Numbers], NDArray[Any]]) -> NDArray[Any]:
        """Return what `combine` makes of the rows of each run.

        `rows` gives the rows of some numbers, in a new array.
        """
        begin, long, many = self._longest_first
        made = rows(begin)
        # The n-th rows of all runs at once, then what is left of the few that are long: reduceat
        # over vectors takes six times as long.
        for n, more in enumerate(many, 1):
            combine(made[:more], rows(begin[:more] + n), out=made[:more])
        done = len(many) + 1
        for place in range(min(FEW, len(long))):
            if long[place] > done:
                rest = rows(np.arange(begin[place] + done, begin[place] + long[place]))
                made[place] = combine(made[place], combine.reduce(rest, axis=0))
        result = np.empty_like(made)
        result[self._order] = made
        return result

    def means(self, rows: Callable[[Numbers], Vectors]) -> Vectors:
        """Return the mean of each run's rows, made as long as one; zero stays zero."""
        sums: Vectors = self.reduce(np.add, rows)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.maximum(lengths, 1e-12)

    @cached_property
    def _order(self) -> Numbers:
        return np.argsort(-self.counts, kind="stable")

    @cached_property
    def _longest_first(self) -> tuple[Numbers, Numbers, list[int]]:
        """The runs in that order, and how many of them have a second row, a third, and so on
        while they are not few."""
        long = self.counts[self._order]
        many: list[int] = []
        while (more := int(np.count_nonzero(long > len(many) + 1))) > FEW:
            many.append(more)
        return self.starts[self._order], long, many
