"""What decks add to Wagtail's admin."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import URLResolver, include, path
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.library.actions import register_result_action
from cms.library.finding import Found
from pitch_builder.decks.viewsets import DeckTemplateViewSet, DeckViewSet


def urls() -> list[URLResolver]:
    return [path("deck/", include("pitch_builder.decks.urls"))]


def add_to_deck(request: object, found: Found) -> SafeString:
    """The button "Add to deck" of a search result."""
    asset = found.asset
    usable = asset.may_mix and asset.visibility != "internal" and len(asset.slides.raw_data) > 0
    if not usable or not request.user.has_perm("pitch_builder.change_deck"):  # type: ignore[attr-defined]
        return SafeString("")
    return render_to_string(
        "pitch_builder/decks/add_to_deck.html",
        {"found": found, "slides": len(asset.slides.raw_data)},
        request=request,  # type: ignore[arg-type]
    )


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_viewset", lambda: [DeckViewSet(), DeckTemplateViewSet()])
    register_result_action("add-to-deck", add_to_deck)
