"""What a deck names, for Wagtail's usage pages: its slides are written in bulk."""

from __future__ import annotations

from wagtail.models import ReferenceIndex

from pitch_builder.decks.models import Deck


def index_references(deck: Deck) -> None:
    """Let Wagtail know which assets, pictures and people the deck names as it is stored now."""
    ReferenceIndex.create_or_update_for_object(Deck.objects.get(pk=deck.pk))
