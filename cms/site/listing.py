"""The library's list: what is asked for in the address, and what answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cms.assets.enums import AssetKind
from cms.assets.indexing import PREFIX, pk_of
from cms.assets.models import Asset
from cms.site.pictures import with_renditions
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from search.errors import SearchError
from search.results import SearchQuery
from search.services import search

if TYPE_CHECKING:
    from cms.site.models import LibraryPage

FIRST = 13  # a large card, then four rows of three
STEP = 12
MOST = 241
WORDS = 200
PUBLIC = ("public",)
FILTERS = ("persona", "stage", "kind")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; values that do not exist simply find nothing."""

    words: str = ""
    persona: str = ""
    stage: str = ""
    kind: str = ""
    show: int = FIRST

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        show = query.get("show", "")
        return cls(
            words=" ".join(query.get("q", "").replace("\0", " ").split())[:WORDS],
            persona=query.get("persona", "")[:80],
            stage=query.get("stage", "")[:80],
            kind=query.get("kind", "")[:20],
            show=min(max(int(show), FIRST), MOST) if show.isdecimal() and len(show) < 5 else FIRST,
        )

    @property
    def is_everything(self) -> bool:
        return not (self.words or self.persona or self.stage or self.kind)

    def address(self) -> str:
        """The query string of this list, beginning with `?`."""
        values = {"q": self.words, "persona": self.persona, "stage": self.stage, "kind": self.kind}
        pairs = [(name, value) for name, value in values.items() if value]
        if self.show != FIRST:
            pairs.append(("show", str(self.show)))
        return f"?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    address: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list. `marks` are the words that answered, as HTML, by asset."""

    assets: Sequence[Asset]
    count: int
    kinds: Mapping[str, int]
    marks: Mapping[int, str] = field(default_factory=dict)
    without_search: bool = False


def library_context(page: LibraryPage, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the library's template shows. Eight queries at most."""
    asked = Asked.read(query)
    found = _by_words(asked) if asked.words else _by_choice(asked)
    assets = with_renditions(found.assets, ("card", "large"))
    personas = list(Persona.objects.live().order_by("name").only("name", "slug"))
    stages = list(JourneyStage.objects.only("name", "slug", "order"))
    total = found.count if asked.is_everything else Asset.objects.public().count()
    names = {
        "persona": {p.slug: p.name for p in personas},
        "stage": {s.slug: s.name for s in stages},
    }
    rest = max(0, min(STEP, found.count - len(assets)))
    return {
        "asked": asked,
        "first": assets[0] if assets else None,
        "cards": assets[1:],
        "found": found,
        "marks": found.marks,
        "count": found.count,
        "total": total,
        "heading": _heading(asked, names),
        "persona_chips": _chips(asked, "persona", names["persona"].items()),
        "stage_chips": _chips(asked, "stage", names["stage"].items()),
        "kind_chips": _kind_chips(asked, found.kinds),
        "more": replace(asked, show=asked.show + STEP).address() if rest else "",
        "rest": rest,
        "more_from": len(assets) - STEP if asked.show > FIRST else None,
    }


def _filtered(asked: Asked) -> Any:
    rows = Asset.objects.public()
    if asked.persona:
        rows = rows.filter(personas__slug=asked.persona)
    if asked.stage:
        rows = rows.filter(stages__slug=asked.stage)
    return rows


def _by_choice(asked: Asked, words: str = "") -> Found:
    rows = _filtered(asked)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    kinds = dict(rows.order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
        count = kinds.get(asked.kind, 0)
    else:
        count = sum(kinds.values())
    newest = (
        rows.select_related("hero_image")
        .defer("body", "slides")
        .order_by("-first_published_at", "-pk")[: asked.show]
    )
    return Found(list(newest), count, kinds)


def _by_words(asked: Asked) -> Found:
    """Search by meaning and words. Where search is out of order, by plain words in titles."""
    filters = {
        "visibility": PUBLIC,
        **{name: (value,) for name in FILTERS if (value := getattr(asked, name))},
    }
    try:
        answer = search(
            SearchQuery(words=asked.words, filters=filters, facets=("kind",), limit=asked.show)
        )
    except SearchError:
        return replace(_by_choice(asked, asked.words), without_search=True)
    hits = {pk_of(hit.key): hit for hit in answer.hits if hit.key.startswith(PREFIX)}
    rows = (
        Asset.objects.public()
        .filter(pk__in=hits)
        .select_related("hero_image")
        .defer("body", "slides")
        .in_bulk()
    )
    assets = [rows[pk] for pk in hits if pk in rows]
    return Found(
        assets,
        answer.total - (len(hits) - len(assets)),
        dict(answer.facets.get("kind", {})),
        {pk: hit.highlight for pk, hit in hits.items() if hit.highlight},
    )


def _chips(asked: Asked, name: str, values: Iterable[tuple[str, str]]) -> list[Chip]:
    present = getattr(asked, name)

    def to(value: str) -> str:
        changed: dict[str, Any] = {name: value, "show": FIRST}
        return replace(asked, **changed).address()

    return [
        Chip(_("Everything"), to(""), not present),
        *(Chip(label, to(slug), slug == present) for slug, label in values),
    ]


def _kind_chips(asked: Asked, kinds: Mapping[str, int]) -> list[Chip]:
    plural = {
        AssetKind.CASE_STUDY: _("Case studies"),
        AssetKind.PRODUCT_SHEET: _("Product sheets"),
        AssetKind.ARTICLE: _("Articles"),
        AssetKind.COMPARISON: _("Comparisons"),
        AssetKind.VIDEO: _("Videos"),
        AssetKind.EBOOK: _("E-books"),
        AssetKind.LANDING_PAGE: _("Offers"),
    }
    chips = [Chip(_("All kinds"), replace(asked, kind="", show=FIRST).address(), not asked.kind)]
    chips += [
        Chip(
            label,
            replace(asked, kind=kind.value, show=FIRST).address(),
            asked.kind == kind.value,
            kinds.get(kind.value, 0),
        )
        for kind, label in plural.items()
        if kinds.get(kind.value) or asked.kind == kind.value
    ]
    return chips


def _heading(asked: Asked, names: Mapping[str, Mapping[str, str]]) -> str:
    if asked.words:
        return _("Answers to “%(words)s”") % {"words": asked.words}
    parts = [
        names[name].get(value, value)
        for name in ("persona", "stage")
        if (value := getattr(asked, name))
    ]
    if not parts:
        return _("Newest first")
    return _("For %(choice)s, newest first") % {"choice": ", ".join(parts).lower()}
