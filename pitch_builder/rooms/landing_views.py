"""The form of a landing page in a room: sent, and thanked for."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.assets.enums import AssetKind
from cms.site.throttle import is_over
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.doors import room_page
from pitch_builder.rooms.landing import RoomForm, take_form
from pitch_builder.rooms.public_views import asset_page, opened, page


@require_POST
@room_page
def send(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    """Take the form, or show it again with what was typed and what is wrong."""
    found, contents = opened(guest, pk)
    if found.kind != AssetKind.LANDING_PAGE:
        raise Http404
    form = RoomForm(found, guest, request.POST)
    if form.is_from_program:
        return redirect("room:thanks", guest.token, pk)
    valid, problem = form.is_valid(), ""
    if guest.preview:
        problem = _("In a preview nothing is sent.")
    elif valid and is_over("room-form", guest.link.digest):
        problem = _("Many forms were sent from this page in the last hour. Please try later.")
    if problem:
        form.add_error(None, problem)
    if form.errors:
        return asset_page(request, guest, found, contents, form=form, status=422)
    take_form(guest, form, user_agent=request.headers.get("User-Agent", ""))
    return redirect("room:thanks", guest.token, pk)


@require_safe
@room_page
def thanks(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    found, _contents = opened(guest, pk)
    if found.kind != AssetKind.LANDING_PAGE:
        raise Http404
    return page(request, guest, "form_sent.html", {"asset": found, "what": "page"})
