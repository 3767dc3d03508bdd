"""The slides that a deck may be filled from: recommendation's shortlists, slide by slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cms.assets.indexing import text_of
from cms.assets.models import Asset
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.facts.values import FactState
from cms.recommendations.services import Place, Recommendation, Shortlist, shortlist
from pitch_builder.briefs.planning import Material, Offer, Slide
from pitch_builder.briefs.storylines import Part
from pitch_builder.decks.outlines import DeckTemplate
from search import chunking, vectors
from search.documents import SLIDE, Passage
from search.embedding import get_embedder

SLIDES = 12  # of one asset that are looked at


@dataclass(frozen=True, slots=True)
class Asked:
    """What slides are looked for. `topics` are the brief's own words, `background` what is known
    beside them, with what it counts, below 1; `stages` by slug; `kinds` are preferred, those that
    the `template` does not take are left out."""

    parts: Sequence[Part]
    topics: Sequence[str]
    background: Mapping[str, float] = field(default_factory=dict)
    persona: Any = None
    stage: Any = None
    prospect: Any = None
    stages: Mapping[str, Any] = field(default_factory=dict)
    industries: Sequence[str] = ()
    products: Sequence[str] = ()
    kinds: Sequence[str] = ()
    template: DeckTemplate | None = None

    def stage_of(self, part: Part) -> Any:
        """Return the stage that a part's slides are preferred for: its own, else the deck's."""
        return self.stages.get(part.stage) or self.stage


@dataclass(frozen=True, slots=True)
class Found:
    """Material, with what it came from: a shortlist a part, and the assets by id."""

    material: Material
    shortlists: tuple[Shortlist, ...]
    assets: Mapping[int, Asset]

    def why(self, part: int, asset: int) -> Recommendation | None:
        """Return what recommendation says of an asset in a part."""
        return next((one for one in self.shortlists[part].items if one.asset_id == asset), None)


def find(asked: Asked) -> Found:
    """Return all slides that may stand on the deck, with what tells how well they fit.

    One query a part, two for a prospect, and six for all together. Raises search's errors.
    """
    lists = tuple(_shortlist(asked, part) for part in asked.parts)
    passages = {
        (item.asset_id, passage.anchor): (item.title, passage)
        for one in lists
        for item in one.items
        for passage in item.slides
    }
    assets = {
        asset.pk: asset
        for asset in Asset.objects.usable_in_decks()
        .filter(pk__in={asset for asset, _block in passages})
        .defer("body")
        .select_related("locale")
        .prefetch_related("industries", "products")
        if _is_read(asset) and _is_taken(asset, asked.template)
    }
    offers = list(_offers(assets, asked, passages))
    return Found(_material(asked, lists, offers, passages), lists, assets)


@dataclass(frozen=True, slots=True)
class Near:
    """A slide, and how near it is to a text: a cosine."""

    asset: Asset
    offer: Offer
    cosine: float


def slides_near(
    assets: Iterable[Asset], text: str, template: DeckTemplate | None = None
) -> list[Near]:
    """Return the slides of a few assets that may stand on a deck, each with its nearness.

    Five queries for all of them. Raises search's errors.
    """
    there = {asset.pk: asset for asset in assets if _is_taken(asset, template)}
    with fact_scope(set().union(*(asset.fact_ids for asset in there.values()))):
        passages = {
            (pk, passage.anchor): (asset.title, passage)
            for pk, asset in there.items()
            for passage in chunking.passages(text_of(asset))
            if passage.kind == SLIDE
        }
    offers = list(_offers(there, Asked((), ()), passages))
    if not offers:
        return []
    of_slides = vectors.of_passages([passages[one.asset, one.block] for one in offers])
    cosines = of_slides @ vectors.of_texts([text])[0]
    return [
        Near(there[one.asset], one, float(cosine))
        for one, cosine in zip(offers, cosines, strict=True)
    ]


def _is_taken(asset: Asset, template: DeckTemplate | None) -> bool:
    return template is None or template.allows(asset.kind)


def _is_read(asset: Asset) -> bool:
    """Tell whether the model reads an asset's language: of others nothing can be said."""
    served = get_embedder().languages
    return not served or asset.locale.language_code.split("-")[0] in served


def _shortlist(asked: Asked, part: Part) -> Shortlist:
    said = " ".join(asked.topics)
    return shortlist(
        words=f"{part.question} {said}".strip(),
        persona=asked.persona,
        stage=asked.stage_of(part),
        prospect=asked.prospect,
        keep=_kept(asked, part),
        slides=SLIDES,
        place=Place.BRIEF,
    )


def _title(titled: tuple[str, Passage]) -> str:
    title, passage = titled
    return passage.headings[-1] if passage.headings else title


def _kept(asked: Asked, part: Part) -> dict[str, tuple[str, ...]]:
    """Return which stories a part must not miss: customers', of the trade where it is known."""
    if not part.serving.one_story:
        return {}
    stories = {"kind": tuple(kind for kind, fit in part.serving.kinds.items() if fit == 1.0)}
    return {**stories, "industry": tuple(asked.industries)} if asked.industries else stories


def _offers(
    assets: Mapping[int, Asset], asked: Asked, passages: Mapping[Slide, tuple[str, Passage]]
) -> Iterator[Offer]:
    """Yield those slides of assets that are among the passages, without those that show a figure
    which may not be shown."""
    raws = {pk: list(asset.slides.raw_data) for pk, asset in assets.items()}
    ids = {block["id"]: facts_in(block) for blocks in raws.values() for block in blocks}
    with fact_scope(set().union(*ids.values())) as scope:
        stale = {pk for pk in set().union(*ids.values()) if not is_live(scope.fact(pk), scope)}
    for pk, asset in assets.items():
        trades = {industry.slug for industry in asset.industries.all()}
        trade = _trade(trades, set(asked.industries))
        named = bool({p.slug for p in asset.products.all()} & set(asked.products)) or (
            asset.kind in asked.kinds
        )
        for place, block in enumerate(raws[pk]):
            facts = ids[block["id"]]
            titled = passages.get((pk, block["id"]))
            if titled is not None and not facts & stale:
                yield Offer(
                    pk,
                    block["id"],
                    block["type"],
                    asset.kind,
                    place,
                    title=_title(titled),
                    trade=trade,
                    facts=bool(facts),
                    wanted=float(named),
                )


def is_live(fact: Any, scope: Any) -> bool:
    """Tell whether a figure may be shown today, by the scope that holds it."""
    return fact is not None and fact.current.state(scope.today) is FactState.LIVE


def _trade(of_asset: set[str], asked: set[str]) -> float:
    if not of_asset or not asked:
        return 0.5
    return 1.0 if of_asset & asked else 0.0


def _material(
    asked: Asked,
    lists: Sequence[Shortlist],
    offers: Sequence[Offer],
    passages: Mapping[Slide, tuple[str, Passage]],
) -> Material:
    of_slides = vectors.of_passages([passages[one.asset, one.block] for one in offers])
    questions = vectors.of_texts([part.question for part in asked.parts])
    topics = vectors.of_texts([*asked.topics, *asked.background])
    scores = [{item.asset_id: item.score for item in one.items} for one in lists]
    return Material(
        offers=offers,
        questions=(questions @ of_slides.T).astype(np.float64),
        topics=(topics @ of_slides.T).astype(np.float64),
        weights=np.array([1.0] * len(asked.topics) + list(asked.background.values())),
        assets=np.array([[row.get(one.asset, np.nan) for one in offers] for row in scores]),
        likeness=np.clip(of_slides @ of_slides.T, 0.0, 1.0).astype(np.float64),
    )
