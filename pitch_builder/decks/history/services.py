"""Taking steps of a deck back and doing them again; who did which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pitch_builder.decks.history.deltas import applied
from pitch_builder.decks.history.models import DeckChange
from pitch_builder.decks.history.recording import (
    check_locked,
    count_change,
    locked_deck,
    locked_places,
    slides_of,
)
from pitch_builder.decks.history.snapshots import bring_to, state_of
from pitch_builder.decks.models import Deck
from pitch_builder.decks.rights import check_may_edit
from pitch_builder.errors import Conflict, PitchError


@dataclass(frozen=True, slots=True)
class Steps:
    """What a user can take back and do again now; `others` says who else came last."""

    undo: DeckChange | None = None
    redo: DeckChange | None = None
    others: str = ""


def steps_of(deck: Deck, user: Any) -> Steps:
    """Return what undo and redo would do. Two queries."""
    rows = DeckChange.objects.filter(deck=deck).select_related("user").defer("delta")
    last, again = rows.done().first(), rows.taken_back().first()
    mine = last if last and last.user_id == user.pk else None
    return Steps(
        undo=mine,
        redo=again if again and again.user_id == user.pk else None,
        others=last.told_to(user) if last and not mine else "",
    )


def undo(deck: Deck, *, user: Any, change: int | None = None, token: str = "") -> DeckChange:
    """Take back the newest step, which must be the user's own and, where given, `change`.

    Slides come back with their ids. `token` is the client's name of its request. Raises
    NotAllowed; Conflict where the deck was changed since by somebody else or, of `change`, at
    all; PitchError where there is nothing to take back.
    """
    return _turn(deck, user, change, token, back=True)


def redo(deck: Deck, *, user: Any, change: int | None = None, token: str = "") -> DeckChange:
    """Do again what was taken back last. Raises what `undo` raises."""
    return _turn(deck, user, change, token, back=False)


@transaction.atomic
def _turn(deck: Deck, user: Any, pk: int | None, token: str, *, back: bool) -> DeckChange:
    check_may_edit(user, deck)
    held = locked_deck(deck)
    rows = DeckChange.objects.filter(deck=held).select_related("user")
    change: DeckChange | None = (rows.done() if back else rows.taken_back()).first()
    if pk is not None and (change is None or change.pk != pk):
        raise _changed_since(rows.order_by("-version").first(), user)
    if change is None:
        raise PitchError(
            _("There is nothing to undo.") if back else _("There is nothing to redo.")
        )
    if change.user_id != user.pk:
        raise _changed_since(change, user)
    slides = slides_of(held)
    present, kept = state_of(held, slides), locked_places(slides)
    bring_to(held, present, applied(present, change.delta, backwards=back))
    check_locked(kept, slides_of(held))
    count_change(held)
    change.undone, change.version, change.token = back, held.version, token
    change.save(update_fields=["undone", "version", "token"])
    deck.refresh_from_db()
    return change


def _changed_since(last: DeckChange | None, user: Any) -> Conflict:
    return Conflict(
        _("The deck was changed since, so this cannot be undone or redone."),
        [last.told_to(user)] if last else [],
    )


def changes_since(deck: Deck, version: int) -> Sequence[DeckChange]:
    """Return the steps after the deck had this version, the newest first. One query."""
    return list(DeckChange.objects.filter(deck=deck).since(version).select_related("user"))


def by_token(deck: Deck, token: str) -> DeckChange | None:
    """Return the step that a request of this name has done already."""
    if not token:
        return None
    found: DeckChange | None = DeckChange.objects.filter(deck=deck, token=token).first()
    return found
