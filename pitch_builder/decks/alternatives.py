"""Other slides for a place of a deck: kept with its slide, and swapped in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.recommendations.services import What, log_taken
from pitch_builder.decks.history.recording import Step, changing, is_locked
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.errors import Conflict, PitchError

# As `DeckSlide.alternatives` keeps them: {"deck": id, "batch": id or "", "slides": [{"asset": id,
# "block": id, "title": …, "asset_title": …, "reason": …}, …]}.
Stored = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A slide that may stand in another's place, and why."""

    asset_id: int
    block_id: str
    title: str
    asset_title: str
    reason: str


def stored(deck: Deck, batch: UUID | None, slides: Sequence[Any]) -> Stored | None:
    """Return a draft's slides as `DeckSlide.alternatives` keeps them."""
    if not slides:
        return None
    return {
        "deck": deck.pk,
        "batch": str(batch or ""),
        "slides": [
            {
                "asset": slide.asset.pk,
                "block": slide.block_id,
                "title": slide.title[:250],
                "asset_title": slide.asset.title[:255],
                "reason": slide.reason[:300],
            }
            for slide in slides
        ],
    }


def alternatives_of(slide: DeckSlide) -> tuple[Alternative, ...]:
    """Return the slides that a place can be swapped for; none for a locked one."""
    if slide.is_locked or not slide.alternatives:
        return ()
    return tuple(
        Alternative(one["asset"], one["block"], one["title"], one["asset_title"], one["reason"])
        for one in slide.alternatives.get("slides", ())
    )


def swap(
    deck: Deck, *, user: Any, slide_id: int, asset_id: int, block_id: str, token: str = ""
) -> DeckSlide:
    """Put an alternative in a slide's place; the slide becomes an alternative in its turn.

    Raises NotAllowed, Conflict where the slide is gone or does not offer this alternative, and
    PitchError where it is locked, or where the alternative stands on the deck or may not stand
    on decks any more.
    """
    with changing(deck, user=user, token=token) as step:
        slide = free_place(step, slide_id)
        kept = slide.alternatives or {}
        there = _kept(slide)
        wanted = next(
            (
                one
                for one in alternatives_of(slide)
                if (one.asset_id, one.block_id) == (asset_id, block_id)
            ),
            None,
        )
        if wanted is None:
            raise Conflict(_("This place has other slides to choose from by now."))
        check_usable(step.deck, wanted)
        step.label = _("“%(title)s” swapped for “%(other)s”") % {
            "title": slide,
            "other": wanted.title,
        }
        slide.alternatives = {
            **kept,
            "slides": [
                there if (one["asset"], one["block"]) == (asset_id, block_id) else one
                for one in kept["slides"]
            ],
        }
        show(slide, wanted)
        slide.save()
    if kept.get("deck") == deck.pk:  # a copied deck was offered nothing
        log_taken(kept.get("batch"), asset_id, What.ON_DECK)
    return slide


def free_place(step: Step, slide_id: int) -> DeckSlide:
    """Return the slide at a place that another may take. Raises Conflict, PitchError if locked."""
    slide = step.by_id.get(slide_id)
    if slide is None:
        raise Conflict(_("This slide is no longer on the deck."))
    if slide.is_locked:
        raise is_locked(slide)
    return slide


def show(slide: DeckSlide, wanted: Alternative) -> None:
    """Let a place show another slide of marketing's; what the rep wrote there is dropped."""
    slide.asset_id, slide.block_id = wanted.asset_id, wanted.block_id
    slide.title, slide.asset_title = wanted.title, wanted.asset_title
    slide.reason = wanted.reason
    slide.own, slide.based_on, slide.based_digest, slide.taken = [], None, "", ""


def _kept(slide: DeckSlide) -> dict[str, Any]:
    return {
        "asset": slide.asset_id,
        "block": slide.block_id,
        "title": slide.title,
        "asset_title": slide.asset_title,
        "reason": slide.reason,
    }


def check_usable(deck: Deck, wanted: Alternative) -> None:
    """Raise PitchError where a slide stands on the deck already, or may not stand on it."""
    if deck.deck_slides.filter(asset=wanted.asset_id, block_id=wanted.block_id).exists():
        raise PitchError(_("“%(slide)s” stands on the deck already.") % {"slide": wanted.title})
    asset = Asset.objects.usable_in_decks().filter(pk=wanted.asset_id).first()
    if asset is None or all(block["id"] != wanted.block_id for block in asset.slides.raw_data):
        raise PitchError(
            _("“%(slide)s” may not stand on decks any more. Nothing was changed.")
            % {"slide": wanted.title}
        )
    if deck.template is not None and not deck.template.allows(asset.kind):
        raise PitchError(
            _("The template does not take “%(slide)s”. Nothing was changed.")
            % {"slide": wanted.title}
        )
