"""What goes into a room and out of it. Thin: parse, check, call one service, go back."""

from __future__ import annotations

from typing import cast

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.serializers import deserialize, serialize
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.assets.models import Asset
from cms.recommendations.services import What, log_taken
from pitch_builder.decks.models import Deck
from pitch_builder.rooms import services
from pitch_builder.rooms.models import Room, RoomItem
from pitch_builder.rooms.offering import offer
from pitch_builder.rooms.views import said, visible_room

UNDO_SECONDS = 600
UNDO_SALT = "room-item"


@require_GET
def find_items(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be added, found in words."""
    room = visible_room(request, pk)
    words = request.GET.get("q", "")[:200]
    return render(
        request,
        "pitch_builder/rooms/find.html",
        {"room": room, "offer": offer(room, request.user, words), "words": words},
    )


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    room = visible_room(request, pk)

    def change() -> str:
        if deck_pk := request.POST.get("deck"):
            deck = get_object_or_404(Deck.objects.visible_to(request.user), pk=deck_pk)
            services.add_deck(room, user=request.user, deck=deck)
            return _("“%(title)s” is in the room.") % {"title": deck.title}
        asset = get_object_or_404(Asset, pk=request.POST.get("asset") or 0)
        services.add_asset(room, user=request.user, asset=asset)
        log_taken(request.POST.get("batch"), asset.pk, What.IN_ROOM)
        return _("“%(title)s” is in the room.") % {"title": asset.title}

    return said(request, room, change)


@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    room = visible_room(request, pk)

    def change() -> str:
        gone = services.remove_item(room, user=request.user, item_id=item)
        request.session[f"room-undo-{room.pk}"] = signing.dumps(
            serialize("json", [gone]), salt=UNDO_SALT, compress=True
        )
        return _("“%(title)s” is out of the room. You can put it back.") % {"title": gone.title}

    return said(request, room, change)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what was removed last."""
    room = visible_room(request, pk)

    def change() -> str:
        token = request.session.pop(f"room-undo-{room.pk}", "")
        try:
            rows = signing.loads(token, salt=UNDO_SALT, max_age=UNDO_SECONDS)
        except signing.BadSignature:
            return ""
        item = cast(RoomItem, next(iter(deserialize("json", rows))).object)
        services.restore_item(room, user=request.user, item=item)
        return _("“%(title)s” is back in the room.") % {"title": item.title}

    return said(request, room, change)


@require_POST
def move(request: HttpRequest, pk: int, item: int, by: str) -> HttpResponse:
    room = visible_room(request, pk)
    steps = {"before": -1, "after": 1}
    return said(
        request,
        room,
        lambda: services.move_item(room, user=request.user, item_id=item, by=steps.get(by, 0)),
    )


def choose(request: HttpRequest) -> HttpResponse:
    """Which room shall a found asset or a deck go to? The rep's own, the last changed first."""
    if not request.user.has_perm("pitch_builder.change_room"):
        raise PermissionDenied
    asset = get_object_or_404(Asset, pk=request.GET.get("asset") or 0)
    rooms = Room.objects.editable_by(request.user).select_related("account")
    if request.method == "POST":
        room = get_object_or_404(rooms, pk=request.POST.get("room") or 0)

        def change() -> str:
            services.add_asset(room, user=request.user, asset=asset)
            return _("“%(title)s” is in the room.") % {"title": asset.title}

        return said(request, room, change)
    return render(
        request,
        "pitch_builder/rooms/choose.html",
        {
            "asset": asset,
            "rooms": rooms[:30],
            "header_title": _("Which room?"),
            "breadcrumbs_items": [{"url": reverse("room_list:index"), "label": _("Rooms")}],
        },
    )
