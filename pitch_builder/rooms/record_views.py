"""What a room page reports, and what a prospect asks."""

from __future__ import annotations

import base64
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from cms.site.throttle import are_many, is_over
from cms.site.visitors import client_address
from pitch_builder.errors import PitchError
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.beacons import LARGEST, BadBeacon, read_beacon
from pitch_builder.rooms.doors import room_page
from pitch_builder.rooms.public_views import page
from pitch_builder.rooms.questions import LONGEST, ask_question
from pitch_builder.rooms.together import write_down
from pitch_builder.rooms.visiting import note_still

BEACONS_A_MINUTE = 60
QUESTIONS_AN_HOUR = 6
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@require_POST
@partial(room_page, lean=True)
def seen(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Take a report of the page's script. Always answers without a body."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LARGEST:
        return HttpResponse(status=413)
    if guest.preview:
        return HttpResponse(status=204)
    if are_many("room-seen", guest.link.digest, limit=BEACONS_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    try:
        beacon = read_beacon(request.body)
    except BadBeacon:
        return HttpResponse(status=400)
    write_down(guest, beacon, user_agent=request.headers.get("User-Agent", ""))
    return HttpResponse(status=204)


@require_safe
@room_page
def still(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """A dot that only browsers without scripts load: how such a reader's pages are counted."""
    if request.method == "GET" and not guest.preview:
        note_still(
            guest,
            page=request.GET.get("p", "")[:80],
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
    return HttpResponse(DOT, content_type="image/gif")


@require_POST
@room_page
def ask(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Take a question for the rep."""
    text = request.POST.get("question", "")
    error = ""
    if guest.preview:
        error = "preview"
    elif is_over("room-ask", guest.link.digest, limit=QUESTIONS_AN_HOUR, seconds=3600):
        error = "often"
    else:
        try:
            ask_question(guest, text, about=request.POST.get("about", "")[:200])
        except PitchError as problem:
            error = str(problem)
    return page(
        request,
        guest,
        "asked.html",
        {"error": error, "text": text[:LONGEST], "what": "page"},
        status=400 if error else 200,
    )
