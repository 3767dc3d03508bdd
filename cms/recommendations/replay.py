"""What other weights would have brought, judged from the log. Pure.

Each place of a logged list is one decision: of the candidates that were left, one was shown with
a known chance. Where other weights would have shown the same one, its outcome counts, weighed by
one over that chance (inverse propensity, capped), and divided by the sum of the weights
(self-normalised). Places of one list belong together, so the interval is over lists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cms.recommendations.mmr import Likeness, Variety
from cms.recommendations.scoring import Features, score
from cms.recommendations.weights import Weights

LEAST_LISTS = 30  # with fewer lists that agree, or a smaller effective sample, nothing is said
LEAST_EFFECTIVE = 30.0
CAP = 50.0  # of one place's weight: a single lucky trial shall not outweigh a hundred places
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of a list: which candidate stood there, with what chance, and what it brought,
    0 to 1."""

    candidate: int
    propensity: float
    reward: float


@dataclass(frozen=True, slots=True)
class LoggedList:
    """One list as it was logged: every candidate's features, how alike they are to each other and
    to what stood `beside` the list, and what was shown."""

    features: Sequence[Features]
    likeness: Likeness
    beside: Sequence[float]
    shown: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean outcome of a shown place, 0 to 1, with its 95 % interval.

    `effective` is the effective sample size: as many equally weighed places would say as much.
    `agreed` of `places` were filled as the judged weights would. `enough` is False where too
    little is known for the value to be used.
    """

    value: float
    low: float
    high: float
    effective: float
    places: int
    agreed: int
    lists: int

    @property
    def enough(self) -> bool:
        return self.lists >= LEAST_LISTS and self.effective >= LEAST_EFFECTIVE


NOTHING = Estimate(math.nan, 0.0, 1.0, 0.0, 0, 0, 0)


def choices(one: LoggedList, weights: Weights) -> list[int]:
    """Return which candidate `weights` would have shown at each place, given what stood above."""
    scores = [score(features, weights) for features in one.features]
    chooser = Variety(scores, one.likeness, weights.variety, one.beside)
    chosen = []
    for shown in one.shown:
        chosen.append(chooser.best())
        chooser.take(shown.candidate)
    return chosen


def estimate(lists: Sequence[LoggedList], weights: Weights) -> Estimate:
    """Judge `weights` by the log; NOTHING where no logged place agrees with them."""
    return weighed([_weighed(one, choices(one, weights)) for one in lists])


def logged(lists: Sequence[LoggedList]) -> Estimate:
    """Return what was shown in fact brought: each place counts once."""
    return weighed([[(1.0, shown.reward) for shown in one.shown] for one in lists])


def _weighed(one: LoggedList, chosen: Sequence[int]) -> list[tuple[float, float]]:
    return [
        (min(CAP, 1.0 / shown.propensity) if shown.candidate == wanted else 0.0, shown.reward)
        for shown, wanted in zip(one.shown, chosen, strict=True)
    ]


def weighed(lists: Sequence[Sequence[tuple[float, float]]]) -> Estimate:
    """Return the self-normalised mean of (weight, reward) pairs, with an interval over lists."""
    pairs = [pair for one in lists for pair in one]
    total = sum(weight for weight, _reward in pairs)
    if not total:
        return NOTHING
    value = sum(weight * reward for weight, reward in pairs) / total
    squares = sum(weight * weight for weight, _reward in pairs)
    telling = [one for one in lists if any(weight for weight, _reward in one)]
    count = len(telling)
    rests = [sum(weight * (reward - value) for weight, reward in one) for one in telling]
    spread = sum(rest * rest for rest in rests)
    error = math.sqrt(spread * count / (count - 1)) / total if count > 1 else 1.0
    return Estimate(
        value=value,
        low=max(0.0, value - Z95 * error),
        high=min(1.0, value + Z95 * error),
        effective=total * total / squares,
        places=len(pairs),
        agreed=sum(1 for weight, _reward in pairs if weight),
        lists=count,
    )
