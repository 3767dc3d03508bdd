"""What is done with one person's link. Thin: parse, check, call one service, go back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cms.operations.enums import MailState
from personas.prospects.models import Prospect
from pitch_builder.errors import PitchError
from pitch_builder.rooms import links, passcodes
from pitch_builder.rooms.access import LINKS, preview_path
from pitch_builder.rooms.forms import ColleagueForm, ExtendForm, LetterForm, PasscodeForm
from pitch_builder.rooms.models import RoomLink
from pitch_builder.rooms.views import may_edit, said, visible_room

TELL = gettext_lazy(
    "The passcode is set. Tell %(name)s by telephone: no mail carries it, and it is kept so that "
    "nobody can read it again, you included."
)


def visible_link(request: HttpRequest, pk: int) -> RoomLink:
    """Return a link of a room that the user may see; to others it does not exist."""
    return get_object_or_404(LINKS.all().visible_to(request.user), pk=pk)


@require_POST
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a known prospect of the account a link."""
    room = visible_room(request, pk)
    people = Prospect.objects.visible_to(request.user).known()
    prospect = get_object_or_404(people, pk=request.POST.get("prospect") or 0)

    def change() -> str:
        links.create_link(room, user=request.user, prospect=prospect)
        return _("%(name)s has a link.") % {"name": prospect}

    return said(request, room, change)


@require_POST
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody new a link, by name and address."""
    room = visible_room(request, pk)
    form = ColleagueForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(room)

    def change() -> str:
        made = links.add_colleague(room, user=request.user, **form.cleaned_data)
        has = _("%(name)s has a link.") % {"name": made.prospect}
        told = form.cleaned_data["passcode"]
        return f"{has} {TELL % {'name': made.prospect}}" if told else has

    return said(request, room, change)


@require_GET
def preview(request: HttpRequest, link: int) -> HttpResponse:
    """The room as this person sees it; not counted."""
    found = visible_link(request, link)
    return redirect(preview_path(found.room, user=request.user, link=found))


@require_POST
def revoke(request: HttpRequest, link: int) -> HttpResponse:
    found = visible_link(request, link)

    def change() -> str:
        links.revoke_link(found, user=request.user)
        return _("The link of %(name)s is closed. You can open it again.") % {
            "name": found.prospect
        }

    return said(request, found.room, change)


@require_POST
def reopen(request: HttpRequest, link: int) -> HttpResponse:
    found = visible_link(request, link)

    def change() -> str:
        links.reopen_link(found, user=request.user)
        return _("The link of %(name)s is open again.") % {"name": found.prospect}

    return said(request, found.room, change)


@require_POST
def extend(request: HttpRequest, link: int) -> HttpResponse:
    found = visible_link(request, link)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["days"])))
        return redirect(found.room)

    def change() -> str:
        links.extend_link(found, user=request.user, days=form.cleaned_data["days"])
        return _("Open until %(day)s.") % {"day": date_format(found.expires_at, "j F Y")}

    return said(request, found.room, change)


@require_POST
def download(request: HttpRequest, link: int) -> HttpResponse:
    """Switch whether this person may save files."""
    found = visible_link(request, link)

    def change() -> str:
        links.set_download(found, user=request.user, allowed=not found.may_download)
        if found.may_download:
            return _("%(name)s may save files.") % {"name": found.prospect}
        return _("%(name)s reads here only.") % {"name": found.prospect}

    return said(request, found.room, change)


@require_POST
def passcode(request: HttpRequest, link: int) -> HttpResponse:
    """Set or change what this person's link asks for; sent empty, it asks for nothing."""
    found = visible_link(request, link)
    form = PasscodeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["passcode"])))
        return redirect(found.room)

    def change() -> str:
        passcodes.set_passcode(found, user=request.user, passcode=form.cleaned_data["passcode"])
        if not found.has_passcode:
            return _("The link of %(name)s asks for no passcode.") % {"name": found.prospect}
        return TELL % {"name": found.prospect}

    return said(request, found.room, change)


def letter(request: HttpRequest, link: int) -> HttpResponse:
    """The mail that brings the link: a ready text, changed at will, then sent."""
    found = visible_link(request, link)
    if not may_edit(request, found.room):
        raise PermissionDenied
    ready = links.ready_letter(found)
    form = LetterForm(request.POST or None, initial={"subject": ready.subject, "text": ready.text})
    if request.method == "POST" and form.is_valid():
        try:
            sent = links.mail_link(found, user=request.user, **form.cleaned_data)
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Written to %(mail)s. No mail server is set, so it lies under Mail.")
                % {"mail": sent.to}
                if sent.state == MailState.KEPT
                else _("On its way to %(mail)s.") % {"mail": sent.to},
            )
            return redirect(found.room)
    title = _("Mail to %(name)s") % {"name": found.prospect}
    return render(
        request,
        "pitch_builder/rooms/letter.html",
        {
            "form": form,
            "link": found,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("room_list:index"), "label": _("Rooms")},
                {"url": found.room.get_absolute_url(), "label": found.room.shown_title},
                {"url": "", "label": title},
            ],
        },
    )
