"""The sections of a deck: the template's, until the rep gives them an order or names of their own.

A section is known by its name; a slide names the one that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import TemplateSection


@dataclass(frozen=True, slots=True)
class DeckSection:
    """A section as the deck has it; `template` is the template's, None for the rep's own."""

    name: str
    template: TemplateSection | None = None

    @property
    def required(self) -> bool:
        return self.template is not None and self.template.required

    def stored(self) -> dict[str, Any]:
        return {"name": self.name, "of": self.template.pk if self.template else None}


def outline_of(deck: Deck, slides: Iterable[DeckSlide] = ()) -> list[DeckSection]:
    """Return the sections of a deck in order, then those that only its slides name.

    One query where the deck has a template whose sections were not fetched with it.
    """
    found = _own_outline(deck)
    names = {section.name for section in found}
    for slide in slides:
        if slide.section not in names:
            names.add(slide.section)
            found.append(DeckSection(slide.section))
    return found


def _own_outline(deck: Deck) -> list[DeckSection]:
    template = list(deck.template.sections.all()) if deck.template else []
    if deck.outline is None:
        return [DeckSection(row.name, row) for row in template]
    by_id = {row.pk: row for row in template}
    found = [DeckSection(entry["name"], by_id.get(entry["of"])) for entry in deck.outline]
    named = {entry["of"] for entry in deck.outline}
    names = {section.name for section in found}
    for place, row in enumerate(template):
        # Marketing requires it since: it stands where the template has it.
        if row.required and row.pk not in named and row.name not in names:
            found.insert(place, DeckSection(row.name, row))
    return found
