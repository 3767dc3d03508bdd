"""Mean vectors of documents, each a run of rows (pure)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors

FEW = 4  # runs that are summed one by one

Numbers = NDArray[np.int64]


def centroids(rows: Callable[[Numbers], Vectors], starts: Numbers, counts: Numbers) -> Vectors:
    """Return the normalised mean of each run of `counts` rows, at least one, from `starts`.

    `rows` gives the rows of some numbers, in a new array.
    """
    if not len(starts):
        return rows(starts)
    order = np.argsort(-counts, kind="stable")  # the longest runs first
    begin, long = starts[order], counts[order]
    sums = rows(begin)
    # The n-th rows of all runs at once, then what is left of the few that are long: reduceat
    # over this axis takes six times as long.
    done = 1
    while (more := int(np.count_nonzero(long > done))) > FEW:
        sums[:more] += rows(begin[:more] + done)
        done += 1
    for place in range(more):
        rest = np.arange(begin[place] + done, begin[place] + long[place])
        sums[place] += rows(rest).sum(axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    result = np.empty_like(sums)
    result[order] = sums / np.maximum(lengths, 1e-12)
    return result
