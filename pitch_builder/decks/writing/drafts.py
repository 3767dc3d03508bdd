"""Drafts of slides: saved while one types, kept until the slide is on the deck or let go."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError

from cms.slides.blocks import SlidesBlock
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.rights import check_may_edit
from pitch_builder.decks.services import block_messages
from pitch_builder.decks.writing.models import SlideDraft
from pitch_builder.decks.writing.services import check_may_write, live_block, own_digest
from pitch_builder.errors import Conflict

_lenient: SlidesBlock | None = None


def lenient_block() -> SlidesBlock:
    """Return a block that takes a slide before all that it needs is written.

    It is a copy down to its fields: deferring changes a block in place, and the blocks inside
    are shared by all that were made.
    """
    global _lenient
    if _lenient is None:
        block = copy.deepcopy(SlidesBlock())
        block.defer_required_validation()
        _lenient = block
    return _lenient


@dataclass(frozen=True, slots=True)
class Written:
    """What a form holds now: raw blocks to store, as much of them as can be shown, and why not
    all."""

    raw: list[dict[str, Any]]
    shown: list[dict[str, Any]]
    lacking: tuple[str, ...] = ()


def read_form(data: Mapping[str, Any], files: Any, prefix: str = "own") -> Written:
    """Read the StreamField of a posted form, unfinished as it may be.

    Raises ValueError where it is none at all.
    """
    block = lenient_block()
    try:
        value = block.value_from_datadict(data, files, prefix)
    except KeyError as error:
        raise ValueError(str(error)) from error
    raw = block.get_prep_value(value)
    try:
        clean = block.get_prep_value(block.clean(value))
        return Written(clean, clean)
    except StreamBlockValidationError as error:
        wrong = error.as_json_data().get("blockErrors", {})
        shown = [
            {**child, "value": without(child["value"], wrong.get(place, {}))}
            for place, child in enumerate(raw)
        ]
        return Written(raw, shown, tuple(dict.fromkeys(block_messages(error))))


def without(raw: Any, wrong: Mapping[str, Any]) -> Any:
    """Return a raw value without the fields and list items that validation found wrong."""
    inner = wrong.get("blockErrors", {})
    if isinstance(raw, list):
        return [item for place, item in enumerate(raw) if place not in inner]
    return {
        name: without(value, inner[name]) if name in inner else value
        for name, value in raw.items()
        if "messages" not in inner.get(name, {})
    }


def begin_draft(
    deck: Deck, *, user: Any, slide: DeckSlide | None = None, section: str = ""
) -> SlideDraft:
    """Return the user's draft of a slide, or a new one, not saved yet, that begins from it.

    Raises NotAllowed, and PitchError for a slide that the template locks.
    """
    check_may_edit(user, deck)
    fresh = SlideDraft(deck=deck, user=user, section=section[:80], version=0)
    if slide is None:
        return fresh
    kept = SlideDraft.objects.filter(deck=deck, user=user, slide=slide, set_aside=False).first()
    if kept is not None:
        return kept
    check_may_write(slide)
    fresh.slide, fresh.section = slide, slide.section
    fresh.seen_digest = own_digest(slide)
    fresh.content = DeckSlide._meta.get_field("own").get_prep_value(slide.own)
    if slide.block_id and not slide.is_edited and (found := live_block(slide)):
        fresh.content = [found.raw]
        fresh.based_on_id, fresh.based_digest = found.revision, found.digest
    return fresh


@transaction.atomic
def save_draft(draft: SlideDraft, *, content: list[Any], title: str, version: int) -> SlideDraft:
    """Keep what is being written. `version` is the draft's that the window has seen, 0 for none.

    Raises Conflict where another window saved since; nothing is written then.
    """
    check_may_edit(draft.user, draft.deck)
    if draft.pk is None and draft.slide_id is not None:
        # Another window may have begun one since this one was opened.
        draft = (
            SlideDraft.objects.select_for_update()
            .filter(user=draft.user, slide=draft.slide_id, set_aside=False)
            .first()
        ) or draft
    if draft.version != version:
        raise Conflict(_("You have written on this slide in another window since."))
    draft.content, draft.title, draft.version = content, title[:250], version + 1
    draft.saved_at = timezone.now()
    draft.save()
    return draft


def put_aside(draft: SlideDraft, content: list[Any], title: str) -> SlideDraft:
    """Keep a version that gives way beside the draft; of a new slide as one more that is begun."""
    return SlideDraft.objects.create(
        deck=draft.deck,
        slide_id=draft.slide_id,
        user=draft.user,
        section=draft.section,
        content=content,
        title=title[:250],
        seen_digest=draft.seen_digest,
        based_on_id=draft.based_on_id,
        based_digest=draft.based_digest,
        saved_at=timezone.now(),
        set_aside=draft.slide_id is not None,
    )


@transaction.atomic
def bring_back(kept: SlideDraft) -> SlideDraft:
    """Write on with a version that was put aside; what is written now goes aside for it."""
    present = SlideDraft.objects.filter(
        deck=kept.deck, user=kept.user, slide=kept.slide_id, set_aside=False
    ).first()
    if present is not None:
        put_aside(present, present.content, present.title)
        present.delete()
    kept.set_aside, kept.version = False, kept.version + 1
    kept.save()
    return kept


def drafts_of(deck: Deck, user: Any) -> list[SlideDraft]:
    """Return what the user has begun on a deck and not put there yet. One query."""
    return list(SlideDraft.objects.filter(deck=deck, user=user, set_aside=False))


def aside_of(draft: SlideDraft) -> list[SlideDraft]:
    """Return the versions of a slide that gave way, the newest first."""
    if draft.slide_id is None:
        return []
    rows = SlideDraft.objects.filter(
        deck=draft.deck, user=draft.user, slide=draft.slide_id, set_aside=True
    )
    return list(rows.order_by("-saved_at"))
