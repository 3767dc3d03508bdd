"""What rooms add to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks

from pitch_builder.rooms.viewsets import RoomViewSet


def urls() -> list[URLResolver]:
    return [path("room/", include("pitch_builder.rooms.urls"))]


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_viewset", lambda: [RoomViewSet()])
