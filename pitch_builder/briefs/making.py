"""From a draft to a deck: its slides with their reasons and alternatives, logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.recommendations.services import What, log_shown, log_taken
from personas.accounts.models import Account
from pitch_builder.briefs.drafting import Draft, DraftPart, DraftPlace, Slide, check_visible
from pitch_builder.decks.alternatives import stored
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.references import index_references
from pitch_builder.decks.starting import start_deck
from pitch_builder.errors import PitchError

Chosen = Mapping[tuple[int, int], str]
"""What stands at a place, by its part and its number there: a slide's key, or empty for none."""


@dataclass(frozen=True, slots=True)
class Made:
    """The deck, and in words what is not as it was chosen."""

    deck: Deck
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    place: DraftPlace
    slide: Slide
    row: DeckSlide


@transaction.atomic
def make_deck(
    draft: Draft,
    *,
    user: Any,
    account: Account | None = None,
    title: str = "",
    lead: str | None = None,
    chosen: Chosen | None = None,
) -> Made:
    """Make the deck of a draft: the template's start slides, and at each place the draft's slide
    or the alternative that was chosen.

    What was shown and taken is logged, part by part. Raises what `create_deck` raises, and
    PitchError where no account is named. About fifteen queries, and eight a part.
    """
    account = account or draft.account
    if account is None:
        raise PitchError(_("Choose the account: a deck is for somebody."))
    check_visible(user, account, draft.prospect)
    started = start_deck(
        user=user,
        template=draft.template,
        title=title.strip() or draft.title,
        lead=draft.lead if lead is None else lead,
        account=account,
        prospect=draft.prospect,
        persona=draft.persona,
        stage=draft.stage,
    )
    placed, notes = _placed(started.deck, draft, chosen or {})
    for part in draft.parts:
        _log(started.deck, draft, part, placed.get(part.number, []), user)
    _write(started.deck, draft, placed)
    index_references(started.deck)
    left_out = [_("Left out: %(slide)s") % {"slide": text} for text in started.left_out]
    return Made(started.deck, (*left_out, *notes, *_empty(draft)))


def _placed(
    deck: Deck, draft: Draft, chosen: Chosen
) -> tuple[dict[int, list[_Placed]], list[str]]:
    """Return what stands at each place, part by part, and what is not as it was chosen."""
    taken: set[str] = set()
    notes: list[str] = []
    found: dict[int, list[_Placed]] = {}
    for part in draft.parts:
        for number, place in enumerate(part.places):
            key = chosen.get((part.number, number), place.slide.key)
            if not key:
                continue
            slide = next((one for one in place.options if one.key == key), None)
            if slide is None:
                notes.append(
                    _("A slide that you chose for “%(part)s” changed meanwhile; the first choice "
                      "stands there.") % {"part": part.part.name}
                )  # fmt: skip
                slide = place.slide
            if slide.key in taken:
                notes.append(_("“%(slide)s” stands on the deck once.") % {"slide": slide.title})
                continue
            taken.add(slide.key)
            row = DeckSlide(
                deck=deck,
                section=part.part.name[:80],
                asset_id=slide.asset.pk,
                block_id=slide.block_id,
                title=slide.title[:250],
                asset_title=slide.asset.title[:255],
                reason=slide.reason[:300],
            )
            found.setdefault(part.number, []).append(_Placed(place, slide, row))
    return found, notes


def _log(deck: Deck, draft: Draft, part: DraftPart, placed: Sequence[_Placed], user: Any) -> None:
    """Log what was shown for a part and what of it was taken, and keep the rest for swapping."""
    shown = [place.slide for place in part.places]
    shown += [one for place in part.places for one in place.alternatives]
    batch = None
    if shown and draft.found is not None:
        batch = log_shown(
            draft.found.shortlists[part.number],
            [slide.asset.pk for slide in shown],
            about=f"deck:{deck.pk}",
            user=user,
        )
    for one in placed:
        others = [slide for slide in one.place.options if slide.key != one.slide.key]
        one.row.alternatives = stored(deck, batch, others)
    for asset in dict.fromkeys(one.slide.asset.pk for one in placed):
        log_taken(batch, asset, What.ON_DECK)


def _write(deck: Deck, draft: Draft, placed: Mapping[int, Sequence[_Placed]]) -> None:
    """Put the slides among those that the template brought, in the order of the parts."""
    brought: dict[str, list[DeckSlide]] = {}
    for row in DeckSlide.objects.filter(deck=deck).order_by("sort_order", "pk"):
        brought.setdefault(row.section, []).append(row)
    last = _calls_to_action(brought)
    order: list[DeckSlide] = []
    for part in draft.parts:
        start = brought.pop(part.part.name, [])
        order += [row for row in start if row.block_id not in last]
        order += [one.row for one in placed.get(part.number, ())]
        order += [row for row in start if row.block_id in last]
    order += [row for rows in brought.values() for row in rows]
    for number, row in enumerate(order):
        row.sort_order = number
    DeckSlide.objects.bulk_create([row for row in order if row.pk is None])
    DeckSlide.objects.bulk_update([row for row in order if row.start_slide_id], ["sort_order"])


def _calls_to_action(brought: Mapping[str, Sequence[DeckSlide]]) -> set[str]:
    """Return the blocks of start slides that end a section."""
    rows = [row for rows in brought.values() for row in rows]
    assets = Asset.objects.filter(pk__in={row.asset_id for row in rows}).defer("body")
    return {
        block["id"]
        for asset in assets
        for block in asset.slides.raw_data
        if block["type"] == "call_to_action"
    }


def _empty(draft: Draft) -> Iterator[str]:
    for part in draft.parts:
        if not part.places and not part.start:
            yield _("“%(part)s” is still empty. %(why)s") % {
                "part": part.part.name,
                "why": part.says,
            }
