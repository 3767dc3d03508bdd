"""What stands round the slides of a deck: company, recipient, contact, dates, theme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.brand.services import brand_now, theme_for
from cms.brand.themes import Theme
from cms.facts.scope import current_scope
from cms.slides import pictures
from cms.slides.context import ContactDetails, SlideContext
from personas.team.models import ContactCard
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import family_of
from pitch_builder.decks.resolving import ResolvedSlide


def contact_of(user: Any) -> ContactDetails | None:
    """Return the contact card of a member of the team, as slides show it."""
    if user is None:
        return None
    card = ContactCard.objects.filter(user=user).select_related("photo").first()
    return ContactDetails(
        name=user.get_full_name() or user.get_username(),
        role=card.job_title if card else "",
        phone=card.phone if card else "",
        email=user.email,
        portrait=pictures.filled(card.photo, 28, 28) if card and card.photo else "",
        link=card.booking_url if card else "",
    )


def deck_context(
    deck: Deck, *, total: int, verify_path: str = "", day: date | None = None
) -> SlideContext:
    """Return the context that all slides of a deck share; number and facts are added to each.

    The cover is dated `day`, by default today.
    """
    brand = brand_now()
    prospect = deck.prospect
    return SlideContext(
        total=total,
        company=brand.company,
        recipient=deck.account.name,
        date=day or timezone.localdate(),
        verify_text=f"{settings.BASE_URL.split('//')[1]}{verify_path}" if verify_path else "",
        verify_link=f"{settings.BASE_URL}{verify_path}" if verify_path else "",
        contact=contact_of(deck.owner),
        language=(prospect.language if prospect and prospect.language else "en"),
        theme=theme_of(deck),
    )


def theme_of(deck: Deck) -> Theme:
    """Return the look of a deck: its template's theme, else the brand's."""
    return theme_for(family_of(deck.template))


def slide_context(shared: SlideContext, slide: ResolvedSlide) -> SlideContext:
    """Return the context of one slide, dated by the newest figure that it shows."""
    return replace(shared, number=slide.number, as_of=figures_as_of(slide))


def figures_as_of(slide: ResolvedSlide) -> date | None:
    """Return the oldest as-of date of the slide's figures: all of them are at least as new."""
    scope = current_scope()
    days = [
        value.as_of
        for pk in slide.fact_ids
        if (value := scope.get(pk)) is not None and value.as_of is not None
    ]
    return min(days, default=None)
