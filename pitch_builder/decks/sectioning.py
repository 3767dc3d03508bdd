"""Changing a deck's sections; what the template requires or locks stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pitch_builder.decks.history.recording import Step, changing
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.sections import DeckSection, outline_of
from pitch_builder.errors import Conflict, PitchError

LONGEST = 80  # characters of a name


def add_section(
    deck: Deck, *, user: Any, name: str, after: str | None = None, token: str = ""
) -> None:
    """Put an empty section behind another, or at the end. Raises PitchError for its name."""
    with changing(deck, user=user, token=token) as step:
        rows = outline_of(step.deck, step.slides)
        name = _new_name(rows, name)
        place = len(rows) if after is None else _number(rows, after) + 1
        _store(step, [*rows[:place], DeckSection(name), *rows[place:]])
        step.label = _("Section “%(name)s” added") % {"name": name}


def rename_section(deck: Deck, *, user: Any, name: str, to: str, token: str = "") -> None:
    """Give a section another name, which its slides take along.

    Raises PitchError for the name, and for a section that the template requires or locks.
    """
    with changing(deck, user=user, token=token) as step:
        rows = outline_of(step.deck, step.slides)
        place = _number(rows, name)
        if " ".join(to.split()) == name:
            return
        if is_kept(rows[place], step.slides):
            raise _kept(rows[place])
        to = _new_name(rows, to)
        rows[place] = DeckSection(to, rows[place].template)
        DeckSlide.objects.filter(deck=step.deck, section=name).update(section=to)
        _store(step, rows)
        step.label = _("Section “%(name)s” renamed to “%(to)s”") % {
            "name": name or _("Slides"),
            "to": to,
        }


def remove_section(deck: Deck, *, user: Any, name: str, token: str = "") -> None:
    """Take an empty section away. Raises PitchError where it has slides or is required."""
    with changing(deck, user=user, token=token) as step:
        rows = outline_of(step.deck, step.slides)
        place = _number(rows, name)
        if rows[place].required:
            raise _kept(rows[place])
        if any(slide.section == name for slide in step.slides):
            raise PitchError(_("“%(name)s” still has slides. Move them first.") % {"name": name})
        _store(step, [*rows[:place], *rows[place + 1 :]])
        step.label = _("Section “%(name)s” removed") % {"name": name}


def move_section(deck: Deck, *, user: Any, name: str, by: int, token: str = "") -> None:
    """Move a section with its slides one place up (-1) or down (1).

    Those that the template requires or locks keep their order among each other; raises PitchError
    where it would change.
    """
    with changing(deck, user=user, token=token) as step:
        rows = outline_of(step.deck, step.slides)
        place = _number(rows, name)
        to = place + by
        if not 0 <= to < len(rows):
            return
        if is_kept(rows[place], step.slides) and is_kept(rows[to], step.slides):
            raise PitchError(
                _("Marketing keeps “%(name)s” and “%(other)s” in this order.")
                % {"name": name, "other": rows[to].name}
            )
        rows.insert(to, rows.pop(place))
        _store(step, rows)
        step.label = _("Section “%(name)s” moved") % {"name": name or _("Slides")}


def is_kept(section: DeckSection, slides: Sequence[DeckSlide]) -> bool:
    """Tell whether the template requires a section, or locks a slide in it."""
    return section.required or any(s.is_locked and s.section == section.name for s in slides)


def _kept(section: DeckSection) -> PitchError:
    return PitchError(_("Marketing keeps the section “%(name)s”.") % {"name": section.name})


def _number(rows: Sequence[DeckSection], name: str) -> int:
    for number, row in enumerate(rows):
        if row.name == name:
            return number
    raise Conflict(_("The section “%(name)s” is no longer there.") % {"name": name})


def _new_name(rows: Sequence[DeckSection], name: str) -> str:
    name = " ".join(name.split())[:LONGEST]
    if not name:
        raise PitchError(_("A section needs a name."))
    if any(row.name.casefold() == name.casefold() for row in rows):
        raise PitchError(_("There is a section “%(name)s” already.") % {"name": name})
    return name


def _store(step: Step, rows: Sequence[DeckSection]) -> None:
    step.deck.outline = [row.stored() for row in rows]
    Deck.objects.filter(pk=step.deck.pk).update(outline=step.deck.outline)
