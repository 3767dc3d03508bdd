"""How good a ranking is (pure). The same numbers as trec_eval's, which BEIR reports.

A ranking is a sequence of document keys, best first, none twice; `gains` maps the judged
documents to how relevant they are, where 0 or less means not relevant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Gains = Mapping[str, int]


def ndcg(ranking: Sequence[str], gains: Gains, depth: int = 10) -> float:
    """Return the discounted gain of the first `depth` over that of the best order, 0 to 1."""
    best = _discounted(sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:depth])
    found = _discounted(max(0, gains.get(key, 0)) for key in ranking[:depth])
    return found / best if best else 0.0


def recall(ranking: Sequence[str], gains: Gains, depth: int = 100) -> float:
    """Return the share of the relevant documents that is among the first `depth`."""
    relevant = {key for key, gain in gains.items() if gain > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def average_precision(ranking: Sequence[str], gains: Gains, depth: int = 100) -> float:
    """Return the mean, over all relevant documents, of the precision where each stands.

    A relevant document that is not among the first `depth` counts 0.
    """
    count = sum(gain > 0 for gain in gains.values())
    found, total = 0, 0.0
    for place, key in enumerate(ranking[:depth], 1):
        if gains.get(key, 0) > 0:
            found += 1
            total += found / place
    return total / count if count else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below or at which `share` of `values` lie (nearest rank)."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def standard_error(values: Sequence[float]) -> float:
    """Return how far the mean of these queries may be off by chance (one deviation)."""
    if len(values) < 2:
        return 0.0
    middle = mean(values)
    variance = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(variance / len(values))


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))
