"""Who may see and who may change a deck."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pitch_builder.decks.models import Deck
from pitch_builder.errors import NotAllowed


def may_see(user: Any, deck: Deck) -> bool:
    return Deck.objects.visible_to(user).filter(pk=deck.pk).exists()


def check_may_see(user: Any, deck: Deck) -> None:
    """Raise NotAllowed unless `user` may see the deck."""
    if not may_see(user, deck):
        raise NotAllowed(_("You may not see this deck."))


def check_may_edit(user: Any, deck: Deck) -> None:
    """Raise NotAllowed unless `user` may change the deck."""
    if not Deck.objects.editable_by(user).filter(pk=deck.pk).exists():
        raise NotAllowed(_("This deck belongs to somebody else."))
