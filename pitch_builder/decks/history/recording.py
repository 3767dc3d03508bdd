"""Every change of a deck goes through here: locked, checked, put in order and kept as a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pitch_builder.decks.history.deltas import Delta, combined, difference, is_empty
from pitch_builder.decks.history.models import DeckChange
from pitch_builder.decks.history.snapshots import index_what_changed, state_of
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.rights import check_may_edit
from pitch_builder.decks.sections import outline_of
from pitch_builder.errors import Conflict, PitchError

KEPT = 100  # steps of a deck
MERGED_WITHIN = timedelta(minutes=5)


@dataclass(slots=True)
class Step:
    """A change that is being made: what its words are, and the slides as they stood before."""

    deck: Deck
    slides: list[DeckSlide]
    label: str = ""
    merge_key: str = ""
    change: DeckChange | None = None
    """What was recorded; None where nothing changed."""
    by_id: dict[int, DeckSlide] = field(init=False)
    places: dict[int, tuple[int | None, str]] = field(init=False)
    """Number and section of each slide as they are stored."""

    def __post_init__(self) -> None:
        self.by_id = {slide.pk: slide for slide in self.slides}
        self.places = {slide.pk: (slide.sort_order, slide.section) for slide in self.slides}


@contextmanager
def changing(
    deck: Deck, *, user: Any, version: int | None = None, token: str = ""
) -> Iterator[Step]:
    """Change a deck in one step that can be taken back.

    The body changes rows of slides and the step's own `deck`, and sets its `label`.
    `version` is the one that the caller has seen, `token` the client's name of its request: both
    may be left out. Afterwards the slides stand in the order of their sections, and `deck` has
    its new version. Raises NotAllowed, Conflict where the deck has moved on since `version`, and
    PitchError where a slide that the template locks would be changed.
    """
    with transaction.atomic():
        check_may_edit(user, deck)
        held = locked_deck(deck)
        if version is not None and version != held.version:
            raise moved_on(held, user, version)
        slides = slides_of(held)
        before, kept = state_of(held, slides), locked_places(slides)
        step = Step(held, slides)
        yield step
        now = slides_of(held)
        check_locked(kept, now)
        _settle(held, now)
        after = state_of(held, now)
        delta = difference(before, after)
        if not is_empty(delta):
            index_what_changed(held, before, after)
            count_change(held)
            step.change = _record(held, user, step, delta, token)
    for name in (f.attname for f in Deck._meta.concrete_fields):
        setattr(deck, name, getattr(held, name))


def locked_deck(deck: Deck) -> Deck:
    """Return the deck's row as it is now, for this transaction alone."""
    return Deck.objects.select_for_update().get(pk=deck.pk)


def slides_of(deck: Deck) -> list[DeckSlide]:
    """Return the deck's slides in order, each with its start slide. One query."""
    rows = DeckSlide.objects.filter(deck=deck).select_related("start_slide")
    return list(rows.order_by("sort_order", "pk"))


def count_change(deck: Deck) -> None:
    """Give the deck its next version, so that others notice that theirs is not the newest."""
    deck.version += 1
    deck.updated_at = timezone.now()
    Deck.objects.filter(pk=deck.pk).update(version=deck.version, updated_at=deck.updated_at)


def _settle(deck: Deck, slides: list[DeckSlide]) -> None:
    """Number the slides in the order of their sections."""
    places = {row.name: place for place, row in enumerate(outline_of(deck, slides))}
    slides.sort(key=lambda slide: places[slide.section])
    moved = []
    for place, slide in enumerate(slides):
        if slide.sort_order != place:
            slide.sort_order = place
            moved.append(slide)
    DeckSlide.objects.bulk_update(moved, ["sort_order"])


@dataclass(frozen=True, slots=True)
class LockedPlace:
    """A slide that the template locks, as it stands: it may have been hidden or edited before."""

    slide_id: int
    section: str
    hidden: bool
    edited: bool


def locked_places(slides: Iterable[DeckSlide]) -> list[LockedPlace]:
    """Return the slides that the template locks, in order."""
    return [
        LockedPlace(slide.pk, slide.section, slide.hidden, slide.is_edited)
        for slide in slides
        if slide.is_locked
    ]


def check_locked(before: Sequence[LockedPlace], now: Sequence[DeckSlide]) -> None:
    """Raise PitchError where a locked slide went, left its section or its order, or was hidden or
    edited."""
    held = {slide.pk: slide for slide in now if slide.is_locked}
    known = [place.slide_id for place in before]
    if missing := set(known) - held.keys():
        raise is_locked(DeckSlide.objects.filter(pk__in=missing).first())
    places = locked_places(slide for slide in now if slide.pk in known)
    for was, is_now in zip(before, places, strict=True):
        if (
            (is_now.slide_id, is_now.section) != (was.slide_id, was.section)
            or (is_now.hidden and not was.hidden)
            or (is_now.edited and not was.edited)
        ):
            raise is_locked(held[is_now.slide_id])


def moved_on(deck: Deck, user: Any, version: int) -> Conflict:
    """Return the error that says who did what after the deck had this version."""
    since = DeckChange.objects.filter(deck=deck).since(version).select_related("user")
    return Conflict(
        _("The deck was changed elsewhere, after you opened it."),
        [change.told_to(user) for change in since],
    )


def is_locked(slide: DeckSlide) -> PitchError:
    return PitchError(
        _("Marketing keeps “%(slide)s” in its place: the template locks it.") % {"slide": slide}
    )


def _record(deck: Deck, user: Any, step: Step, delta: Delta, token: str) -> DeckChange:
    """Keep a step; what had been taken back can then no longer be done again."""
    there = list(DeckChange.objects.filter(deck=deck).order_by("-pk").values_list("pk", "undone"))
    now = timezone.now()
    if step.merge_key and there and not there[0][1]:
        newest = DeckChange.objects.get(pk=there[0][0])
        if _goes_with(newest, user, step):
            newest.delta = combined(newest.delta, delta)
            newest.at, newest.version, newest.token = now, deck.version, token
            newest.save(update_fields=["delta", "at", "version", "token"])
            return newest
    kept = [pk for pk, undone in there if not undone][: KEPT - 1]
    if len(kept) < len(there):
        DeckChange.objects.filter(deck=deck).exclude(pk__in=kept).delete()
    return DeckChange.objects.create(
        deck=deck,
        label=step.label[:200],
        user=user,
        at=now,
        delta=delta,
        version=deck.version,
        merge_key=step.merge_key,
        token=token,
    )


def _goes_with(newest: DeckChange, user: Any, step: Step) -> bool:
    return bool(
        newest.merge_key == step.merge_key
        and newest.user_id == user.pk
        and timezone.now() - newest.at < MERGED_WITHIN
    )
