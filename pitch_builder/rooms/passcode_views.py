"""Giving a room's passcode."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.site.visitors import client_address
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.doors import inside, locked, room_page
from pitch_builder.rooms.passcodes import TooManyTries, is_open_for, is_right, remember


@require_http_methods(["GET", "HEAD", "POST"])
@partial(room_page, asks_itself=True)
def give(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Take the passcode once, and go on to the page that was asked for."""
    onward = redirect(inside(guest, request.POST.get("next", "")))
    if guest.preview or is_open_for(request, guest.link):
        return onward
    if request.method != "POST":
        return locked(request, guest)
    typed = request.POST.get("passcode", "")
    if not typed.strip():
        return locked(request, guest, error=_("Please type the passcode."), status=422)
    try:
        right = is_right(guest.link, typed, address=client_address(request))
    except TooManyTries as error:
        return locked(request, guest, error=str(error), status=429)
    if not right:
        words = _("That is not the passcode. Please look for a mistyped letter.")
        return locked(request, guest, error=words, status=422)
    remember(onward, guest.link)
    return onward
