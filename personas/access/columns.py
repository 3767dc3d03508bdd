"""Table columns that several lists share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.tables import Column, NumberColumn

# Columns that step aside on a narrow screen.
WIDE = "p-wide"
# Those that step aside on a tablet too.
WIDER = "p-wide p-wider"


class OwnerColumn(Column):
    """The owner's name, or “Nobody yet”."""

    cell_template_name = "personas/tables/owner_cell.html"


class CountColumn(NumberColumn):
    """A number in the reader's notation; blank where it is not known."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        if context["raw_value"] is None:
            context["value"] = ""
        return context


class LinkColumn(Column):
    """A related record, linked to its page."""

    cell_template_name = "personas/tables/link_cell.html"

    def __init__(self, name: str, url_name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.url_name = url_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        related = context["raw_value"]
        context["url"] = reverse(self.url_name, args=[related.pk]) if related else ""
        return context


class BadgeColumn(Column):
    """A state as icon, word and colour. `look(row)` gives (tone, icon name)."""

    cell_template_name = "personas/tables/badge_cell.html"

    def __init__(self, name: str, look: Callable[[Any], tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.look = look

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["tone"], context["icon"] = self.look(instance)
        return context
