"""The page "What we record about this visit", and the switches on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pitch_builder.errors import PitchError
from pitch_builder.rooms import privacy
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.doors import room_page
from pitch_builder.rooms.public_views import page


@require_safe
@room_page
def recorded(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    context = {"lines": privacy.recorded_lines(guest), "what": "page"}
    return page(request, guest, "recorded.html", context)


@require_POST
@room_page
def stop(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    privacy.switch_recording(guest, on=False)
    return redirect("room:recorded", guest.token)


@require_POST
@room_page
def resume(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    privacy.switch_recording(guest, on=True)
    return redirect("room:recorded", guest.token)


@require_safe
@room_page
def data(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    if guest.preview:
        raise Http404
    response = JsonResponse(privacy.export(guest), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="recorded.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@room_page
def erase(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Ask once, then do it: it cannot be undone."""
    if request.method != "POST":
        return page(request, guest, "erase.html", {"what": "page"})
    try:
        privacy.forget(guest)
    except PitchError as error:
        return page(request, guest, "erase.html", {"error": str(error)}, status=400)
    return page(request, guest, "erased.html", {"records": False})
