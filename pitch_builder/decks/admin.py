"""What decks add to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks

from cms.library.actions import register_find_note, register_result_action
from pitch_builder.decks import finding
from pitch_builder.decks.viewsets import DeckTemplateViewSet, DeckViewSet
from pitch_builder.teamwork.bulk import HandOverAction


def urls() -> list[URLResolver]:
    return [
        path("deck/", include("pitch_builder.decks.urls")),
        path("deck/", include("pitch_builder.teamwork.urls")),
    ]


def icons(names: list[str]) -> list[str]:
    return [*names, "pitch_builder/icons/undo.svg", "pitch_builder/icons/redo.svg"]


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_icons", icons)
    hooks.register("register_admin_viewset", lambda: [DeckViewSet(), DeckTemplateViewSet()])
    hooks.register("register_bulk_action", HandOverAction)
    register_result_action("add-to-deck", finding.add_to_deck)
    register_find_note("adding-to", finding.adding_to, parameter=finding.PARAMETER)
