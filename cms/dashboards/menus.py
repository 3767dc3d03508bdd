"""The menu that belongs to each role. What an item leads to checks its rights by itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from personas.access.roles import is_marketing, is_sales

# By the items' names. Whoever holds several roles sees what any of them sees.
NOT_FOR_SALES = frozenset(
    {"assets", "deck-templates", "documents", "explorer", "images", "import", "snippets", "tags"}
)
NOT_FOR_MARKETING = frozenset({"snippets"})
PEOPLE_OF_SALES = ("accounts", "prospects", "deals", "proposed-changes")
NEWS = "whats-new"


def main_menu(request: Any, items: list[MenuItem]) -> None:
    """Leave the items of the user's roles; no query beyond that for the roles."""
    if request.user.is_superuser:
        return
    if is_marketing(request.user):
        items[:] = [item for item in items if item.name not in NOT_FOR_MARKETING]
    elif is_sales(request.user):
        items[:] = [_for_sales(item) for item in items if item.name not in NOT_FOR_SALES]


def _for_sales(item: MenuItem) -> MenuItem:
    if item.name == "people" and isinstance(item, SubmenuMenuItem):
        return narrowed(item, PEOPLE_OF_SALES)
    return item


def narrowed(item: SubmenuMenuItem, names: Collection[str]) -> SubmenuMenuItem:
    """Return a submenu with some of its items; the one that all requests share stays as it is."""
    kept = [child for child in item.menu.registered_menu_items if child.name in names]
    return SubmenuMenuItem(
        item.label,
        Menu(items=kept),
        name=item.name,
        icon_name=item.icon_name,
        classname=item.classname,
        order=item.order,
    )


def help_menu(request: Any, items: list[MenuItem]) -> None:
    """News of Wagtail's versions concern whoever runs Tandem, not those who use it."""
    items[:] = [item for item in items if not item.name.startswith(NEWS)]


def register() -> None:
    """Register both; called once from `cms.wagtail_hooks`."""
    hooks.register("construct_main_menu", main_menu, order=1000)
    hooks.register("construct_help_menu", help_menu)
