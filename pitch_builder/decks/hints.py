"""What a rep should look at before building: typed numbers, merge fields that are empty.

None of it stops a build.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.facts.history import known_facts
from cms.facts.restating import KnownFact, texts_in
from cms.facts.values import FactState
from pitch_builder.decks.figures import NumberHint, number_hints
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import ResolvedSlide, merge_values
from pitch_builder.merging import DEFAULTS, FIELDS, missing_fields


@dataclass(frozen=True, slots=True)
class EmptyField:
    """A merge field that the deck names and has nothing for, and where to give it."""

    name: str
    url: str
    todo: str
    on_cover: bool
    slides: tuple[int, ...]
    """Numbers of the slides that name it."""

    @property
    def text(self) -> str:
        words = {"field": "{{" + self.name + "}}", "instead": DEFAULTS.get(self.name)}
        return _("%(field)s is empty and reads “%(instead)s”:") % words


def usable_facts() -> list[KnownFact]:
    """Return the facts that may be shown today, with the values that they had before."""
    today = timezone.localdate()
    return [known for known in known_facts() if known.value.state(today) is FactState.LIVE]


def numbers_of(slides: Sequence[ResolvedSlide]) -> dict[int, tuple[NumberHint, ...]]:
    """Return the hints on typed numbers by the slide's id; marketing's slides have none.

    Two queries at most, none where the rep has written no slide.
    """
    written = [slide for slide in slides if slide.number and _own(slide) is not None]
    facts = usable_facts() if written else []
    found: dict[int, tuple[NumberHint, ...]] = {}
    for slide in written:
        own = _own(slide)
        hints = number_hints(own["type"], own["value"], facts, base=slide.base_raw)
        if slide.slide is not None and hints:
            found[slide.slide.pk] = hints
    return found


def empty_fields_of(deck: Deck, slides: Sequence[ResolvedSlide]) -> tuple[EmptyField, ...]:
    """Return the merge fields that would be filled with a word that stands in for them."""
    values = merge_values(deck)
    cover = missing_fields(deck.title, values) | missing_fields(deck.lead, values)
    where: dict[str, list[int]] = {name: [] for name in cover}
    for slide in slides:
        own = _own(slide)
        if own is None or not slide.number:
            continue
        names = set().union(*(missing_fields(text, values) for text in texts_in(own["value"])))
        for name in names:
            where.setdefault(name, []).append(slide.number)
    return tuple(
        EmptyField(name, *_where_to_give(deck, name), name in cover, tuple(where[name]))
        for name in FIELDS
        if name in where
    )


def _own(slide: ResolvedSlide) -> Any:
    """Return the raw block that the rep has written, its merge fields open."""
    if slide.slide is None or not (slide.is_own or slide.is_edited):
        return None
    return next(iter(slide.slide.own.raw_data), None)


def _where_to_give(deck: Deck, name: str) -> tuple[str, str]:
    details = reverse("decks:details", args=[deck.pk])
    if name == "deal_value" and deck.deal is not None:
        return reverse("deal:edit", args=[deck.deal.pk]), _("give the deal a value")
    if name in ("deal", "deal_value"):
        return details, _("say which deal")
    if name == "rep":
        return reverse("teamwork:team", args=[deck.pk]), _("say whose deck it is")
    return details, _("say who it is for")
