"""The first screen: what stands there instead of Wagtail's panels."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from cms.dashboards import menus
from cms.dashboards.cards import Greeting
from cms.dashboards.coverage import CoverageCard
from cms.dashboards.drafts import DraftsCard
from cms.dashboards.ending import EndingCard
from cms.dashboards.imports import ImportsCard
from personas.access.roles import is_marketing

CARDS = (DraftsCard, EndingCard, CoverageCard, ImportsCard)


def panels(request: Any, found: list[Any]) -> None:
    """Put the greeting and marketing's cards in the place of Wagtail's panels."""
    found[:] = [Greeting(request.user, found)]
    if is_marketing(request.user):
        found += [card(request.user) for card in CARDS]


def no_summary(request: Any, items: list[Any]) -> None:
    """Wagtail counts pages, images and documents; nobody's work waits there."""
    items.clear()


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    menus.register()
    # Before the apps above, which add their cards to the list.
    hooks.register("construct_homepage_panels", panels, order=-100)
    hooks.register("construct_homepage_summary_items", no_summary, order=1000)
