"""A deck from a template: its start slides in their sections, as far as they may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate, TemplateSlide
from pitch_builder.decks.references import index_references
from pitch_builder.decks.resolving import asset_problems
from pitch_builder.decks.services import create_deck


@dataclass(frozen=True, slots=True)
class Started:
    """The deck, and in words which of the template's slides were left out and why."""

    deck: Deck
    left_out: tuple[str, ...]


@transaction.atomic
def start_deck(*, user: Any, template: DeckTemplate | None = None, **fields: Any) -> Started:
    """Make a deck as `create_deck` does, with the template's start slides. Raises what it raises.

    A slide whose asset is not current, internal or gone is left out, and said.
    """
    deck = create_deck(user=user, template=template, **fields)
    if template is None:
        return Started(deck, ())
    wanted = start_slides(template)
    assets = Asset.objects.in_bulk({slide.asset_id for slide in wanted if slide.asset_id})
    placed: list[DeckSlide] = []
    left_out: list[str] = []
    for slide in wanted:
        found = DeckSlide(
            deck=deck,
            section=slide.section.name,
            sort_order=len(placed),
            asset=assets.get(slide.asset_id) if slide.asset_id else None,
            block_id=slide.block_id,
            title=slide.title,
            asset_title=slide.asset_title,
            reason=_("Comes with “%(template)s”.") % {"template": template.name},
            start_slide=slide,
        )
        problems = list(asset_problems(found, found.asset, _is_there(found)))
        if problems:
            left_out.append(
                _("“%(slide)s”: %(problem)s") % {"slide": slide, "problem": problems[0].text}
            )
        else:
            placed.append(found)
    DeckSlide.objects.bulk_create(placed)
    index_references(deck)
    return Started(deck, tuple(left_out))


def start_slides(template: DeckTemplate) -> list[TemplateSlide]:
    """Return the start slides of a template in order, with their sections. One query."""
    return list(
        TemplateSlide.objects.filter(section__template=template)
        .select_related("section")
        .order_by("section__sort_order", "section", "sort_order", "pk")
    )


def _is_there(slide: DeckSlide) -> bool:
    return slide.asset is not None and any(
        block.get("id") == slide.block_id for block in slide.asset.slides.raw_data
    )
