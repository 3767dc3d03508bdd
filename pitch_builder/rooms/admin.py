"""What rooms add to Wagtail's admin."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import URLResolver, include, path
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.assets.enums import Visibility
from cms.library.actions import register_result_action
from cms.library.finding import Found
from pitch_builder.rooms.viewsets import RoomViewSet


def urls() -> list[URLResolver]:
    return [path("room/", include("pitch_builder.rooms.urls"))]


def add_to_room(request: object, found: Found) -> SafeString:
    """The button "Add to room" of a search result that prospects may see."""
    may = request.user.has_perm("pitch_builder.change_room")  # type: ignore[attr-defined]
    if not may or found.asset.visibility == Visibility.INTERNAL:
        return SafeString("")
    return render_to_string("pitch_builder/rooms/add_to_room.html", {"found": found})


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_viewset", lambda: [RoomViewSet()])
    register_result_action("add-to-room", add_to_room)
