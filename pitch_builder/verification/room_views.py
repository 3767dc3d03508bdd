"""The check of a copy inside a room: its reader may know what the deck says now."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cms.site.middleware import allow_slide_styles
from pitch_builder.builds.models import Build
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.contents import contents_of
from pitch_builder.rooms.doors import room_page
from pitch_builder.rooms.public_views import page
from pitch_builder.verification.forms import plain_code
from pitch_builder.verification.insides import versions_of, view_of


@require_safe
@room_page
def check(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """All versions of the room's decks, and one of them compared with what it says now."""
    contents = contents_of(guest.room)
    code = plain_code(request.GET.get("code", ""))
    if not code:
        context = {"versions": versions_of(contents.decks)}
        return page(request, guest, "check.html", context)
    decks = {shown.deck.pk: shown for shown in contents.decks}
    build = (
        Build.objects.released().filter(deck__in=decks, code=code).select_related("deck").first()
    )
    if build is None:
        context = {"versions": versions_of(contents.decks)}
        return page(request, guest, "check.html", {**context, "unknown": True}, status=404)
    view = view_of(build, decks[build.deck_id])
    response = page(request, guest, "checked.html", {"view": view, "page_said": view.said})
    allow_slide_styles(response)
    return response
