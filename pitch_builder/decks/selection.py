"""What is done with one slide or several at once, each time as one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pitch_builder.decks.history.recording import Step, changing
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.sections import outline_of
from pitch_builder.decks.services import chosen, write_order
from pitch_builder.errors import Conflict

NOTES_MOST = 20_000  # characters


def place_slides(
    deck: Deck,
    *,
    user: Any,
    slide_ids: Iterable[int],
    section: str,
    before: int | None = None,
    version: int | None = None,
    token: str = "",
) -> None:
    """Put slides together before another, or to the end of a section.

    Raises Conflict where the deck has moved on since `version`, or the place is gone; PitchError
    for a slide that the template locks.
    """
    with changing(deck, user=user, version=version, token=token) as step:
        moved = _there(step, slide_ids)
        ids = {slide.pk for slide in moved}
        names = [row.name for row in outline_of(step.deck, step.slides)]
        if section not in names or (before is not None and before not in step.by_id):
            raise Conflict(_("The place that it was put to is no longer there."))
        rest = [slide for slide in step.slides if slide.pk not in ids]
        _insert(step, rest, moved, section, _place_in(step, rest, section, before))
        step.label = _moved_label(moved, section if len(names) > 1 else "")


def _place_in(step: Step, rest: list[DeckSlide], section: str, before: int | None) -> int:
    """Return the place in `rest`: of `before`, or of what follows it where that moves along."""
    if before is not None:
        at = step.slides.index(step.by_id[before])
        following = next((slide for slide in step.slides[at:] if slide in rest), None)
        if following is not None and following.section == section:
            return rest.index(following)
    within = [place for place, slide in enumerate(rest, start=1) if slide.section == section]
    return within[-1] if within else len(rest)


def move_slides(
    deck: Deck, *, user: Any, slide_ids: Iterable[int], by: int, token: str = ""
) -> None:
    """Move slides together one place back (-1) or on (1), over the border of a section first.

    Raises Conflict where none is there any more, PitchError for one that the template locks.
    """
    with changing(deck, user=user, token=token) as step:
        moved = _there(step, slide_ids)
        ids = {slide.pk for slide in moved}
        rest = [slide for slide in step.slides if slide.pk not in ids]
        names = [row.name for row in outline_of(step.deck, step.slides)]
        edge = moved[0] if by < 0 else moved[-1]
        at = step.slides.index(edge)
        beyond = step.slides[:at] if by < 0 else step.slides[at + 1 :]
        beside = [slide for slide in beyond if slide.section == edge.section]
        section = edge.section
        if beside:
            place = rest.index(beside[-1]) if by < 0 else rest.index(beside[0]) + 1
        else:
            number = names.index(section) + by
            if not 0 <= number < len(names):
                return
            section = names[number]
            within = [n for n, slide in enumerate(rest) if slide.section == section]
            ends = (within[-1] + 1, within[0]) if within else (0, 0)
            place = ends[0] if by < 0 else ends[1]
        _insert(step, rest, moved, section, place)
        step.label = _moved_label(moved, "" if beside else section)


def _there(step: Step, slide_ids: Iterable[int]) -> list[DeckSlide]:
    found = chosen(step, slide_ids)
    if not found:
        raise Conflict(_("This slide is no longer on the deck."))
    return found


def _insert(
    step: Step, rest: list[DeckSlide], moved: list[DeckSlide], section: str, place: int
) -> None:
    for slide in moved:
        slide.section = section
    write_order(step, [*rest[:place], *moved, *rest[place:]])


def _moved_label(moved: list[DeckSlide], section: str) -> str:
    if section:
        text = ngettext(
            "“%(title)s” moved to “%(section)s”", "%(n)d slides moved to “%(section)s”", len(moved)
        )
    else:
        text = ngettext("“%(title)s” moved", "%(n)d slides moved", len(moved))
    return text % {"n": len(moved), "title": moved[0], "section": section}


def duplicate_slides(
    deck: Deck, *, user: Any, slide_ids: Iterable[int], token: str = ""
) -> list[DeckSlide]:
    """Put a copy behind each slide: the same source, an id of its own, locked by nothing."""
    wanted = set(slide_ids)
    with changing(deck, user=user, token=token) as step:
        copies: list[DeckSlide] = []
        order: list[DeckSlide] = []
        for slide in step.slides:
            order.append(slide)
            if slide.pk in wanted:
                copies.append(_copy(slide))
                order.append(copies[-1])
        DeckSlide.objects.bulk_create(copies)
        write_order(step, order)
        step.label = ngettext("“%(title)s” duplicated", "%(n)d slides duplicated", len(copies)) % {
            "n": len(copies),
            "title": copies[0] if copies else "",
        }
    return copies


def _copy(slide: DeckSlide) -> DeckSlide:
    fields = {
        field.attname: getattr(slide, field.attname)
        for field in DeckSlide._meta.concrete_fields
        if not field.primary_key
    }
    return DeckSlide(**{**fields, "start_slide_id": None})


def hide_slides(
    deck: Deck, *, user: Any, slide_ids: Iterable[int], hidden: bool = True, token: str = ""
) -> None:
    """Leave slides out of what is built while they stay on the board, or take them in again.

    Raises PitchError where a slide would be hidden that the template locks.
    """
    wanted = set(slide_ids)
    with changing(deck, user=user, token=token) as step:
        found = [one for one in step.slides if one.pk in wanted and one.hidden != hidden]
        DeckSlide.objects.filter(pk__in=[slide.pk for slide in found]).update(hidden=hidden)
        text = (
            ngettext("“%(title)s” hidden", "%(n)d slides hidden", len(found))
            if hidden
            else ngettext("“%(title)s” shown again", "%(n)d slides shown again", len(found))
        )
        step.label = text % {"n": len(found), "title": found[0] if found else ""}


def write_notes(
    deck: Deck,
    *,
    user: Any,
    slide_id: int,
    notes: str,
    was: str | None = None,
    token: str = "",
) -> None:
    """Set a slide's speaker notes, plain text; what follows within minutes is the same step.

    `was` is what they were when the writer began; raises Conflict where they say something else
    by now, or the slide is gone.
    """
    text = notes.replace("\r\n", "\n").strip()[:NOTES_MOST]
    with changing(deck, user=user, token=token) as step:
        slide = step.by_id.get(slide_id)
        if slide is None:
            raise Conflict(_("This slide is no longer on the deck."))
        if was is not None and slide.notes not in (was.replace("\r\n", "\n").strip(), text):
            raise Conflict(
                _("Somebody else changed the notes of “%(title)s” since: %(notes)s")
                % {"title": slide, "notes": slide.notes}
            )
        DeckSlide.objects.filter(pk=slide.pk).update(notes=text)
        step.label = _("Notes of “%(title)s” changed") % {"title": slide}
        step.merge_key = f"notes:{slide.pk}"
