"""How the two arms become one score (pure).

Of scores, not of ranks: BM25 over its maximum, and cosine standardised over all documents.
Measured on eight collections, that beats reciprocal rank fusion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WORDS_WEIGHT = 0.6
MEANING_WEIGHT = 0.1
BOOST = 0.05
POOL = 200  # how many of the best are smoothed
NEIGHBOURS = 8  # of a full pool; fewer in a small one, where eight would be everybody
OWN_SHARE = 0.65
FULL = 1.2  # a fused value that is shown as 1.0: every word, six deviations of meaning


@dataclass(frozen=True, slots=True)
class Fused:
    """The two terms of each candidate; `total` is their sum."""

    words: Floats
    meaning: Floats

    @property
    def total(self) -> Floats:
        return self.words + self.meaning


def fuse(
    lexical: Floats, closeness: Floats, lexical_max: float, mean: float, deviation: float
) -> Fused:
    """Return 0.6 L / Lmax and 0.1 z(x) of each candidate.

    NaN closeness (no vector) counts as the mean. All inputs are over the same documents.
    """
    words = WORDS_WEIGHT * lexical / lexical_max if lexical_max > 0 else np.zeros_like(lexical)
    if deviation > 1e-9:
        z = np.nan_to_num((closeness - mean) / deviation, nan=0.0)
    else:
        z = np.zeros_like(closeness)
    return Fused(words, MEANING_WEIGHT * z)


def smooth(scores: Floats, vectors: NDArray[np.float32]) -> Floats:
    """Return 0.65 of each score + 0.35 of the mean score of its nearest among these.

    `vectors` are normalised, parallel to `scores`. A document between good ones is likelier
    to be good. With fewer than 25 documents nothing changes.
    """
    k = NEIGHBOURS * len(scores) // POOL
    if k < 1:
        return scores
    near = vectors @ vectors.T
    np.fill_diagonal(near, -np.inf)
    farthest = np.partition(near, len(scores) - k, axis=1)[:, -k, None]
    nearest = near >= farthest  # more than eight where several are equally far
    around = nearest @ scores / nearest.sum(axis=1)
    return OWN_SHARE * scores + (1 - OWN_SHARE) * around


def order(scores: Floats, keys: Sequence[str], top: int) -> list[int]:
    """Return the rows of the `top` best scores, best first, ties by key."""
    count = len(scores)
    if 0 < top * 4 < count:
        cut = np.partition(scores, count - top)[count - top]
        rows = np.flatnonzero(scores >= cut)
    else:
        rows = np.arange(count)
    scored = zip((-scores[rows]).tolist(), rows.tolist(), strict=True)
    best = sorted((score, keys[row], row) for score, row in scored)
    return [row for _score, _key, row in best[:top]]


def shown(score: float) -> float:
    """Return a fused score as a number from 0 to 1."""
    return float(min(1.0, max(0.0, score / FULL)))
