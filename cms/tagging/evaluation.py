"""How good suggested tags are: each text tagged by all the others (pure).

The tags of a text are never seen when it is judged: neighbours and linear model leave it
out, and weights, threshold and plan come from the four fifths of the texts without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cms.tagging import learning
from cms.tagging.learning import PLANS, Choice, Examples, Floats

FOLDS = 5
NEIGHBOURS = (3, 5, 10, 15, 20, 30)  # of the plain baseline, chosen as the plans are
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one way to suggest. `per_text` is how many tags it suggests of a text."""

    name: str
    micro_f1: float
    macro_f1: float
    precision: float
    recall: float
    per_text: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions of about one confidence: what was said, and how many were right."""

    count: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`results`: majority, plain neighbours, Tandem. `bins` tell how calibrated Tandem's are."""

    texts: int
    terms: int
    tags: int
    results: tuple[Result, ...]
    bins: tuple[Bin, ...]

    @property
    def calibration_error(self) -> float:
        """How far said and right are apart, over suggestions of 20 % and more."""
        shown = [b for b in self.bins if b.said >= BINS[1]]
        total = sum(b.count for b in shown)
        return sum(b.count * abs(b.said - b.right) for b in shown) / max(total, 1)


def evaluate(examples: Examples, seed: int = 0) -> Evaluation:
    """Judge the suggestions against two baselines. Needs ten texts or more."""
    truth = examples.labels.astype(float)
    rows = np.arange(examples.size)
    fold = np.random.default_rng(seed).permutation(examples.size) % FOLDS
    shares = {k: _plain_votes(examples.vectors, truth, k) for k in NEIGHBOURS if k < examples.size}
    signs = {plan: learning.left_out(examples, plan, rows) for plan in PLANS}
    frequency = (truth.sum(axis=0) - truth) / max(examples.size - 1, 1)

    def majority(learn: NDArray[np.bool_], test: NDArray[np.bool_]) -> tuple[Floats, float]:
        return frequency[test], learning.best_threshold(frequency[learn], truth[learn])

    def plain(learn: NDArray[np.bool_], test: NDArray[np.bool_]) -> tuple[Floats, float]:
        tried = []
        for votes in shares.values():
            threshold = learning.best_threshold(votes[learn], truth[learn])
            tried.append((_f1(votes[learn] >= threshold, truth[learn] > 0), threshold, votes))
        _best, threshold, votes = max(tried, key=lambda row: row[0])
        return votes[test], threshold

    def tandem(learn: NDArray[np.bool_], test: NDArray[np.bool_]) -> tuple[Floats, float]:
        seen = {plan: found[learn] for plan, found in signs.items()}
        plan, weights, threshold = learning.choose(seen, truth[learn])
        return learning.sigmoid(signs[plan][test] @ weights), threshold

    results = []
    confidences = np.zeros_like(truth)
    for name, way in (("majority", majority), ("nearest neighbours", plain), ("Tandem", tandem)):
        said, confidences = _over_folds(way, fold, truth)
        results.append(_judged(name, said, truth > 0))
    return Evaluation(
        examples.size,
        truth.shape[1],
        int(truth.sum()),
        tuple(results),
        tuple(_bins(confidences, truth)),
    )


Way = Callable[[NDArray[np.bool_], NDArray[np.bool_]], tuple[Floats, float]]


def _over_folds(way: Way, fold: NDArray[np.int_], truth: Floats) -> tuple[Choice, Floats]:
    said = np.zeros(truth.shape, dtype=bool)
    confidences = np.zeros_like(truth)
    for number in range(FOLDS):
        test = fold == number
        confidences[test], threshold = way(~test, test)
        said[test] = confidences[test] >= max(threshold, 1e-9)
    return said, confidences


def _plain_votes(vectors: Floats, truth: Floats, neighbours: int) -> Floats:
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    best = np.argpartition(-cosines, neighbours - 1, axis=1)[:, :neighbours]
    return np.asarray(truth[best].mean(axis=1))


def _judged(name: str, said: Choice, truth: Choice) -> Result:
    right = int((said & truth).sum())
    carried = truth.any(axis=0)
    by_term = [_f1(said[:, t], truth[:, t]) for t in np.flatnonzero(carried)]
    return Result(
        name,
        micro_f1=_f1(said, truth),
        macro_f1=float(np.mean(by_term)) if by_term else 0.0,
        precision=right / max(int(said.sum()), 1),
        recall=right / max(int(truth.sum()), 1),
        per_text=float(said.sum() / max(len(said), 1)),
    )


def _f1(said: Choice, truth: Choice) -> float:
    right = int((said & truth).sum())
    return 2 * right / max(int(said.sum()) + int(truth.sum()), 1)


def _bins(confidences: Floats, truth: Floats) -> list[Bin]:
    found = []
    for low, high in pairwise(BINS):
        inside = (confidences >= low) & ((confidences < high) | (high == 1.0))
        if inside.any():
            found.append(
                Bin(
                    int(inside.sum()),
                    float(confidences[inside].mean()),
                    float(truth[inside].mean()),
                )
            )
    return found
