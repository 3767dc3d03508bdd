"""A room's page in the admin. Thin: parse, check, call one service, render."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pitch_builder.decks.models import Deck
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.rooms import services
from pitch_builder.rooms.access import preview_path
from pitch_builder.rooms.attention import room_report, visits_stamp
from pitch_builder.rooms.forms import ColleagueForm, CopyRoomForm, NewRoomForm, RoomDetailsForm
from pitch_builder.rooms.models import Room, RoomLink
from pitch_builder.rooms.offering import item_rows


def visible_room(request: HttpRequest, pk: int) -> Room:
    """Return a room that the user may see; to others it does not exist."""
    rooms = Room.objects.select_related("account", "persona", "stage", "owner")
    return get_object_or_404(rooms.visible_to(request.user), pk=pk)


def may_edit(request: HttpRequest, room: Room) -> bool:
    return Room.objects.editable_by(request.user).filter(pk=room.pk).exists()


def said(request: HttpRequest, room: Room, change: Any) -> HttpResponse:
    """Do one change, say what came of it, and go back to the room."""
    try:
        words = change()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        messages.error(request, str(error))
    else:
        if words:
            messages.success(request, words)
    return redirect(room)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    room = visible_room(request, pk)
    links = RoomLink.objects.filter(room=room).select_related("prospect")
    return render(
        request,
        "pitch_builder/rooms/detail.html",
        {
            "room": room,
            "rows": item_rows(room),
            "links": links,
            "stamp": visits_stamp(room),
            "report": room_report(room),
            "may_edit": may_edit(request, room),
            "colleague": ColleagueForm(),
            "undo": bool(request.session.get(f"room-undo-{room.pk}")),
            "header_title": room.shown_title,
            "breadcrumbs_items": [
                {"url": reverse("room_list:index"), "label": _("Rooms")},
                {"url": "", "label": room.shown_title},
            ],
        },
    )


@require_GET
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """The visits alone, where they changed; the page asks for them every few seconds."""
    room = visible_room(request, pk)
    stamp = visits_stamp(room)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    context = {"room": room, "stamp": stamp, "report": room_report(room)}
    return render(request, "pitch_builder/rooms/visits.html", context)


def new(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("pitch_builder.add_room"):
        raise PermissionDenied
    deck = _deck_asked_for(request)
    initial = request.GET.dict()
    if deck is not None:
        initial |= {"account": deck.account_id, "prospect": deck.prospect_id, "title": deck.title}
    form = NewRoomForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            room = services.create_room(user=request.user, deck=deck, **form.cleaned_data)
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            return redirect(room)
    return form_page(request, form, _("New room"), _("Make the room"))


def _deck_asked_for(request: HttpRequest) -> Deck | None:
    asked = request.GET.get("deck", "")
    if not asked.isdecimal():
        return None
    return get_object_or_404(Deck.objects.visible_to(request.user), pk=asked)


def details(request: HttpRequest, pk: int) -> HttpResponse:
    room = visible_room(request, pk)
    if not may_edit(request, room):
        raise PermissionDenied
    form = RoomDetailsForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        services.change_details(room, user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Open links show it at once."))
        return redirect(room)
    return form_page(request, form, room.shown_title, _("Save"))


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same room for another account."""
    room = visible_room(request, pk)
    if not request.user.has_perm("pitch_builder.add_room"):
        raise PermissionDenied
    form = CopyRoomForm(request.POST or None, user=request.user, initial={"title": room.title})
    if request.method == "POST" and form.is_valid():
        try:
            made, left_out = services.duplicate_room(room, user=request.user, **form.cleaned_data)
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("A copy for %(account)s.") % {"account": made.account})
            if left_out:
                messages.warning(
                    request, _("Left behind: %(titles)s.") % {"titles": ", ".join(left_out)}
                )
            return redirect(made)
    return form_page(request, form, _("Copy “%(title)s”") % {"title": room.shown_title}, _("Copy"))


def form_page(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    return render(
        request,
        "pitch_builder/decks/form.html",
        {
            "form": form,
            "header_title": title,
            "button": button,
            "media": form.media,
            "breadcrumbs_items": [
                {"url": reverse("room_list:index"), "label": _("Rooms")},
                {"url": "", "label": title},
            ],
        },
    )


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The room as somebody without a link of their own would see it."""
    return redirect(preview_path(visible_room(request, pk), user=request.user))
