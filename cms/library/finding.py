"""Finding content: search's answers with their assets, slides, facets and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.assets.enums import Visibility
from cms.assets.indexing import key_of, pk_of
from cms.assets.models import Asset
from cms.assets.rights import is_team
from cms.errors import NotAllowed
from cms.library.facets import FACETS, Facet, facets_of
from cms.library.pins import NOTHING_PINNED, Pinned, pinned_to
from cms.library.terms import facet_names
from cms.library.understanding import Reading
from cms.library.vocabulary import present, understand
from cms.library.widening import boosts_of, expansions_of
from search import services as search
from search.results import Expansion, Reason, SearchHit, SearchQuery, Understood


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for. Values are slugs; several of one facet widen, facets narrow.

    `for_persona` and `for_stage` do not filter: they prefer, and are given as reasons.
    `ignored` are keys of terms that the words are not to be understood as.
    """

    words: str = ""
    persona: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    visibility: tuple[str, ...] = ()
    for_persona: tuple[str, ...] = ()
    for_stage: tuple[str, ...] = ()
    mixable_only: bool = False
    typing: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        chosen = {name: getattr(self, name) for name in FACETS if getattr(self, name)}
        return {**chosen, "mixable": ("yes",)} if self.mixable_only else chosen

    @property
    def boosts(self) -> dict[str, tuple[str, ...]]:
        boosts = {"persona": self.for_persona, "stage": self.for_stage}
        return {name: values for name, values in boosts.items() if values}


@dataclass(frozen=True, slots=True)
class Found:
    """An asset that answers, with the passage that says so and its best slides first.

    Without a hit it was opened, not searched for.
    """

    asset: Asset
    hit: SearchHit | None
    reasons: tuple[Reason, ...]
    pinned: bool = False

    @property
    def slide_ids(self) -> list[str]:
        """Ids of the asset's slide blocks, those that match best first."""
        best = [passage.anchor for passage in self.hit.slides] if self.hit else []
        rest = [block["id"] for block in self.asset.slides.raw_data if block["id"] not in best]
        return [*best, *rest]


@dataclass(frozen=True, slots=True)
class FindPage:
    """A page of results. `weak` says that nothing good was found; `unasked` that there was no
    word to search for, so that these are the newest; `reading` what the words were understood
    as; `unknown` are words that stand in no asset."""

    results: tuple[Found, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    weak: bool = False
    unasked: bool = False
    took_ms: float = 0.0
    corrected: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    reading: Reading = field(default_factory=Reading)


def find(
    criteria: Criteria,
    *,
    user: Any = None,
    public: bool = False,
    limit: int = 20,
    offset: int = 0,
    exclude: Sequence[int] = (),
    understanding: bool = False,
) -> FindPage:
    """Answer a search for a member of the team, or for the public site.

    With `understanding` the words are read for what they name, and what marketing pinned to
    them stands first. Raises NotAllowed for anybody else, and search's errors. Two queries,
    whatever is found, and those of names, vocabulary and pins now and then.
    """
    filters = criteria.filters
    if public:
        filters["visibility"] = (Visibility.PUBLIC.value,)
    elif user is not None and not is_team(user):
        raise NotAllowed(_("Only the team may search all content."))
    reading, boosts = Reading(), criteria.boosts
    expansion: tuple[Expansion, ...] = ()
    pinned: Pinned = NOTHING_PINNED
    if understanding:
        reading, boosts, expansion = _read(criteria)
    excluded = [key_of(pk) for pk in exclude]
    query = SearchQuery(
        words=criteria.words,
        filters=filters,
        boosts=boosts,
        facets=FACETS,
        exclude_keys=excluded,
        typing=criteria.typing,
        expansion=expansion,
    )
    if understanding:
        pinned = pinned_to(query)
    room = max(0, limit - max(0, len(pinned.hits) - offset))
    page = search.search(
        replace(
            query,
            limit=max(1, room),
            offset=max(0, offset - len(pinned.hits)),
            exclude_keys=[*excluded, *pinned.keys],
        )
    )
    first = pinned.hits[offset : offset + limit]
    return FindPage(
        results=found_for(
            (*first, *page.hits[:room]), _preferred(boosts), pinned=frozenset(pinned.keys)
        ),
        total=page.total + len(pinned.hits),
        facets=facets_of(
            pinned.counted(page.facets), {name: getattr(criteria, name) for name in FACETS}
        ),
        weak=page.weak and not pinned.hits,
        unasked=page.unasked and not pinned.hits,
        took_ms=page.took_ms,
        corrected=page.understood.corrected,
        unknown=_unknown(criteria, page.understood),
        reading=reading,
    )


def _unknown(criteria: Criteria, understood: Understood) -> tuple[str, ...]:
    """Return the words that stand nowhere, without the one that is being typed."""
    words = dict.fromkeys(understood.unknown)
    if criteria.typing:
        return tuple(word for word in words if not criteria.words.endswith(word))
    return tuple(words)


def _read(
    criteria: Criteria,
) -> tuple[Reading, dict[str, tuple[str, ...]], tuple[Expansion, ...]]:
    """Return what the words are understood as, what is preferred, and the further words."""
    reading = understand(criteria.words, ignored=criteria.ignored)
    boosts = boosts_of(reading, criteria.boosts)
    if not criteria.words:
        return reading, boosts, ()
    expansion = expansions_of(
        reading,
        present()[0],
        personas=boosts.get("persona", ()),
        stages=boosts.get("stage", ()),
        ignored=criteria.ignored,
    )
    return reading, boosts, expansion


def found_for(
    hits: Sequence[SearchHit],
    preferred: Mapping[str, str] | None = None,
    *,
    pinned: frozenset[str] = frozenset(),
) -> tuple[Found, ...]:
    """Return the hits with their assets; an asset that went away since the index is left out.

    `preferred` gives the words of reasons that search knows by value only; `pinned` are keys
    of hits that stand first because marketing chose them.
    """
    assets = {
        asset.pk: asset
        for asset in Asset.objects.current()
        .filter(pk__in=[pk_of(hit.key) for hit in hits])
        .select_related("owner")
        .order_by()
    }
    return tuple(
        Found(
            assets[pk_of(hit.key)],
            hit,
            tuple(
                replace(reason, detail=words)
                if (words := (preferred or {}).get(reason.term))
                else reason
                for reason in hit.reasons
            ),
            pinned=hit.key in pinned,
        )
        for hit in hits
        if pk_of(hit.key) in assets
    )


def _preferred(boosts: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what it means, in words, that an asset has a preferred value."""
    names = facet_names()
    said = {"product": _("About %(names)s"), "kind": _("Of the kind asked for: %(names)s")}
    return {
        term: said.get(term, _("For %(names)s"))
        % {"names": ", ".join(names[term].get(v, v) for v in values)}
        for term, values in boosts.items()
    }
