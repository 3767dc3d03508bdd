"""Columns of the deck list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.admin.ui.tables import Column

from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build


class FreshnessColumn(Column):
    """Whether the newest PDF is current: icon, word and colour."""

    cell_template_name = "pitch_builder/decks/freshness_cell.html"

    @staticmethod
    def prepare(decks: Iterable[Any]) -> None:
        """Give each deck its newest build and that build's freshness, in five queries."""
        decks = list(decks)
        newest: dict[int, Build] = {}
        builds = Build.objects.built().filter(deck__in=[deck.pk for deck in decks])
        for build in builds.order_by("number"):
            newest[build.deck_id] = build
        freshness = freshness_of(newest.values())
        for deck in decks:
            deck.newest_build = newest.get(deck.pk)
            found = freshness.get(deck.newest_build.pk) if deck.newest_build else None
            deck.freshness = found

    def get_value(self, instance: Any) -> Any:
        return getattr(instance, "freshness", None)
