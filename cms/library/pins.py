"""Best bets: assets that marketing pinned to words, in Wagtail's promoted search results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from cms.assets.indexing import key_of
from cms.library.understanding import stems_of, telling_stems
from search import services as search
from search.results import Reason, SearchHit, SearchPage, SearchQuery

KEY = "find-pins"
SECONDS = 60
MOST = 3  # pinned assets before the results; more would be a list of its own
TERM = "pinned"

Pins = list[tuple[frozenset[str], list[str]]]


@dataclass(frozen=True, slots=True)
class Pinned:
    """The pinned assets that may be shown now, in marketing's order."""

    hits: tuple[SearchHit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(hit.key for hit in self.hits)

    def counted(self, facets: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
        """Return facets' counts with those of the pinned assets."""
        if not self.facets:
            return facets
        return {
            name: {
                value: facets.get(name, {}).get(value, 0) + self.facets.get(name, {}).get(value, 0)
                for value in {**facets.get(name, {}), **self.facets.get(name, {})}
            }
            for name in {**facets, **self.facets}
        }


NOTHING_PINNED = Pinned()


def pinned_to(query: SearchQuery) -> Pinned:
    """Return what is pinned to the query's words, as far as its filters let it pass.

    The words match in any order and form: "cold stores' energy" has the pins of "energy cold
    store". Expired and unpublished assets are not in the index, and so never shown.
    """
    wanted = keys_for(query.words)
    wanted = [key for key in wanted if key not in set(query.exclude_keys)][:MOST]
    if not wanted:
        return NOTHING_PINNED
    # Without words, since all that pass answer then; with them, for passage and reasons.
    shown = search.search(
        SearchQuery(filters=query.filters, facets=query.facets, keys=wanted, limit=MOST)
    )
    if not shown.hits:
        return NOTHING_PINNED
    said = search.search(
        replace(query, keys=[hit.key for hit in shown.hits], facets=(), limit=MOST, expansion=())
    )
    hits = _hits(wanted, shown, said)
    return Pinned(hits, shown.facets)


def _hits(wanted: Sequence[str], shown: SearchPage, said: SearchPage) -> tuple[SearchHit, ...]:
    best = {hit.key: hit for hit in (*shown.hits, *said.hits)}
    reason = Reason(TERM, 1.0, _("Chosen by marketing for these words"))
    return tuple(replace(best[key], reasons=(reason,)) for key in wanted if key in best)


def keys_for(words: str) -> list[str]:
    """Return the keys of the assets pinned to these words; a query every minute or so."""
    asked = _signature(words)
    if not asked:
        return []
    cache = caches["renditions"]
    pins: Pins | None = cache.get(KEY)
    if pins is None:
        pins = _pins()
        cache.set(KEY, pins, SECONDS)
    return list(dict.fromkeys(key for stems, keys in pins if stems == asked for key in keys))


def _signature(words: str) -> frozenset[str]:
    return telling_stems(words) or frozenset(stems_of(words))


def _pins() -> Pins:
    found: dict[str, list[str]] = {}
    rows = SearchPromotion.objects.exclude(page=None).order_by("query_id", "sort_order")
    for words, page in rows.values_list("query__query_string", "page_id"):
        found.setdefault(words, []).append(key_of(page))
    return [(_signature(words), keys) for words, keys in found.items()]


def forget(**kwargs: Any) -> None:
    """Read the pins anew at the next question."""
    caches["renditions"].delete(KEY)


def connect() -> None:
    """Listen to marketing's choices; called once, when the app is ready."""
    for model in (SearchPromotion, Query):
        for signal in (post_save, post_delete):
            signal.connect(
                forget, sender=model, dispatch_uid=f"pins-{model.__name__}-{id(signal)}"
            )
