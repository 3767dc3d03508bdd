"""How well content did, smoothed so that a handful of readers does not win. Pure.

Empirical Bayes: the rate of one asset with one audience is drawn towards its rate with everybody,
and that towards the rate of all content. How strongly depends on how much rates differ at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

LEAST_PRIOR, MOST_PRIOR, USUAL_PRIOR = 4.0, 200.0, 12.0
LEAST_GROUPS = 5  # of fewer assets nothing can be said about how much rates differ
USUAL_RATE = 0.5
LESS, MORE = 0.47, 0.53  # against what is usual: below and above is worth saying


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `tried` readers, `good` did what is hoped for."""

    good: float
    tried: float

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.good + other.good, self.tried + other.tried)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before anything is seen: a rate, and how many readers it is worth."""

    rate: float = USUAL_RATE
    strength: float = USUAL_PRIOR


def prior_of(tallies: Collection[Tally]) -> Prior:
    """Estimate the prior from all assets, by the method of moments for a beta-binomial."""
    known = [tally for tally in tallies if tally.tried > 0]
    tried = sum(tally.tried for tally in known)
    if not known:
        return Prior()
    # One reader in two is added, so that nothing is ever believed to be impossible or certain.
    rate = (sum(tally.good for tally in known) + USUAL_RATE) / (tried + 1)
    if len(known) < LEAST_GROUPS:
        return Prior(rate)
    chance = rate * (1 - rate)
    if tried <= len(known):
        return Prior(rate)
    spread = sum(t.tried * (t.good / t.tried - rate) ** 2 for t in known)
    # Chance alone spreads the rates of small numbers; what goes beyond it is their difference.
    alike = (spread / chance - len(known)) / (tried - len(known))
    if alike <= 0:
        return Prior(rate, MOST_PRIOR)
    return Prior(rate, min(MOST_PRIOR, max(LEAST_PRIOR, 1 / alike - 1)))


def smoothed(tally: Tally, prior: Prior) -> float:
    """Return the rate, 0 to 1, between what was seen and what is usual."""
    return (tally.good + prior.rate * prior.strength) / (tally.tried + prior.strength)


def nested(here: Tally, everywhere: Tally, prior: Prior) -> float:
    """Return the rate with one audience; `everywhere` includes it.

    Where nobody of that audience has read it, it is the rate with the others.
    """
    others = Tally(max(0.0, everywhere.good - here.good), max(0.0, everywhere.tried - here.tried))
    return smoothed(here, Prior(smoothed(others, prior), prior.strength))


def against_usual(rate: float, usual: float) -> float:
    """Return 0.5 for a rate as usual, more for a better one: its odds against the usual odds."""
    low = 0.001
    rate, usual = (min(1 - low, max(low, value)) for value in (rate, usual))
    odds, common = rate / (1 - rate), usual / (1 - usual)
    return odds / (odds + common)
