"""What `recommend` returns: plain values, each with the terms that add up to its score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cms.assets.enums import AssetKind
from cms.recommendations.scoring import points
from cms.recommendations.smoothing import MORE
from cms.recommendations.wording import LABELS
from search.documents import Passage


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a score: `share` of it, `most` that it could have been, and why in words."""

    name: str
    share: float
    text: str
    most: float = 0.0

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def filled(self) -> float:
        """How far the term is fulfilled, 0 to 1."""
        return self.share / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A term with its points; those of all lines add up to the total that is shown."""

    term: Term
    points: int
    most: int


@dataclass(frozen=True)
class Recommendation:
    """An asset with its place and the terms that put it there. The terms' shares add up to
    `score`. `explored`: it stands here as a trial. `slides` are its best slide passages."""

    asset_id: int
    title: str
    kind: str
    score: float
    terms: tuple[Term, ...]
    slides: tuple[Passage, ...]
    position: int
    explored: bool

    @cached_property
    def ledger(self) -> tuple[LedgerLine, ...]:
        most = points([term.most for term in self.terms])
        mine = points([term.share for term in self.terms], most)
        return tuple(
            LedgerLine(term, got, of) for term, got, of in zip(self.terms, mine, most, strict=True)
        )

    @property
    def kind_label(self) -> str:
        return str(AssetKind(self.kind).label)

    @property
    def total(self) -> int:
        """Points of a hundred."""
        return sum(line.points for line in self.ledger)

    @property
    def strongest(self) -> tuple[Term, ...]:
        """The terms that speak for it, the strongest first."""
        telling = [
            term
            for term in self.terms
            if term.share > 0.005
            and term.name != "freshness"
            # What does as usual is no reason.
            and (term.name != "outcome" or term.filled > MORE)
        ]
        return tuple(sorted(telling, key=lambda term: -term.share))

    @property
    def longest(self) -> float:
        """The strongest term's share: what bars stand to."""
        return max((term.share for term in self.terms), default=0.0) or 1.0


@dataclass(frozen=True, slots=True)
class RecommendationPage:
    """A list of recommendations. `batch` names it in the log; None where it is not logged.
    `weak`: nothing answers what was asked well."""

    items: tuple[Recommendation, ...]
    weights_version: int
    batch: UUID | None = None
    weak: bool = False
