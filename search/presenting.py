"""From ranked rows to hits: the best passage, its highlight, slides and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search import fusion
from search.embedding.base import Vectors
from search.highlighting import Finder
from search.ranking import Ranking
from search.results import Reason, SearchHit
from search.stores.base import Candidates, Store, StoredDocument

LOOKED_AT = 4  # the nearest passages, and slides, of which one is shown
COVERAGE = 0.3  # what holding all asked words is worth beside a passage's cosine


@dataclass(frozen=True, slots=True)
class Sentences:
    """What reasons say, in the reader's language."""

    contains: str
    words: str
    under: str
    close: str
    made_for: str
    unread: str
    nearest: str


def sentences() -> Sentences:
    """Return the sentences in the active language."""
    return _sentences(get_language())


@lru_cache(maxsize=64)
def _sentences(language: str | None) -> Sentences:
    # Kept for each language: to look them up takes a quarter of a millisecond.
    return Sentences(
        contains=_("Contains %(words)s"),
        words=_("Contains words asked for"),
        under=_("Close in meaning, most of all under “%(heading)s”"),
        close=_("Close in meaning"),
        made_for=_("For %(values)s"),
        unread=_("Found by its words only: the model does not read its language"),
        nearest=_("The nearest in meaning of what there is"),
    )


def hits(
    candidates: Candidates,
    ranking: Ranking,
    rows: Sequence[int],
    store: Store,
    finder: Finder,
    vector: Vectors | None,
    boosts: Mapping[str, tuple[str, ...]],
    *,
    slides: int,
) -> list[tuple[SearchHit, float]]:
    """Return the hits of these rows in their order, each with its share of the asked words.

    `slides` is how many slides a hit names at most. A document that is gone meanwhile is left
    out.
    """
    fetched = store.fetch(candidates, rows, vector, finder.asked)
    stored = {document.key: document for document in fetched}
    said = sentences()
    made = []
    for row in rows:
        document = stored.get(candidates.keys[row])
        if document is not None:
            made.append(_hit(document, ranking, row, finder, boosts, said, slides))
    return made


def _hit(
    document: StoredDocument,
    ranking: Ranking,
    row: int,
    finder: Finder,
    boosts: Mapping[str, tuple[str, ...]],
    said: Sentences,
    most: int,
) -> tuple[SearchHit, float]:
    nearest = sorted(range(len(document.passages)), key=lambda place: -document.cosines[place])
    shown = frozenset(document.slides)
    slide_places = [n for n in nearest if n in shown]
    each = COVERAGE / max(1, len(finder.asked))
    # What stands nowhere in the document stands in no passage.
    attainable = each * len(document.holds)
    strength: dict[int, float] = {}

    def look_at(place: int) -> None:
        strength[place] = document.cosines[place] + each * len(document.passage_holds(place))

    for place in nearest[:LOOKED_AT]:
        if strength and document.cosines[place] + attainable < max(strength.values()):
            break  # neither can a farther one be the strongest
        look_at(place)
    for place in slide_places[:LOOKED_AT]:
        if place not in strength:
            look_at(place)
    places = sorted(strength, key=lambda place: (-strength[place], place))
    best = places[0]
    slides = [place for place in places if place in shown]
    slides += slide_places[LOOKED_AT:]
    found = [word for word in finder.asked if word in document.holds]
    hit = SearchHit(
        key=document.key,
        title=document.title,
        score=fusion.shown(float(ranking.total[row])),
        passage=document.passages[best],
        slides=tuple(document.passages[place] for place in slides[:most]),
        reasons=_reasons(document, ranking, row, found, best, boosts, said),
        language=document.language,
        marked=finder.marked,
    )
    return hit, len(found) / len(finder.asked) if finder.asked else 0.0


def _reasons(
    document: StoredDocument,
    ranking: Ranking,
    row: int,
    found: list[str],
    best: int,
    boosts: Mapping[str, tuple[str, ...]],
    said: Sentences,
) -> tuple[Reason, ...]:
    """Return the terms that speak for a document, the strongest first; shares sum to 1.

    Where nothing was asked for, a preferred value alone can speak for it.
    """
    terms: list[tuple[str, float, str]] = []
    words = float(ranking.words[row])
    if words > 0:
        detail = said.contains % {"words": ", ".join(found)} if found else said.words
        terms.append(("words", words, detail))
    meaning = float(ranking.meaning[row])
    if meaning > 0:
        headings = [h for h in document.passages[best].headings if h and h != document.title]
        detail = said.under % {"heading": headings[-1]} if headings else said.close
        terms.append(("meaning", meaning, detail))
    for name, values in ranking.boosts.items():
        if values[row] > 0:
            detail = said.made_for % {"values": ", ".join(boosts[name])}
            terms.append((name, float(values[row]), detail))
    terms += [
        (part.term, float(part.values[row]), part.why)
        for part in ranking.further
        if part.values[row] > 0
    ]
    if not ranking.unasked:
        if not document.embedded:
            terms.append(("language", 0.0, said.unread))
        if not any(value for _name, value, _detail in terms):
            terms.append(("meaning", 1.0, said.nearest))
    total = sum(value for _name, value, _detail in terms)
    terms.sort(key=lambda term: -term[1])
    return tuple(Reason(name, value / total, detail) for name, value, detail in terms)
