"""Writing down a visit: the stay itself, what was seen in it, and the word to the rep."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations.notifications import notify
from personas.engagement.enums import Grade, Verb
from personas.engagement.services import record
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.beacons import Beacon
from pitch_builder.rooms.events import deck_event
from pitch_builder.rooms.grading import (
    SHORTEST_MS,
    Evidence,
    device_of,
    grade,
    is_alarming,
    is_robot,
)
from pitch_builder.rooms.models import Visit
from pitch_builder.rooms.reported import reported_events

LARGEST_COUNT = 2_000_000_000
STILL_SECONDS = 30 * 60
STILL_QUICKEST = 2


def note_beacon(guest: Guest, beacon: Beacon, *, user_agent: str) -> Visit | None:
    """Write down what a page reports; None where nothing is: recording is off, or too short.

    Safe to call again with the same report. About eight queries, however much it reports.
    """
    if not guest.is_recorded:
        return None
    robot = beacon.driven or is_robot(user_agent)
    with transaction.atomic():
        visit = _visit(guest, beacon, robot=robot, user_agent=user_agent)
        if visit is None:
            return None
        new = record(list(reported_events(guest, visit, beacon)))
        if new:
            _weigh(visit, guest, beacon, robot=robot)
    return visit


def _visit(guest: Guest, beacon: Beacon, *, robot: bool, user_agent: str) -> Visit | None:
    """Return the stay of a report; a new one when the page was in view long enough."""
    known = Visit.objects.filter(link=guest.link, key=beacon.stay).first()
    if known is not None:
        return known
    if beacon.visible_ms < SHORTEST_MS and not beacon.done and not robot:
        return None
    evidence = Evidence(
        visible_ms=beacon.visible_ms,
        elapsed_ms=beacon.visible_ms,
        pages=beacon.pages,
        gestures=beacon.gestures,
        team=guest.team,
        robot=robot,
    )
    visit = Visit(
        link=guest.link,
        key=beacon.stay,
        grade=grade(evidence),
        device=device_of(user_agent),
        started_at=timezone.now() - timedelta(milliseconds=beacon.visible_ms),
    )
    return _insert(visit)


def _insert(visit: Visit) -> Visit:
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:  # two reports of one stay at the same moment
        return Visit.objects.get(link=visit.link, key=visit.key)
    return visit


def _weigh(visit: Visit, guest: Guest, beacon: Beacon, *, robot: bool) -> None:
    """Add the evidence to the visit, grade it anew, tell the rep when it turns real."""
    now = timezone.now()
    Visit.objects.filter(pk=visit.pk).update(
        visible_ms=Least(F("visible_ms") + beacon.visible_ms, LARGEST_COUNT),
        pages=Least(F("pages") + beacon.pages, 30_000),
        gestures=Least(F("gestures") + beacon.gestures, LARGEST_COUNT),
        last_seen_at=now,
    )
    visit.refresh_from_db()
    evidence = Evidence(
        visible_ms=visit.visible_ms,
        elapsed_ms=int((now - visit.started_at).total_seconds() * 1000),
        pages=visit.pages,
        gestures=visit.gestures,
        team=guest.team,
        robot=robot or visit.device == "robot",
    )
    found = grade(evidence)
    # What was once surely a person stays one; a colleague stays a colleague.
    if visit.grade not in (Grade.HUMAN, Grade.INTERNAL) and visit.grade != found:
        Visit.objects.filter(pk=visit.pk).update(grade=found)
        visit.grade = found
    if is_alarming(evidence):
        tell_rep(visit, guest)


def tell_rep(visit: Visit, guest: Guest) -> bool:
    """Tell the room's owner of a real visit, in the app and by mail; once a visit."""
    owner = guest.room.owner
    first = Visit.objects.filter(pk=visit.pk, alerted_at=None).update(alerted_at=timezone.now())
    if not first or owner is None or not visit.is_real:
        return False
    notify(
        owner,
        _("%(who)s (%(account)s) is reading “%(room)s”.")
        % {
            "who": guest.prospect or _("Somebody"),
            "account": guest.room.account,
            "room": guest.say(guest.room.title),
        },
        kind="rooms.visit",
        link=guest.room.get_absolute_url(),
        by_mail=True,
    )
    return True


# --- Without a script -----------------------------------------------------------------
def note_robot(guest: Guest, *, user_agent: str) -> None:
    """Write down, at most once an hour, that a program opened the link. It never counts."""
    if not guest.is_recorded or guest.team:
        return
    now = timezone.now()
    Visit.objects.get_or_create(
        link=guest.link,
        key=f"robot-{now:%Y%m%d%H}",
        defaults={"grade": Grade.SCANNER, "device": "robot", "started_at": now},
    )


def note_still(guest: Guest, *, page: str, address: str, user_agent: str) -> Visit | None:
    """Count a page view of a reader whose browser runs no script.

    The first page of a stay leaves nothing but a hash in the cache, for half an hour; the visit
    is written at the second one, if that comes not sooner than a person can turn a page.
    """
    if not guest.is_recorded or guest.team or is_robot(user_agent):
        return None
    mark = f"{guest.link.digest}:{address}:{user_agent}"
    key = f"room-still:{hashlib.sha256(mark.encode()).hexdigest()[:40]}"
    now = timezone.now().timestamp()
    first: dict[str, Any] | None = cache.get(key)
    if first is None:
        cache.set(key, {"at": now, "page": page, "stay": key[-40:]}, STILL_SECONDS)
        return None
    if first["page"] == page or now - first["at"] < STILL_QUICKEST:
        return None
    started = datetime.fromtimestamp(first["at"], UTC)
    stay = f"{first['stay'][:26]}-{int(first['at'])}"
    visit = Visit.objects.filter(link=guest.link, key=stay).first() or _insert(
        Visit(
            link=guest.link,
            key=stay,
            grade=Grade.LIKELY,
            device=device_of(user_agent),
            started_at=started,
            pages=1,
        )
    )
    Visit.objects.filter(pk=visit.pk).update(
        pages=Least(F("pages") + 1, 30_000), last_seen_at=timezone.now()
    )
    record(
        [
            deck_event(
                Verb.OPENED,
                guest.room,
                visit=visit,
                key=f"{stay}:opened",
                grade=Grade.LIKELY,
                context=guest.link,
                prospect_id=guest.link.prospect_id,
                account_id=guest.room.account_id,
            )
        ]
    )
    tell_rep(visit, guest)
    return visit
