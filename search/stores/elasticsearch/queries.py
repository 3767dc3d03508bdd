"""From a request to Elasticsearch's query language (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.analysis import words
from search.stores.base import PAIR, Request, Term
from search.stores.elasticsearch.body import identity, label, micros

Query = dict[str, Any]

WIDTH = 200  # candidates of each arm; as many as `search.fusion` smooths
DEPTH = (
    2500  # passages that kNN looks at: of a million, 2,000 gave .950 of the nearest, 3,000 .969
)
HIDDEN = "hidden"
BROWSED = 2000  # documents that come when nothing is asked

# What is stored with the texts, also the _id, takes longer to read than to find.
BARE = {"stored_fields": "_none_"}
MEASURED = ["key", "labels", "updated", "packed"]
LISTED = ["key", "labels", "updated"]


def score(
    terms: Sequence[Term], pairs: Sequence[tuple[str, str]], fields: Sequence[str]
) -> Query | None:
    """Return the scoring query: each part of each word once a mention, so counts add up; and
    what pairs of words add where they stand together."""
    found = [any_field(part, fields, term.weight) for term in terms for part in words(term.word)]
    found += [
        any_field(" ".join(words(" ".join(pair))), fields, PAIR, kind="match_phrase")
        for pair in dict.fromkeys(pairs)
    ]
    return {"bool": {"should": found, "minimum_should_match": 1}} if found else None


def any_field(
    part: str, fields: Sequence[str], weight: float = 1.0, *, kind: str = "match"
) -> Query:
    """Return the best match of a word, or of a phrase, among the languages' fields."""
    matches: list[Query] = [{kind: {field: {"query": part, "boost": weight}}} for field in fields]
    return matches[0] if len(matches) == 1 else {"dis_max": {"queries": matches}}


def named(asked: Sequence[str], fields: Sequence[str]) -> list[Query]:
    """Return a query for each word, which bears its name where a document holds it."""
    return [
        {"bool": {"should": [any_field(part, fields) for part in words(word)], "_name": word}}
        for word in dict.fromkeys(asked)
        if words(word)
    ]


def _phrase(tokens: Sequence[str]) -> Query:
    return {"match_phrase": {"words": " ".join(tokens)}}


def hidden(request: Request) -> list[Query]:
    """Return what matches the documents that nobody may see now."""
    now = micros(request.now)
    return [
        {"range": {"visible_from": {"gt": now}}},
        {"range": {"visible_until": {"lte": now}}},
    ]


def restricted(request: Request, fields: Sequence[str]) -> Query | None:
    """Return what a document must hold to, visibility aside; None where it is free."""
    must: list[Query] = [
        {"terms": {"labels": [label(name, value) for value in values]}}
        for name, values in request.filters.items()
    ]
    if request.keys is not None:
        must.append({"ids": {"values": [identity(key) for key in request.keys]}})
    must += [_phrase(t) for phrase in request.phrases if (t := words(" ".join(phrase)))]
    without: list[Query] = []
    if request.exclude_keys:
        without.append({"ids": {"values": [identity(key) for key in request.exclude_keys]}})
    for phrase in request.excluded:
        tokens = words(" ".join(phrase))
        if len(tokens) > 1:
            without.append(_phrase(tokens))
        elif tokens:
            without += [any_field(tokens[0], fields), {"term": {"words": tokens[0]}}]
    if not must and not without:
        return None
    return {"bool": {"filter": must, "must_not": without}}


def _held(conditions: Query | None, unseen: Sequence[Query]) -> Query:
    return {"bool": {"filter": [conditions] if conditions else [], "must_not": list(unseen)}}


def near(vector: Sequence[float], held: Query | None) -> Query:
    """Return kNN over passages; a filter on their documents is inside of it."""
    knn = {
        "field": "passages.vector",
        "query_vector": list(vector),
        "num_candidates": DEPTH,
        **({"filter": held} if held else {}),
    }
    return {"nested": {"path": "passages", "query": {"knn": knn}}}


def is_crowded(answers: Mapping[str, Any]) -> bool:
    """Say whether those that nobody may see were more than half of the nearest."""
    found = answers.get("near", {}).get("aggregations", {}).get(HIDDEN, {})
    return bool(found.get("doc_count", 0) > WIDTH // 2)


def searches(
    request: Request,
    scoring: Query | None,
    vector: Sequence[float] | None,
    fields: Sequence[str],
    *,
    sure: bool = False,
) -> dict[str, Query]:
    """Return the searches of a request by name.

    "words" and "near" are over everything visible, and set the measure; "words in" and
    "near in" over what passes, where a request restricts. kNN is a filter in each of them,
    and BM25 the score: a document found by its meaning comes with the strength of its words.

    A filter inside of kNN has the node go through all passages: of a million, 20 of 30 ms. What
    a request restricts is worth that. Who may be seen is looked at after it, and how many were
    not is counted: where they crowd out the others, ask again and be `sure`.
    """
    unseen = hidden(request)
    limits = restricted(request, fields)
    if scoring is None and vector is None:
        browse = {
            "size": BROWSED,
            "query": _held(limits, unseen),
            "sort": [{"updated": "desc"}, {"key": "asc"}],
            "track_total_hits": True,
            **BARE,
            "docvalue_fields": LISTED,
        }
        return {"browse": browse}
    made: dict[str, Query] = {}
    for suffix, conditions in (("", None), *(((" in", limits),) if limits else ())):
        held = _held(conditions, unseen)
        if scoring is not None:
            made[f"words{suffix}"] = _ranked({"must": [scoring], **held["bool"]})
        if vector is not None:
            inside = held if conditions or sure else None
            found: Query = {"filter": [near(vector, inside)]}
            if scoring is not None:
                found["should"] = [scoring]
            search = made[f"near{suffix}"] = _ranked(found)
            if inside is None:
                search["post_filter"] = {"bool": {"must_not": unseen}}
                search["aggs"] = {HIDDEN: {"filter": {"bool": {"should": unseen}}}}
    return made


def _ranked(clauses: Query) -> Query:
    return {
        "size": WIDTH,
        "query": {"bool": clauses},
        "track_total_hits": False,
        **BARE,
        "docvalue_fields": MEASURED,
    }
