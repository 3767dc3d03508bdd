"""Slides that marketing's content offers for a deck, for its persona and stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.assets.models import Asset
from cms.recommendations.services import Place, Recommendation, recommend
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import TemplateSection
from search.documents import Passage

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggested:
    """An asset whose slides may stand on the deck, and why."""

    asset: Asset
    why: Recommendation

    @property
    def slide_ids(self) -> list[str]:
        """Ids of the asset's slide blocks, those that answer best first."""
        return best_first(self.asset, self.why.slides)


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
    return Suggestions(
        tuple(
            Suggested(assets[item.asset_id], item)
            for item in page.items
            if item.asset_id in assets
        ),
        page.batch,
        page.weak,
    )


def best_first(asset: Any, passages: Sequence[Passage]) -> list[str]:
    """Return the ids of an asset's slide blocks, those of these passages first."""
    there = [block["id"] for block in asset.slides.raw_data]
    best = [passage.anchor for passage in passages if passage.anchor in there]
    return [*best, *(block for block in there if block not in best)]
