"""Writing slides: the rep's own, and the rep's edits of marketing's. Neither is approved."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.assets.indexing import slide_title
from cms.assets.models import Asset
from pitch_builder.builds.manifest import content_digest
from pitch_builder.decks.history.recording import changing, is_locked
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.services import place_before, put
from pitch_builder.errors import Conflict, NotAllowed, PitchError

NOTHING: list[dict[str, Any]] = []


def write_new_slide(
    deck: Deck, *, user: Any, stream: Any, section: str = "", before: int | None = None
) -> DeckSlide:
    """Put a new slide of the rep's own on the deck, from a cleaned StreamField value."""
    with changing(deck, user=user) as step:
        slide = DeckSlide(section=section[:80], own=stream, title=title_of(stream))
        put(step, [slide], at=place_before(step, before))
        step.label = _("“%(title)s” written") % {"title": slide}
    return slide


def change_slide(
    slide: DeckSlide,
    *,
    user: Any,
    stream: Any,
    seen: str | None = None,
    based_on: int | None = None,
    based_digest: str = "",
) -> DeckSlide:
    """Write an own slide anew, or an edit of marketing's, from a cleaned StreamField value.

    `seen` is `own_digest` as the writer found it; raises Conflict where it is another by now.
    The first edit of marketing's slide says what it was made from. Raises NotAllowed, and
    PitchError for a slide that the template locks.
    """
    with changing(slide.deck, user=user) as step:
        row = step.by_id.get(slide.pk)
        if row is None:
            raise Conflict(_("This slide is no longer on the deck."))
        if row.is_locked:
            raise is_locked(row)
        if seen is not None and seen != own_digest(row):
            raise Conflict(_("This slide was changed elsewhere since you began."))
        row.own, row.title = stream, title_of(stream)
        if row.block_id and not row.is_edited:
            if not based_digest:
                raise PitchError(_("Say what the edit was made from."))
            row.based_on_id, row.based_digest = based_on, based_digest
        row.save()
        step.label = _("“%(title)s” edited") % {"title": row}
    return row


def own_digest(slide: DeckSlide) -> str:
    """Return the digest of what the rep has written on a slide, empty where that is nothing."""
    own = next(iter(slide.own.raw_data), None) if slide.is_own or slide.is_edited else None
    return content_digest(own["type"], own["value"]) if own else ""


def take_marketings(deck: Deck, *, user: Any, slide_id: int, token: str = "") -> None:
    """Drop the rep's edit of a slide: it shows marketing's own again, as that is now."""
    with changing(deck, user=user, token=token) as step:
        slide = _edited(step.by_id.get(slide_id))
        found = live_block(slide)
        if found is not None:
            slide.title = found.title
        slide.own, slide.based_on_id, slide.based_digest = NOTHING, None, ""
        slide.save()
        step.label = _("Marketing's “%(title)s” taken again") % {"title": slide}


def keep_edit(deck: Deck, *, user: Any, slide_id: int, token: str = "") -> None:
    """Keep the rep's edit though marketing's slide has changed: it counts as based on that now."""
    with changing(deck, user=user, token=token) as step:
        slide = _edited(step.by_id.get(slide_id))
        found = live_block(slide)
        if found is None:
            raise PitchError(_("Marketing has no such slide any more."))
        slide.based_on_id, slide.based_digest = found.revision, found.digest
        slide.save()
        step.label = _("Edit of “%(title)s” kept") % {"title": slide}


def _edited(slide: DeckSlide | None) -> DeckSlide:
    if slide is None:
        raise Conflict(_("This slide is no longer on the deck."))
    if not slide.is_edited:
        raise PitchError(_("“%(title)s” is marketing's already.") % {"title": slide})
    return slide


class LiveBlock:
    """Marketing's slide as it is now: raw block, digest, title, and the asset's live revision."""

    def __init__(self, asset: Asset, child: Any, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.digest = content_digest(raw["type"], raw["value"])
        self.title = slide_title(child)[:250]
        self.revision = asset.live_revision_id


def live_block(slide: DeckSlide) -> LiveBlock | None:
    """Return marketing's slide that stands behind one of a deck, None where it is gone."""
    if slide.asset is None:
        return None
    for place, raw in enumerate(slide.asset.slides.raw_data):
        if raw.get("id") == slide.block_id:
            return LiveBlock(slide.asset, slide.asset.slides[place], raw)
    return None


def check_may_write(slide: DeckSlide) -> None:
    """Raise what stands against writing on a slide of a deck that the user may edit."""
    if slide.is_locked:
        raise is_locked(slide)
    if slide.block_id and not slide.is_edited and live_block(slide) is None:
        raise NotAllowed(_("Marketing has taken this slide out: there is nothing to edit."))


def title_of(stream: Any) -> str:
    """Return what a slide is called, from its StreamField value."""
    return slide_title(stream[0])[:250]
