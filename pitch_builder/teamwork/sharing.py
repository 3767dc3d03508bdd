"""Whom a deck is shared with, and who it is handed over to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.operations.notifications import notify
from personas.access.roles import is_sales, is_sales_lead
from pitch_builder.decks.models import Deck
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.teamwork.models import DeckShare


def may_share(user: Any, deck: Deck) -> bool:
    """Tell whether a user may share a deck: its owner, and a lead of sales."""
    return is_sales_lead(user) or (is_sales(user) and deck.owner_id in (None, user.pk))


def _check_may_share(user: Any, deck: Deck) -> None:
    if not may_share(user, deck):
        raise NotAllowed(_("Its owner or a sales lead shares a deck."))


@transaction.atomic
def share(deck: Deck, *, user: Any, with_user: Any, may_edit: bool = False) -> DeckShare:
    """Let a colleague of sales see a deck, or change it too. Again changes what they may.

    They are told. Raises NotAllowed, and PitchError where they own it or are not of sales.
    """
    _check_may_share(user, deck)
    if with_user.pk == deck.owner_id:
        raise PitchError(_("The deck is theirs already."))
    if not is_sales(with_user):
        raise PitchError(_("Marketing and leads see every deck; share it with somebody in sales."))
    made, is_new = DeckShare.objects.update_or_create(
        deck=deck, user=with_user, defaults={"may_edit": may_edit, "shared_by": user}
    )
    if is_new:
        notify(
            with_user,
            _("%(name)s shared the deck “%(deck)s” with you.")
            % {"name": user.get_full_name() or user.get_username(), "deck": deck.shown_title},
            kind="decks.shared",
            link=deck.get_absolute_url(),
        )
    return made


def stop_sharing(deck: Deck, *, user: Any, with_user: Any) -> None:
    """Take a deck back from a colleague; one may also leave by oneself. Raises NotAllowed."""
    if user.pk != with_user.pk:
        _check_may_share(user, deck)
    DeckShare.objects.filter(deck=deck, user=with_user).delete()


@transaction.atomic
def hand_over(decks: Sequence[Deck], *, user: Any, to: Any) -> int:
    """Give decks to another rep, who is told in one message; return how many changed hands.

    Raises NotAllowed for who is no sales lead, PitchError where `to` is not of sales.
    """
    if not is_sales_lead(user):
        raise NotAllowed(_("Only a sales lead gives decks to others."))
    if not is_sales(to):
        raise PitchError(_("Give it to somebody in sales."))
    moved = [deck for deck in decks if deck.owner_id != to.pk]
    for deck in moved:
        deck.owner = to
        deck.save(update_fields=["owner", "updated_at"])
    DeckShare.objects.filter(deck__in=moved, user=to).delete()
    if moved:
        named = ", ".join(f"“{deck.shown_title}”" for deck in moved[:5])
        text = ngettext(
            "%(name)s gave you a deck: %(decks)s",
            "%(name)s gave you %(count)d decks: %(decks)s",
            len(moved),
        )
        notify(
            to,
            text
            % {
                "name": user.get_full_name() or user.get_username(),
                "count": len(moved),
                "decks": named + (" …" if len(moved) > 5 else ""),
            },
            kind="decks.handed-over",
            link=moved[0].get_absolute_url(),
        )
    return len(moved)
