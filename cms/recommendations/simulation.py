"""A world whose truth is known, to see whether outcomes and trials find it. Pure.

Assets have a true chance to be read by each kind of reader. Recommenders see tags and a relevance
that is partly wrong, and what readers did with what they were shown; the very scoring, smoothing
and trials that serve people are used. Regret is what the best lists would have brought more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cms.recommendations.exploration import fill, fitting
from cms.recommendations.mmr import Variety
from cms.recommendations.scoring import score
from cms.recommendations.smoothing import Prior, Tally, against_usual, nested, prior_of
from cms.recommendations.weights import DEFAULTS, Weights

LOOKED_AT = (1.0, 0.7, 0.5)  # the chance that a reader looks at the first, second, third place
ASSETS, AUDIENCES, LISTS = 30, 4, 3000
MISJUDGED = 0.22  # how far relevance may be wrong about the truth, as a standard deviation

Floats = NDArray[np.float64]
ALL_DIFFERENT = np.zeros((ASSETS, ASSETS))


@dataclass(frozen=True, slots=True)
class World:
    """`truth` (audiences, assets): the chance of being read when looked at. `relevance`: what
    search makes of it. `fits`: whether the asset is tagged for the audience."""

    truth: Floats
    relevance: Floats
    fits: NDArray[np.bool_]

    @classmethod
    def made(cls, seed: int) -> World:
        chance = np.random.default_rng(seed)
        shape = (AUDIENCES, ASSETS)
        fits = chance.random(shape) < 0.4
        truth = np.clip(chance.beta(1.6, 5.0, shape) + 0.12 * fits, 0.01, 0.9)
        wrong = chance.normal(0.0, MISJUDGED, shape)
        return cls(truth, np.clip(0.25 + truth + wrong, 0.0, 1.0), fits)

    def best(self, audience: int) -> float:
        """What the best list brings: the best asset where most look."""
        top = np.sort(self.truth[audience])[::-1][: len(LOOKED_AT)]
        return float(top @ np.array(LOOKED_AT))

    def worth(self, audience: int, shown: Sequence[int]) -> float:
        looked = LOOKED_AT[: len(shown)]
        return float(sum(self.truth[audience][a] * p for a, p in zip(shown, looked, strict=True)))


@dataclass(slots=True)
class Memory:
    """What happened so far: how often each asset was looked at and read, by audience."""

    tried: Floats = field(default_factory=lambda: np.zeros((AUDIENCES, ASSETS)))
    read: Floats = field(default_factory=lambda: np.zeros((AUDIENCES, ASSETS)))


Choose = Callable[[World, Memory, int, random.Random], list[int]]


def by_lot(world: World, memory: Memory, audience: int, chance: random.Random) -> list[int]:
    """Show anything."""
    return chance.sample(range(ASSETS), len(LOOKED_AT))


def by_popularity(world: World, memory: Memory, audience: int, chance: random.Random) -> list[int]:
    """Show what was read most often, by anybody; the most relevant among equals."""
    read = memory.read.sum(axis=0) + world.relevance[audience] / 1000
    return [int(asset) for asset in np.argsort(-read, kind="stable")[: len(LOOKED_AT)]]


def by_weights(weights: Weights, *, learns: bool = True) -> Choose:
    """Show what Tandem would; `learns=False` leaves the outcome term out."""

    def choose(world: World, memory: Memory, audience: int, chance: random.Random) -> list[int]:
        rates = _rates(memory, audience) if learns else None
        scores = []
        for asset in range(ASSETS):
            features = {
                "meaning": float(world.relevance[audience][asset]),
                "persona": float(world.fits[audience][asset]),
            }
            if rates is not None:
                features["outcome"] = rates[asset]
            scores.append(score(features, weights))
        chooser = Variety(scores, ALL_DIFFERENT, 0.0)
        placed = fill(chooser, fitting(scores), len(LOOKED_AT), weights.trials, chance)
        return [at.candidate for at in placed]

    return choose


def _rates(memory: Memory, audience: int) -> list[float]:
    """Smooth as `standing` does: the audience towards everybody, everybody towards all assets."""
    everywhere = [
        Tally(float(read), float(tried))
        for read, tried in zip(memory.read.sum(axis=0), memory.tried.sum(axis=0), strict=True)
    ]
    prior: Prior = prior_of(everywhere)
    here = zip(memory.read[audience], memory.tried[audience], strict=True)
    return [
        against_usual(nested(Tally(float(read), float(tried)), whole, prior), prior.rate)
        for (read, tried), whole in zip(here, everywhere, strict=True)
    ]


def arms(weights: Weights = DEFAULTS) -> dict[str, Choose]:
    """Return what is compared, by name."""
    return {
        "by lot": by_lot,
        "most read": by_popularity,
        "no outcomes": by_weights(weights, learns=False),
        "no trials": by_weights(replace(weights, trials=0.0)),
        "Tandem": by_weights(weights),
    }


def regret(choose: Choose, seed: int, lists: int = LISTS) -> Floats:
    """Return the regret added up after each list; the same for the same seed."""
    world, memory = World.made(seed), Memory()
    readers = random.Random(seed)  # noqa: S311 - readers come in the same order for all
    chance = random.Random(seed + 1)  # noqa: S311
    lost = np.zeros(lists)
    for number in range(lists):
        audience = readers.randrange(AUDIENCES)
        shown = choose(world, memory, audience, chance)
        lost[number] = world.best(audience) - world.worth(audience, shown)
        for asset, looks in zip(shown, LOOKED_AT, strict=True):
            if readers.random() < looks:
                memory.tried[audience][asset] += 1
                memory.read[audience][asset] += readers.random() < world.truth[audience][asset]
            else:
                readers.random()
    return np.cumsum(lost)


@dataclass(frozen=True, slots=True)
class Course:
    """Mean regret of an arm over several worlds, with the 95 % interval at the end.

    `curve` is sampled at `after` lists; `late` is the regret of a list in the last tenth.
    """

    name: str
    after: tuple[int, ...]
    curve: tuple[float, ...]
    low: float
    high: float
    late: float

    @property
    def end(self) -> float:
        return self.curve[-1]


def simulate(
    weights: Weights = DEFAULTS, *, worlds: int = 6, lists: int = LISTS, points: int = 12
) -> list[Course]:
    """Run all arms in the same worlds; deterministic."""
    after = [round(lists * (at + 1) / points) for at in range(points)]
    courses = []
    for name, choose in arms(weights).items():
        runs = np.stack([regret(choose, 100 + world, lists) for world in range(worlds)])
        mean = runs.mean(axis=0)
        error = 1.96 * runs[:, -1].std(ddof=1) / np.sqrt(worlds) if worlds > 1 else 0.0
        tenth = max(1, lists // 10)
        courses.append(
            Course(
                name,
                tuple(after),
                tuple(float(mean[at - 1]) for at in after),
                float(mean[-1] - error),
                float(mean[-1] + error),
                float((mean[-1] - mean[-1 - tenth]) / tenth) if lists > tenth else float(mean[-1]),
            )
        )
    return courses
