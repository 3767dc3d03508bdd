"""Trials: at a small share of places another fitting result is shown by lot. Pure.

Without them only what ranks high is ever seen, and no log could tell whether other weights do
better. The chance with which each result stood where it stood is known, and logged.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

FIT = 0.75  # of the best score: less is never shown by lot


@dataclass(frozen=True, slots=True)
class Placed:
    """Which candidate stands at a place, with what chance, and whether by lot."""

    candidate: int
    propensity: float
    explored: bool


def fitting(scores: Sequence[float]) -> frozenset[int]:
    """Return the candidates that may be tried: good enough that nobody is shown nonsense."""
    bar = FIT * max(scores, default=0.0)
    return frozenset(at for at, score in enumerate(scores) if score >= bar)


class Chooser(Protocol):
    """What is left, and the next best of it, given what was taken."""

    @property
    def left(self) -> list[int]: ...

    def best(self) -> int: ...

    def take(self, place: int) -> None: ...


def fill(
    chooser: Chooser, allowed: frozenset[int], limit: int, trials: float, chance: random.Random
) -> list[Placed]:
    """Fill up to `limit` places.

    At each place, with the chance `trials`, one of the `allowed` that are left is drawn evenly;
    else the next best stands there. What is drawn may be the best: then it is no trial.
    """
    made: list[Placed] = []
    while len(made) < limit and (left := chooser.left):
        best = chooser.best()
        pool = [candidate for candidate in left if candidate in allowed]
        rate = trials if len(pool) > 1 else 0.0
        chosen = best
        if rate and chance.random() < rate:
            chosen = chance.choice(pool)
        made.append(Placed(chosen, propensity(chosen, best, pool, rate), chosen != best))
        chooser.take(chosen)
    return made


def propensity(candidate: int, best: int, pool: Sequence[int], trials: float) -> float:
    """Return the chance that `candidate` stands at a place whose best is `best`."""
    by_lot = trials / len(pool) if candidate in pool else 0.0
    return (1 - trials if candidate == best else 0.0) + by_lot
