"""What finding adds to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


def urls() -> list[URLResolver]:
    return [path("find/", include("cms.library.urls"))]


def menu_item() -> MenuItem:
    return MenuItem(
        _("Find content"),
        reverse_lazy("library:find"),
        name="find",
        icon_name="crosshairs",
        order=50,
    )


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
