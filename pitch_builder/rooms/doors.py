"""What stands before every page of a room: the token, the passcode, the throttle, the headers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from cms.brand.models import Brand
from cms.media.addresses import media_base
from cms.site.throttle import is_over
from cms.site.visitors import client_address
from pitch_builder.rooms.access import Guest, LinkClosed, LinkUnknown, enter
from pitch_builder.rooms.grading import is_ahead_of_need, is_robot
from pitch_builder.rooms.passcodes import is_open_for
from pitch_builder.rooms.visiting import note_robot

View = Callable[..., HttpResponseBase]
UNKNOWN_IN_TEN_MINUTES = 30


def room_page(view: View, *, asks_itself: bool = False, lean: bool = False) -> View:
    """Let a guest in: `view(request, guest, …)`. Files are addressed inside the room.

    An unknown token is a 404 that says nothing, a closed link a 410 with the company's contact.
    POST needs no cookie: the token in the address is the secret that a foreign site lacks, and
    what comes from another site is refused besides. A link with a passcode shows nothing but the
    question for it; `asks_itself` is for the view that takes the answer, `lean`
    for one that shows no page.
    """

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        try:
            guest = enter(token, request.user, lean=lean)
        except LinkClosed:
            return protect(_closed(request))
        except LinkUnknown:
            return protect(_unknown(request))
        if request.method == "POST" and not is_same_origin(request):
            return protect(HttpResponse(status=403))
        if not (asks_itself or guest.preview or is_open_for(request, guest.link)):
            return protect(locked(request, guest))
        # Who is asked for a passcode gets no file of the room, the logo comes from the site.
        with nullcontext() if asks_itself else media_base(f"{guest.path}media/"):
            response = view(request, guest, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
        if request.method == "GET" and response.status_code == 200:
            _note_program(request, guest)
        return protect(response)

    return inner


def _note_program(request: HttpRequest, guest: Guest) -> None:
    if guest.preview or is_ahead_of_need(request.headers):
        return
    agent = request.headers.get("User-Agent", "")
    if is_robot(agent):
        note_robot(guest, user_agent=agent)


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether a POST came from one of our own pages, as far as the browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def protect(response: HttpResponseBase) -> HttpResponseBase:
    """A room's pages are one person's: not kept, not found, their address not passed on."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    address = client_address(request)
    if is_over("room-token", address, limit=UNKNOWN_IN_TEN_MINUTES, seconds=600):
        return render(request, "pitch_builder/room/unknown.html", status=429)
    return render(request, "pitch_builder/room/unknown.html", status=404)


def _closed(request: HttpRequest) -> HttpResponse:
    company = Brand.for_request(request)
    return render(request, "pitch_builder/room/closed.html", {"company": company}, status=410)


def locked(
    request: HttpRequest, guest: Guest, *, error: str = "", status: int = 403
) -> HttpResponse:
    """Ask for the passcode, and say nothing of the room; who is right comes back to this page."""
    wanted = request.POST.get("next", "") if request.method == "POST" else request.path
    context = {"token": guest.token, "error": error, "next": inside(guest, wanted)}
    return render(request, "pitch_builder/room/passcode.html", context, status=status)


def inside(guest: Guest, path: str) -> str:
    """Return the path of a page of this room, or the room's first page for any other."""
    pages = {"home", "asset", "deck", "slide", "recorded", "erase"}
    try:
        found = resolve(path)
    except Resolver404:
        return guest.path
    belongs = found.namespace == "room" and found.kwargs.get("token") == guest.token
    return path if belongs and found.url_name in pages else guest.path
