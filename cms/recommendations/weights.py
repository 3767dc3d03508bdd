"""What a recommendation weighs. Pure: declared once here, versioned by `versions`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

TERMS = ("words", "meaning", "persona", "stage", "freshness", "outcome", "seen")


class BadWeights(ValueError):
    """Weights that cannot be used; `name` is the one that is wrong, empty for all together."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
        self.why = why


@dataclass(frozen=True, slots=True)
class Weights:
    """The terms' weights count in proportion to each other, 0 to 100.

    `variety`, 0 to 1: how much a result that resembles those above it loses. `trials`, 0 to 0.3:
    at this share of the places another fitting result is shown by lot, and so learned about.
    """

    words: float = 20.0
    meaning: float = 30.0
    persona: float = 15.0
    stage: float = 10.0
    freshness: float = 5.0
    outcome: float = 15.0
    seen: float = 5.0
    variety: float = 0.2
    trials: float = 0.06

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            most = {"variety": 1.0, "trials": 0.3}.get(name, 100.0)
            if not math.isfinite(value) or not 0 <= value <= most:
                raise BadWeights(name, f"{name}: between 0 and {most:g}.")
        if not any(getattr(self, name) for name in TERMS):
            raise BadWeights("", "At least one term must count.")

    def of(self, term: str) -> float:
        return float(getattr(self, term))

    def as_dict(self) -> dict[str, float]:
        return asdict(self)

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Weights:
        """Read stored or typed values; what is missing takes its default.

        Raises BadWeights for an unknown name and for what is no number in its range.
        """
        known = asdict(cls())
        for name, value in values.items():
            if name not in known:
                raise BadWeights(name, f"There is no weight named {name!r}.")
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise BadWeights(name, f"{name}: a number is needed.")
            known[name] = float(value)
        return cls(**known)


DEFAULTS = Weights()
