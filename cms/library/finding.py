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
from cms.library.terms import facet_names
from search import services as search
from search.results import Reason, SearchHit, SearchQuery

FACETS = ("persona", "stage", "kind", "industry", "product", "visibility")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for. Values are slugs; several of one facet widen, facets narrow.

    `for_persona` and `for_stage` do not filter: they prefer, and are given as reasons.
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

    @property
    def slide_ids(self) -> list[str]:
        """Ids of the asset's slide blocks, those that match best first."""
        best = [passage.anchor for passage in self.hit.slides] if self.hit else []
        rest = [block["id"] for block in self.asset.slides.raw_data if block["id"] not in best]
        return [*best, *rest]


@dataclass(frozen=True, slots=True)
class FacetValue:
    slug: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class FindPage:
    """A page of results. `weak` says that nothing good was found."""

    results: tuple[Found, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    weak: bool = False
    took_ms: float = 0.0
    corrected: Mapping[str, str] = field(default_factory=dict)


def find(
    criteria: Criteria,
    *,
    user: Any = None,
    public: bool = False,
    limit: int = 20,
    offset: int = 0,
    exclude: Sequence[int] = (),
) -> FindPage:
    """Answer a search for a member of the team, or for the public site.

    Raises NotAllowed for anybody else, and search's errors. Two queries, whatever is found, and
    those of `facet_names` now and then.
    """
    filters = criteria.filters
    if public:
        filters["visibility"] = (Visibility.PUBLIC.value,)
    elif user is not None and not is_team(user):
        raise NotAllowed(_("Only the team may search all content."))
    page = search.search(
        SearchQuery(
            words=criteria.words,
            filters=filters,
            boosts=criteria.boosts,
            facets=FACETS,
            limit=limit,
            offset=offset,
            exclude_keys=[key_of(pk) for pk in exclude],
            typing=criteria.typing,
        )
    )
    return FindPage(
        results=found_for(page.hits, _preferred(criteria)),
        total=page.total,
        facets=_facets(page.facets, criteria),
        weak=page.weak,
        took_ms=page.took_ms,
        corrected=page.understood.corrected,
    )


def found_for(
    hits: Sequence[SearchHit], preferred: Mapping[str, str] | None = None
) -> tuple[Found, ...]:
    """Return the hits with their assets; an asset that went away since the index is left out.

    `preferred` gives the words of reasons that search knows by value only.
    """
    assets = {
        asset.pk: asset
        for asset in Asset.objects.current()
        .filter(pk__in=[pk_of(hit.key) for hit in hits])
        .select_related("hero_image", "owner")
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
        )
        for hit in hits
        if pk_of(hit.key) in assets
    )


def _preferred(criteria: Criteria) -> dict[str, str]:
    """Return what it means, in words, that an asset is for the preferred persona or stage."""
    names = facet_names()
    return {
        term: _("For %(names)s") % {"names": ", ".join(names[term].get(v, v) for v in values)}
        for term, values in criteria.boosts.items()
    }


def _facets(counts: Mapping[str, Mapping[str, int]], criteria: Criteria) -> tuple[Facet, ...]:
    labels = {
        "persona": _("Persona"),
        "stage": _("Stage"),
        "kind": _("Kind"),
        "industry": _("Industry"),
        "product": _("Product"),
        "visibility": _("Who may see it"),
    }
    facets = []
    for name, names in facet_names().items():
        chosen = getattr(criteria, name)
        values = tuple(
            FacetValue(slug, label, counts.get(name, {}).get(slug, 0), slug in chosen)
            for slug, label in names.items()
            if counts.get(name, {}).get(slug, 0) or slug in chosen
        )
        if values:
            facets.append(Facet(name, labels[name], values))
    return tuple(facets)
