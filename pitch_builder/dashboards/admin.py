"""The cards that decks and rooms add to the first screen."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from personas.access.roles import is_sales
from pitch_builder.dashboards import usage
from pitch_builder.dashboards.approvals import approval_cards
from pitch_builder.dashboards.decks import OutdatedCard, UnbuiltCard
from pitch_builder.dashboards.links import LinksCard
from pitch_builder.dashboards.views import update_and_build
from pitch_builder.dashboards.visits import VisitsCard

CARDS = (VisitsCard, OutdatedCard, LinksCard, UnbuiltCard)


def urls() -> list[URLPattern]:
    return [path("home/decks/<int:pk>/build/", update_and_build, name="home_build")]


def panels(request: Any, found: list[Any]) -> None:
    found += approval_cards(request.user)
    if is_sales(request.user):
        found += [card(request.user) for card in CARDS]


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    usage.register()
    hooks.register("construct_homepage_panels", panels)
