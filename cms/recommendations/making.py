"""From what is asked to a scored pool of candidates, and from that to a list."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from cms.assets.indexing import key_of
from cms.recommendations import standing, wording
from cms.recommendations.candidates import Candidate, Wanted, candidates
from cms.recommendations.exploration import Placed, fill, fitting
from cms.recommendations.log import Pool
from cms.recommendations.mmr import Variety, likeness_of
from cms.recommendations.results import Recommendation, Term
from cms.recommendations.scoring import score, shares
from cms.recommendations.standing import Standing
from cms.recommendations.weights import Weights
from search import services as search
from search.errors import SearchError

POOL = 20  # the best of all, of which a list is made and which the log keeps


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for recommendations. `beside` are ids of assets that stand beside the list."""

    wanted: Wanted
    prospect: Any
    beside: tuple[int, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate, what is known of its asset, and its features."""

    candidate: Candidate
    asset: Standing
    features: dict[str, float]


class Judge:
    """Knows what all candidates of a wish are measured by, and says it in words."""

    def __init__(self, asked: Asked) -> None:
        wanted = asked.wanted
        self.persona, self.stage = wanted.persona, wanted.stage
        self.asked = bool(wanted.words.strip())
        self.now = asked.now
        self.prospect = asked.prospect if _is_recorded(asked.prospect) else None
        self.histories = standing.histories(wanted.now)
        self.seen = standing.seen(self.prospect, wanted.now)

    def known(self, candidate: Candidate, asset: Standing) -> Known:
        """Measure a candidate. What cannot be told is left out, for all alike."""
        values: dict[str, float | None] = {
            "words": candidate.words,
            "meaning": candidate.meaning,
            "persona": standing.persona_fit(asset).value if self.persona else None,
            "stage": standing.stage_fit(asset).value if self.stage else None,
            "freshness": standing.freshness(asset, self.now),
            "outcome": self.history(asset).value,
            "seen": float(asset.pk not in self.seen) if self.prospect else None,
        }
        # Rounded as the log keeps it, so that a replay scores the same.
        features = {
            name: round(min(1.0, max(0.0, value)), 3)
            for name, value in values.items()
            if value is not None
        }
        return Known(candidate, asset, features)

    def history(self, asset: Standing) -> standing.History:
        persona, stage = (row.pk if row else None for row in (self.persona, self.stage))
        return self.histories.of(asset.pk, persona, stage)

    def texts(self, known: Known) -> dict[str, str]:
        """Return a sentence for each term."""
        candidate, asset = known.candidate, known.asset
        return {
            "words": wording.found_words(candidate.words_detail, asked=self.asked),
            "meaning": wording.meaning_words(
                candidate.meaning_detail, known.features.get("meaning", 0.0)
            ),
            "persona": wording.persona_words(standing.persona_fit(asset), self.persona),
            "stage": wording.stage_words(standing.stage_fit(asset), self.stage),
            "freshness": wording.freshness_words(asset, self.now),
            "outcome": wording.outcome_words(self.history(asset), self.persona, self.stage),
            "seen": wording.seen_words(self.seen.get(asset.pk), self.prospect)
            if self.prospect
            else "",
        }


def _is_recorded(prospect: Any) -> bool:
    return prospect is not None and prospect.records_visits and prospect.erased_at is None


@dataclass(frozen=True, slots=True)
class Scored:
    """The best candidates, the best first; `pool` is what the log keeps of them."""

    known: tuple[Known, ...]
    scores: tuple[float, ...]
    pool: Pool
    weights: Weights
    judge: Judge
    weak: bool = False

    def placed(self, limit: int, trials: float, batch: UUID) -> list[Placed]:
        """Make a list; what is drawn by lot hangs on the batch's id alone."""
        chance = random.Random(batch.int)  # noqa: S311 - no secret
        pool = self.pool
        chooser = Variety(self.scores, pool.likeness, self.weights.variety, pool.beside)
        return fill(chooser, fitting(self.scores), limit, trials, chance)

    def items(self, placed: Sequence[Placed]) -> tuple[Recommendation, ...]:
        return tuple(
            self._item(self.known[at.candidate], position, at.explored)
            for position, at in enumerate(placed)
        )

    def _item(self, known: Known, position: int, explored: bool) -> Recommendation:
        texts = self.judge.texts(known)
        terms = tuple(
            Term(share.name, share.share, texts[share.name], share.most)
            for share in shares(known.features, self.weights)
        )
        return Recommendation(
            asset_id=known.asset.pk,
            title=known.asset.title,
            kind=known.asset.kind,
            score=sum(term.share for term in terms),
            terms=terms,
            slides=known.candidate.passages,
            position=position,
            explored=explored,
        )


def scored(asked: Asked, weights: Weights) -> Scored:
    """Score what might be recommended. Two queries, and the outcomes' now and then."""
    wanted = asked.wanted
    answer = candidates(wanted)
    found = answer.found
    assets = standing.load([one.asset_id for one in found], wanted.persona, wanted.stage)
    judge = Judge(asked)
    known = [
        judge.known(one, assets[one.asset_id])
        for one in found
        if one.asset_id in assets and _allowed(assets[one.asset_id], wanted)
    ]
    rated = [(score(one.features, weights), one) for one in known]
    rated.sort(key=lambda pair: -pair[0])
    best = [pair for n, pair in enumerate(rated) if n < POOL or pair[1].candidate.kept]
    ids = [one.asset.pk for _score, one in best]
    likeness, beside = _alike(ids, asked.beside)
    return Scored(
        known=tuple(one for _score, one in best),
        scores=tuple(value for value, _one in best),
        pool=Pool(ids, [one.features for _score, one in best], likeness, beside),
        weights=weights,
        judge=judge,
        weak=answer.weak,
    )


def _allowed(asset: Standing, wanted: Wanted) -> bool:
    """Ask again what the index may not know yet."""
    if wanted.visibility and asset.visibility not in wanted.visibility:
        return False
    if wanted.must_fit and not (asset.fits_persona or asset.fits_stage):
        return False
    return asset.may_mix or not wanted.mixable_only


def _alike(ids: Sequence[int], beside: Sequence[int]) -> tuple[Any, list[float]]:
    """Return how alike candidates are, and each one's likeness to what stands beside the list.

    Rounded as the log keeps it, so that a replay chooses the same. Without an index nothing is
    known to be alike.
    """
    try:
        vectors: Mapping[str, Any] = search.vectors_of([key_of(pk) for pk in (*ids, *beside)])
    except SearchError:
        vectors = {}
    if not ids or not vectors:
        return np.zeros((len(ids), len(ids))), [0.0] * len(ids)
    nothing = np.zeros_like(next(iter(vectors.values())))
    rows = np.stack([vectors.get(key_of(pk), nothing) for pk in (*ids, *beside)])
    alike = np.round(likeness_of(rows), 2)
    count = len(ids)
    nearest = alike[:count, count:].max(axis=1) if beside else np.zeros(count)
    return alike[:count, :count], [float(value) for value in nearest]
