"""A fact in place of a number that the rep has typed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pitch_builder.decks.figures import number_hints, with_fact
from pitch_builder.decks.hints import usable_facts
from pitch_builder.decks.history.recording import changing
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.writing.services import title_of
from pitch_builder.errors import Conflict


def use_fact(
    deck: Deck, *, user: Any, slide_id: int, written: str, fact_id: int, token: str = ""
) -> None:
    """Put a fact wherever this number is typed on a slide that the rep has written.

    Raises NotAllowed, and Conflict where slide, number or fact are not there any more, or the
    number stands where no fact can.
    """
    with changing(deck, user=user, token=token) as step:
        slide = step.by_id.get(slide_id)
        own = None
        if slide is not None and (slide.is_own or slide.is_edited):
            own = next(iter(slide.own.raw_data), None)
        hint = None
        if own is not None:
            hints = number_hints(own["type"], own["value"], usable_facts())
            named = (h for h in hints if h.written == written and h.fact and h.may_use)
            hint = next((h for h in named if h.fact and h.fact.id == fact_id), None)
        if slide is None or own is None or hint is None:
            raise Conflict(_("“%(number)s” is no longer there.") % {"number": written})
        value = with_fact(own["type"], own["value"], hint)
        stream = DeckSlide._meta.get_field("own").stream_block
        slide.own = stream.to_python([{**own, "value": value}])
        slide.title = title_of(slide.own)
        slide.save()
        step.label = _("“%(number)s” is a fact now") % {"number": written}
