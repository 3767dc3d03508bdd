"""From features to a score and its terms. Pure: a score is the sum of its shown terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.recommendations.weights import TERMS, Weights

# How well a candidate does in each term, 0 to 1. A term that is not in it cannot be told, for
# any candidate, and does not count: nothing was asked, nobody is named.
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Share:
    """What a term adds to a score, and the most that it could have added."""

    name: str
    share: float
    most: float


def shares(features: Features, weights: Weights) -> tuple[Share, ...]:
    """Return what each term that can be told adds, in the order of TERMS.

    The most of all terms add up to 1, so their shares add up to a score between 0 and 1. Where
    every term that can be told weighs nothing, all weigh the same.
    """
    told = [name for name in TERMS if name in features]
    whole = sum(weights.of(name) for name in told)
    found = []
    for name in told:
        most = weights.of(name) / whole if whole else 1 / len(told)
        found.append(Share(name, most * min(1.0, max(0.0, features[name])), most))
    return tuple(found)


def score(features: Features, weights: Weights) -> float:
    """Return the sum of the shares, 0 to 1."""
    return sum(share.share for share in shares(features, weights))


def points(
    values: Sequence[float], most: Sequence[int] | None = None, whole: int = 100
) -> tuple[int, ...]:
    """Round shares to points so that they add up to the rounded total of all.

    The largest remainders are rounded up, but none above its `most`. `values` are not negative.
    """
    scaled = [value * whole for value in values]
    rounded = [int(value + 1e-9) for value in scaled]
    missing = round(sum(scaled)) - sum(rounded)
    by_rest = sorted(range(len(scaled)), key=lambda at: (rounded[at] - scaled[at], at))
    for at in by_rest:
        if missing > 0 and (most is None or rounded[at] < most[at]):
            rounded[at] += 1
            missing -= 1
    return tuple(rounded)
