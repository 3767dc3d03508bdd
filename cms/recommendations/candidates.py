"""What might be recommended: search's answers, or the library's where search has none."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from cms.assets.indexing import key_of, pk_of
from cms.assets.models import Asset
from search import services as search
from search.documents import Passage
from search.errors import SearchError
from search.results import Expansion, Reason, SearchHit, SearchPage, SearchQuery

logger = logging.getLogger(__name__)

MOST = 24
MOST_KEPT = 6
BOOSTED = ("persona", "stage")
PAINS, QUESTION = "pains", "question"
FURTHER = 0.3  # what the persona's pains and the stage's question weigh beside typed words
PAIN_WORDS = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `words` are a brief in plain words, `like` ids of assets that results
    should resemble; with neither the persona's pains and the stage's question are asked, and
    without those the newest come first. `keep` are filters of search, such as an industry: the
    best of what they leave are candidates whatever answers better. `must_fit`: only what is made
    for the persona or the stage. `slides`: how many of an asset's slides are named. `fallback`
    asks the library at once."""

    words: str = ""
    persona: Any = None
    stage: Any = None
    like: Sequence[int] = ()
    exclude: Collection[int] = ()
    kinds: Sequence[str] = ()
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    visibility: Sequence[str] = ()
    mixable_only: bool = False
    must_fit: bool = False
    slides: int = 3
    now: datetime | None = None
    fallback: bool = False

    @property
    def question(self) -> str:
        """What is asked: the words, or what this persona asks at this stage."""
        return self.words.strip() or " ".join(filter(None, [self.stage_asks, self.persona_fears]))

    @property
    def stage_asks(self) -> str:
        return self.stage.buyer_question if self.stage is not None else ""

    @property
    def persona_fears(self) -> str:
        if self.persona is None:
            return ""
        return " ".join(self.persona.pains.split()[:PAIN_WORDS])

    @property
    def expansion(self) -> tuple[Expansion, ...]:
        """Beside typed words, what this persona and this stage are about counts a little."""
        if not self.words.strip():
            return ()
        texts = ((PAINS, self.persona_fears), (QUESTION, self.stage_asks))
        return tuple(Expansion(text, FURTHER, text[:120], term) for term, text in texts if text)

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        filters = {"kind": tuple(self.kinds), "visibility": tuple(self.visibility)}
        if self.mixable_only:
            filters["mixable"] = ("yes",)
        return {name: values for name, values in filters.items() if values}


@dataclass(frozen=True, slots=True)
class Candidate:
    """`words` and `meaning` are 0 to 1, or None where nothing was asked; the details say why.

    `kept`: it is one of those to keep, and stays however it is scored.
    """

    asset_id: int
    words: float | None = None
    meaning: float | None = None
    words_detail: str = ""
    meaning_detail: str = ""
    passages: tuple[Passage, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates, the most relevant first. `weak`: search says that nothing answers well."""

    found: tuple[Candidate, ...]
    weak: bool = False


def candidates(wanted: Wanted) -> Candidates:
    """Return what might be recommended. No query, unless search does not answer.

    Raises search's errors where words or likeness were asked for: only search knows those.
    """
    if wanted.fallback:
        return Candidates(_from_library(wanted))
    try:
        page = _searched(wanted)
    except SearchError:
        if wanted.words.strip() or wanted.like:
            raise
        logger.warning("Recommendations do without search: it does not answer.", exc_info=True)
        return Candidates(_from_library(wanted))
    if not (page.hits or wanted.words.strip() or wanted.like):
        return Candidates(_from_library(wanted))  # the index is being made, say
    asked = bool(wanted.question or wanted.like)
    found = [_candidate(hit, asked=asked, words=not wanted.like) for hit in page.hits]
    kept = _kept(wanted) if wanted.keep else []
    there = {one.asset_id for one in kept}
    return Candidates((*kept, *(one for one in found if one.asset_id not in there)), page.weak)


def _kept(wanted: Wanted) -> list[Candidate]:
    """Return the best of those to keep. A filter changes no score, so they compare with others."""
    filters = {**wanted.filters, **wanted.keep}
    page = search.search(replace(_query(wanted), filters=filters, limit=MOST_KEPT, complete=True))
    return [replace(_candidate(hit, asked=True, words=True), kept=True) for hit in page.hits]


def _searched(wanted: Wanted) -> SearchPage:
    query = _query(wanted)
    if not wanted.like:
        return search.search(query)
    return search.more_like(
        [key_of(pk) for pk in wanted.like],
        filters=query.filters,
        boosts=query.boosts,
        limit=query.limit,
        now=query.now,
        exclude_keys=query.exclude_keys,
    )


def _query(wanted: Wanted) -> SearchQuery:
    boosts = {
        name: (getattr(wanted, name).slug,)
        for name in BOOSTED
        if getattr(wanted, name) is not None
    }
    excluded = [key_of(pk) for pk in sorted(set(wanted.exclude) - set(wanted.like))]
    return SearchQuery(
        words=wanted.question,
        expansion=wanted.expansion,
        filters=wanted.filters,
        boosts=boosts,
        limit=MOST,
        slides=wanted.slides,
        now=wanted.now,
        exclude_keys=excluded,
    )


def _candidate(hit: SearchHit, *, asked: bool, words: bool) -> Candidate:
    """Take a hit's own terms apart; persona and stage are judged from the asset itself."""
    if not asked:
        return Candidate(pk_of(hit.key), passages=hit.slides)
    by_term: dict[str, Reason] = {reason.term: reason for reason in hit.reasons}
    word, meaning = by_term.get("words"), by_term.get("meaning")
    # The boosts' part of the score is left out; what the persona's pains and the stage's
    # question added is meaning too.
    near = sum(by_term[term].share for term in ("meaning", PAINS, QUESTION) if term in by_term)
    return Candidate(
        pk_of(hit.key),
        words=(hit.score * word.share if word else 0.0) if words else None,
        meaning=hit.score * near,
        words_detail=word.detail if word else "",
        meaning_detail=meaning.detail if meaning else "",
        passages=hit.slides,
    )


def _from_library(wanted: Wanted) -> tuple[Candidate, ...]:
    """Return assets by their tags alone, the newest first. One query."""
    rows = Asset.objects.current().exclude(pk__in=list(wanted.exclude))
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.visibility:
        rows = rows.filter(visibility__in=wanted.visibility)
    if wanted.mixable_only:
        rows = rows.filter(may_mix=True).exclude(slides=[])
    fits = Q()
    if wanted.persona is not None:
        fits |= Q(personas=wanted.persona)
    if wanted.stage is not None:
        fits |= Q(stages=wanted.stage)
    found = rows.filter(fits).distinct().order_by("-last_published_at", "pk")
    return tuple(Candidate(pk) for pk in found.values_list("pk", flat=True)[:MOST])
