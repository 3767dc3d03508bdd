"""What a room's visitor may ask of us: to see what is kept, to stop it, to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations.models import Job, Notification, OutgoingMail
from cms.operations.notifications import notify
from personas.engagement.enums import Grade, Verb
from personas.engagement.identity import type_of
from personas.engagement.looks import dwell_words
from personas.engagement.models import Engagement
from personas.prospects.models import Prospect
from personas.prospects.privacy import (
    DataHolder,
    erase_prospect,
    export_prospect,
    register_holder,
    set_recording,
)
from pitch_builder.builds.models import Build
from pitch_builder.errors import PitchError
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.models import Room, RoomLink, Visit
from pitch_builder.verification.retiring import forget_copies

HOLDER = "rooms"
MOST_EVENTS = 600


@dataclass(slots=True)
class Line:
    """What was recorded in one visit about one thing, in words."""

    at: datetime
    words: str
    ms: int = 0

    @property
    def dwell(self) -> str:
        return dwell_words(self.ms)


def recorded_lines(guest: Guest) -> list[Line]:
    """Return what is recorded through this link, the newest first; not what colleagues did."""
    if guest.link.pk is None:
        return []
    events = Engagement.objects.within(guest.link).exclude(grade=Grade.INTERNAL)
    lines: dict[Any, Line] = {}
    for event in events.order_by("-occurred_at", "-pk")[:MOST_EVENTS]:
        if event.grade == Grade.SCANNER and event.verb != Verb.OPENED:
            continue
        words = _words(event)
        key = event.data.get("visit", event.pk), words
        # Time on one thing is reported in parts; the reader wants to know the whole.
        line = lines.setdefault(key, Line(event.occurred_at, words))
        line.at = min(line.at, event.occurred_at)
        line.ms += event.dwell_ms or 0
    return sorted(lines.values(), key=lambda line: line.at, reverse=True)


def _words(event: Engagement) -> str:
    label = event.subject_label
    if event.grade == Grade.SCANNER:
        return _("A program opened this page, probably a mail scanner. It is not counted.")
    if event.verb == Verb.ASKED:
        return _("You asked: “%(text)s”") % {"text": event.data.get("text", "")}
    if event.verb == Verb.READ and event.subject_type_id == type_of(Room()).pk:
        return _("You were on this page")
    said = {
        Verb.OPENED: _("You opened this page"),
        Verb.READ: _("You read “%(label)s”"),
        Verb.SLIDE_SEEN: _("You looked at the slide “%(label)s”"),
        Verb.DOWNLOADED: _("You downloaded “%(label)s”"),
        Verb.CLICKED: _("You followed the link “%(label)s”"),
        Verb.PLAYED: _("You played “%(label)s”"),
    }.get(Verb(event.verb), f"{event.get_verb_display()}: %(label)s")
    return said % {"label": label}


@transaction.atomic
def switch_recording(guest: Guest, *, on: bool) -> None:
    """Stop or resume recording, for this link and for the person behind it."""
    if guest.preview:
        return
    stopped = None if on else timezone.now()
    RoomLink.objects.filter(pk=guest.link.pk).update(recording_stopped_at=stopped)
    guest.link.recording_stopped_at = stopped
    prospect = guest.prospect
    if prospect is not None and prospect.erased_at is None:
        if on:
            # Their other links were perhaps switched off with this one: one switch for all.
            RoomLink.objects.filter(prospect=prospect).update(recording_stopped_at=None)
        set_recording(prospect, allowed=on)


def export(guest: Guest) -> dict[str, Any]:
    """Return all that is kept about the person behind a link, as plain JSON values.

    The team's own notes and judgements are part of it: the law does not exempt them.
    """
    if guest.prospect is not None:
        return export_prospect(guest.prospect)
    return {"links": _links_json(RoomLink.objects.filter(pk=guest.link.pk))}


@transaction.atomic
def forget(guest: Guest) -> None:
    """Erase the person behind a link, close their links, and tell the room's owner.

    Cannot be undone. Raises PitchError in a preview, and where nobody is behind the link.
    """
    if guest.preview or guest.prospect is None:
        raise PitchError(_("There is nobody to erase here."))
    account, room = guest.room.account, guest.room
    erase_prospect(guest.prospect)
    if room.owner is not None:
        notify(
            room.owner,
            _(
                "A reader of “%(room)s” (%(account)s) had their data erased. "
                "Their links are closed."
            )
            % {"room": room, "account": account},
            kind="rooms.erased",
            link=room.get_absolute_url(),
            by_mail=True,
        )


# --- This app's part of what is kept about a person ---------------------------------------
def _links_json(links: Any) -> list[dict[str, Any]]:
    return [
        {
            "room": str(link.room),
            "made": link.created_at.isoformat(),
            "expires": link.expires_at.isoformat(),
            "mailed": link.mailed_at.isoformat() if link.mailed_at else None,
            "recording_stopped": link.recording_stopped_at is not None,
            "visits": [
                {
                    "from": visit.started_at.isoformat(),
                    "to": visit.last_seen_at.isoformat(),
                    "device": visit.device,
                    "grade": visit.grade,
                    "visible_ms": visit.visible_ms,
                    "pages": visit.pages,
                }
                for visit in link.visits.all()
            ],
        }
        for link in links.select_related("room__account").prefetch_related("visits")
    ]


def _export(prospect: Prospect) -> Any:
    return _links_json(RoomLink.objects.filter(prospect=prospect))


def _erase(prospect: Prospect) -> None:
    links = RoomLink.objects.filter(prospect=prospect)
    pks = [str(pk) for pk in links.values_list("pk", flat=True)]
    OutgoingMail.objects.filter(
        related_type=ContentType.objects.get_for_model(RoomLink), related_id__in=pks
    ).delete()
    if name := prospect.full_name:
        Notification.objects.filter(kind__startswith="rooms.", text__contains=name).delete()
        OutgoingMail.objects.filter(kind__startswith="rooms.", text__contains=name).delete()
        jobs = Job.objects.filter(kind="operations.send_mail", label__contains=name)
        jobs.update(label=_("Send a mail"))
    # A build for one person holds their name on its pages and in its manifest.
    for build in Build.objects.filter(deck__prospect=prospect):
        build.delete()
    forget_copies(links)
    Visit.objects.filter(link__in=links).update(device="")
    links.filter(revoked_at=None).update(revoked_at=timezone.now())


def register() -> None:
    """Called once, when the app is ready."""
    register_holder(DataHolder(HOLDER, _export, _erase))
