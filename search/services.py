"""Search's front door. Everything that another layer needs is here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from search import further, indexing, presenting, ranking
from search.embedding import get_embedder
from search.embedding.base import Vectors
from search.embedding.cache import begin_query_vector, query_vector
from search.expansion import expand
from search.further import Further
from search.highlighting import Finder
from search.models import IndexOutbox
from search.query import parse
from search.results import (
    LEXICAL,
    VECTOR,
    Expansion,
    IndexReport,
    Progress,
    Reason,
    SearchHit,
    SearchPage,
    SearchQuery,
    Understood,
)
from search.stores import get_store
from search.stores.base import Candidates, Request, Term

__all__ = [
    "Expansion",
    "IndexReport",
    "Progress",
    "Reason",
    "SearchHit",
    "SearchPage",
    "SearchQuery",
    "Understood",
    "enqueue",
    "more_like",
    "process_outbox",
    "rebuild",
    "reconcile",
    "search",
    "vectors_of",
    "warm_up",
]


def enqueue(keys: Iterable[str], reason: str = "") -> None:
    """Note in the caller's transaction that these documents changed, came or went.

    After commit, the callable that settings.SEARCH_WAKE names is called, if any: it should
    start `process_outbox` somewhere.
    """
    rows = [IndexOutbox(key=key, reason=reason[:100]) for key in dict.fromkeys(keys)]
    if not rows:
        return
    IndexOutbox.objects.bulk_create(rows)
    wake = getattr(settings, "SEARCH_WAKE", "")
    if wake:
        transaction.on_commit(import_string(wake), robust=True)


def process_outbox(progress: Progress | None = None) -> IndexReport:
    """Bring noted changes into the index. May be killed and run again at any time.

    Raises StoreBusy when another process writes for long, ModelMissing without a model.
    """
    return indexing.drain(progress or indexing.silent)


def rebuild(progress: Progress | None = None, *, fresh: bool = False) -> IndexReport:
    """Index everything of all sources; what is up to date is passed over.

    `fresh` empties the index first. A rebuild that was stopped goes on where it was.
    """
    return indexing.repair(progress or indexing.silent, fresh=fresh)


def reconcile(progress: Progress | None = None) -> IndexReport:
    """Compare the content hashes of all sources and the index, and repair differences."""
    return indexing.repair(progress or indexing.silent)


def search(query: SearchQuery) -> SearchPage:
    """Answer a query. Raises ModelMissing or StoreUnavailable."""
    started = time.perf_counter()
    store = get_store()
    parsed = parse(query.words)
    # Most questions are embedded as they were typed; an unfinished word seldom is.
    early = _begin(parsed.text, query) if not query.typing else None
    wanted = expand(parsed, store, typing=query.typing)
    as_typed = early is not None and wanted.text == parsed.text
    vector = early if as_typed else _begin(wanted.text, query)
    request = replace(
        _request(query),
        terms=() if query.arm == VECTOR else tuple(wanted.terms),
        pairs=() if query.arm == VECTOR else wanted.pairs,
        vector=vector,
        phrases=parsed.phrases,
        excluded=parsed.excluded,
    )
    finder = Finder(term.word for term in wanted.terms)
    understood = Understood(
        words=tuple(wanted.corrected.get(w) or wanted.completed.get(w, w) for w in parsed.words),
        phrases=tuple(" ".join(phrase) for phrase in parsed.phrases),
        excluded=tuple(" ".join(phrase) for phrase in parsed.excluded),
        corrected=wanted.corrected,
        completed=wanted.completed,
        unknown=tuple(wanted.unknown),
    )
    page = _page(query, request, finder, blank=not parsed.words)
    return replace(page, understood=understood, took_ms=(time.perf_counter() - started) * 1000)


def more_like(
    keys: Sequence[str],
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    boosts: Mapping[str, tuple[str, ...]] | None = None,
    limit: int = 10,
    now: datetime | None = None,
    exclude_keys: Sequence[str] = (),
) -> SearchPage:
    """Return the documents nearest in meaning to these taken together, themselves left out."""
    started = time.perf_counter()
    vector = get_store().mean_of(keys)
    if vector is None:
        return SearchPage((), 0)
    query = SearchQuery(
        filters=filters or {},
        boosts=boosts or {},
        limit=limit,
        now=now,
        exclude_keys=(*exclude_keys, *keys),
    )
    request = replace(_request(query), vector=lambda: vector)
    page = _page(query, request, Finder(()), blank=False)
    return replace(page, took_ms=(time.perf_counter() - started) * 1000)


def vectors_of(keys: Iterable[str]) -> dict[str, Vectors]:
    """Return the mean vector, of length one, of each of these documents that has vectors."""
    return get_store().vectors_of(list(keys))


def warm_up() -> None:
    """Load model and index now, so that the first search of a process is as fast as the rest."""
    search(SearchQuery(words="ready", limit=1))


def _begin(text: str, query: SearchQuery) -> Callable[[], Vectors] | None:
    return begin_query_vector(get_embedder(), text) if text and query.arm != LEXICAL else None


def _request(query: SearchQuery) -> Request:
    return Request(
        now=query.now or timezone.now(),
        filters=query.filters,
        keys=query.keys,
        exclude_keys=query.exclude_keys,
    )


def _page(query: SearchQuery, request: Request, finder: Finder, *, blank: bool) -> SearchPage:
    store = get_store()
    candidates = store.candidates(request)
    asked = [e for e in query.expansion if e.weight > 0 and e.text.strip()]
    parts = [_further(expansion, request.now, candidates) for expansion in asked]
    ranked = ranking.rank(candidates, store, query.boosts, parts, blank=blank)
    if query.complete:
        ranked = replace(ranked, answers=candidates.passing & (ranked.total != 0))
    rows = ranked.rows(candidates, query.offset, query.limit)
    vector = request.vector() if request.vector else None
    if blank and asked:
        # The passage shown is the one nearest to what ranked it.
        heaviest = max(asked, key=lambda expansion: expansion.weight)
        vector = query_vector(get_embedder(), heaviest.text)
    found = presenting.hits(
        candidates, ranked, rows, store, finder, vector, query.boosts, slides=query.slides
    )
    holds_all = any(share == 1.0 for _, share in found)
    return SearchPage(
        hits=tuple(hit for hit, _ in found),
        total=int(np.count_nonzero(ranked.answers)) + candidates.more,
        facets=store.facets(candidates, ranked.answers, query.facets),
        weak=ranked.strained or (ranked.far and not holds_all),
        unasked=ranked.unasked,
    )


def _further(expansion: Expansion, now: datetime, candidates: Candidates) -> Further:
    """Ask the store for a further text, and return what it adds to each of `candidates`."""
    words = dict.fromkeys(word.lower() for word in parse(expansion.text).words)
    found = get_store().candidates(
        Request(
            now=now,
            terms=tuple(Term(word) for word in words),
            vector=begin_query_vector(get_embedder(), expansion.text),
        )
    )
    values = further.WORTH * expansion.weight * further.strength(ranking.fused_of(found).total)
    if found.keys != candidates.keys:
        there = dict(zip(found.keys, values, strict=True))
        values = np.array([there.get(key, 0.0) for key in candidates.keys])
    return Further(expansion.term, expansion.why, values)
