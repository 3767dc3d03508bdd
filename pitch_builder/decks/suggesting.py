"""Slides that marketing's content offers for a deck, for its persona and stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.assets.indexing import slide_title
from cms.assets.models import Asset
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.library.drawing import Child, draw, slides_block, wanted_of
from cms.recommendations.services import Place, Recommendation, recommend
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import TemplateSection, family_of
from search.documents import Passage

MOST = 8


@dataclass(frozen=True, slots=True)
class OfferedSlide:
    """A slide that may be put on the deck, by its block's id. Its drawing is fetched apart."""

    block_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """An asset whose slides may stand on the deck, and why; those that answer best come first."""

    asset: Asset
    why: Recommendation
    slides: tuple[OfferedSlide, ...] = ()

    @property
    def slide_ids(self) -> list[str]:
        return [slide.block_id for slide in self.slides]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`batch` names the list in the log; None while typing. `weak`: nothing answers well."""

    results: tuple[Suggested, ...]
    batch: UUID | None = None
    weak: bool = False


def suggest(
    deck: Deck,
    *,
    words: str = "",
    section: TemplateSection | None = None,
    limit: int = MOST,
    user: Any = None,
) -> Suggestions:
    """Return assets whose slides may stand on the deck and do not yet, the fittest first.

    Without words the section's own question is asked, and where there is none what the deck's
    persona asks at its stage. Five queries and recommending's own.
    """
    stage = (section.stage if section else None) or deck.stage
    own = (section.query or section.hint) if section else ""
    page = recommend(
        words=words.strip() or own,
        persona=deck.persona,
        stage=stage,
        prospect=deck.prospect,
        deck_keys={pk for pk in deck.deck_slides.values_list("asset_id", flat=True) if pk},
        mixable_only=True,
        kinds=(deck.template.kinds or ()) if deck.template else (),
        limit=limit,
        place=Place.DECK,
        about=f"deck:{deck.pk}",
        user=user,
        logged=not words.strip(),
    )
    assets = {
        asset.pk: asset
        for asset in Asset.objects.usable_in_decks()
        .filter(pk__in=[item.asset_id for item in page.items])
        .defer("body")
    }
    kept = [item for item in page.items if item.asset_id in assets]
    with fact_scope(_facts_on_slides(assets.values())):
        results = tuple(_suggested(assets[item.asset_id], item) for item in kept)
    return Suggestions(results, page.batch, page.weak)


def _suggested(asset: Asset, item: Recommendation) -> Suggested:
    raw = {block["id"]: block for block in asset.slides.raw_data}
    ids = best_first(asset, item.slides)
    return Suggested(asset, item, tuple(OfferedSlide(pk, _title(raw[pk])) for pk in ids))


def _facts_on_slides(assets: Iterable[Asset]) -> set[int]:
    return facts_in([list(asset.slides.raw_data) for asset in assets])


def _title(block: Mapping[str, Any]) -> str:
    return slide_title(Child(slides_block().child_blocks[block["type"]], block["value"]))


def drawings_of(deck: Deck, wanted: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Return “asset:block” to HTML for slides that may stand on decks, in this deck's look;
    others are left out."""
    blocks: dict[int, list[str]] = {}
    for asset_id, block_id in wanted:
        blocks.setdefault(asset_id, []).append(block_id)
    assets = list(Asset.objects.usable_in_decks().filter(pk__in=blocks).defer("body"))
    slides = [
        (asset.pk, slide)
        for asset in assets
        for slide in wanted_of(asset.slides.raw_data, blocks[asset.pk])
    ]
    with fact_scope(_facts_on_slides(assets), show_expired=True):
        drawn = draw([slide for _pk, slide in slides], family_of(deck.template))
        return {
            f"{pk}:{one.block_id}": one.html
            for (pk, _slide), one in zip(slides, drawn, strict=True)
        }


def best_first(asset: Any, passages: Sequence[Passage]) -> list[str]:
    """Return the ids of an asset's slide blocks, those of these passages first."""
    there = [block["id"] for block in asset.slides.raw_data]
    best = [passage.anchor for passage in passages if passage.anchor in there]
    return [*best, *(block for block in there if block not in best)]
