"""What exports add to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks


def urls() -> list[URLResolver]:
    return [path("deck/", include("pitch_builder.exports.urls"))]


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
