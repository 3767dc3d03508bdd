"""From candidates to an order: fusion, smoothing, boosts, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import further, fusion
from search.further import Further
from search.stores.base import Candidates, Choice, Store

Floats = NDArray[np.float64]

# Both were set on digital.gov's topic queries with the packaged model, 32 and 8 bits alike, and
# tests/search/test_real_queries.py holds them. ANSWER keeps .72 of what its editors tagged, .96
# of what they feature, and a quarter of all documents. Below FAR lies none of 50 topics, nor
# of their bare names, and 26 of 30 questions about cooking, sport and the like; with .6 it was
# 22 of 30, with .8 two topics' names were lost.
ANSWER = 0.25  # a document answers with at least this share of the best score
FAR = 0.7  # best + first passage's cosine: what nothing comes nearer to is not about this


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of all candidates, and which of them answer.

    `strained` says that a filter left only documents that hardly match; `far` that nothing
    visible is near in meaning, so that only words can make an answer good. `unasked` says that
    nothing was asked for, so that the newest come first.
    """

    words: Floats
    meaning: Floats
    boosts: Mapping[str, Floats]
    total: Floats
    answers: Choice
    strained: bool
    far: bool
    further: tuple[Further, ...] = ()
    unasked: bool = False

    def rows(self, candidates: Candidates, offset: int, limit: int) -> list[int]:
        """Return the rows of a page of answers, best first."""
        count = min(offset + limit, int(np.count_nonzero(self.answers)))
        scores = np.where(self.answers, self.total, -np.inf)
        return fusion.order(scores, candidates.keys, count)[offset:]


def rank(
    candidates: Candidates,
    store: Store,
    boosts: Mapping[str, tuple[str, ...]],
    parts: Sequence[Further] = (),
    *,
    blank: bool,
) -> Ranking:
    """Score candidates. `blank` says that nothing was asked: the further texts alone rank, and
    without any of them all answer, newest first."""
    count = len(candidates.keys)
    added = {
        name: fusion.BOOST * store.labelled(candidates, name, values).astype(np.float64)
        for name, values in boosts.items()
        if values
    }
    extra = sum(added.values(), np.zeros(count))
    nothing = np.zeros(count)
    if blank and not parts:
        # Below any boost, so that those for this persona come first, each group by date.
        newest = candidates.updated / max(1.0, float(candidates.updated.max(initial=0.0)))
        total = extra + newest * fusion.BOOST / 2
        answers = candidates.passing
        return Ranking(nothing, nothing, added, total, answers, False, False, unasked=True)
    if blank:
        relevance = _smoothed(sum((part.values for part in parts), nothing), candidates, store)
        answers, strained = _answers(relevance, candidates)
        total = relevance + extra
        return Ranking(nothing, nothing, added, total, answers, strained, False, tuple(parts))
    fused = fused_of(candidates)
    relevance = _smoothed(fused.total, candidates, store)
    answers, strained = _answers(relevance, candidates)
    far = not np.nanmax(candidates.closeness, initial=-1.0) >= FAR
    beside = further.beside(relevance, parts)
    total = sum((part.values for part in beside), relevance + extra)
    return Ranking(fused.words, fused.meaning, added, total, answers, strained, far, beside)


def fused_of(candidates: Candidates) -> fusion.Fused:
    """Return both terms of each candidate."""
    return fusion.fuse(
        candidates.lexical,
        candidates.closeness,
        candidates.lexical_max,
        candidates.mean,
        candidates.deviation,
    )


def _smoothed(scores: Floats, candidates: Candidates, store: Store) -> Floats:
    """Smooth the best of all candidates, passing or not, so that a filter changes no score."""
    if np.isnan(candidates.closeness).all():
        return scores
    pool = fusion.order(scores, candidates.keys, fusion.POOL)
    smoothed = scores.copy()
    smoothed[pool] = fusion.smooth(scores[pool], store.means(candidates, pool))
    return smoothed


def _answers(relevance: Floats, candidates: Candidates) -> tuple[Choice, bool]:
    """Say which candidates answer, and whether the bar had to be lowered.

    The bar is set by the best of all visible documents, so that a facet's count is what one
    finds behind it. Where a filter leaves none above it, the best of those that pass set it.
    """
    passing = candidates.passing
    if not passing.any():
        return passing, False
    answers = passing & (relevance >= ANSWER * relevance.max()) & (relevance > 0)
    if answers.any():
        return answers, False
    best = relevance[passing].max()
    return passing & (relevance >= best - abs(best) * (1 - ANSWER)), True
