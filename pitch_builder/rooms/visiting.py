"""Writing down a visit: the stay itself, what was seen in it, and the word to the rep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from personas.engagement.services import EngagementEvent, record, record_new
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


@dataclass(frozen=True, slots=True)
class Report:
    """What one page reports, and of whose room."""

    guest: Guest
    beacon: Beacon
    user_agent: str = ""

    @property
    def robot(self) -> bool:
        return self.beacon.driven or is_robot(self.user_agent)

    @property
    def stay(self) -> tuple[int, str]:
        return (self.guest.link.pk, self.beacon.stay)


def note_beacon(guest: Guest, beacon: Beacon, *, user_agent: str) -> Visit | None:
    """Write down what one page reports; see `note_beacons`."""
    return note_beacons([Report(guest, beacon, user_agent)])[0]


@transaction.atomic
def note_beacons(reports: Sequence[Report]) -> list[Visit | None]:
    """Write down what pages report, in one transaction: all of it or nothing.

    Returns the visit of each; None where nothing is written: recording is off, or too short.
    Safe to call again with the same reports. About seven queries, however many there are; three
    more for each stay that begins.
    """
    wanted = [report for report in reports if report.guest.is_recorded]
    visits = _known_visits(wanted)
    events: list[tuple[Report, list[EngagementEvent]]] = []
    for report in wanted:
        known = visits.get(report.stay)
        visit = known or _new_visit(report)
        if visit is not None:
            visits[report.stay] = visit
            made = reported_events(report.guest, visit, report.beacon, begins=known is None)
            events.append((report, list(made)))
    new = {id(event) for event in record_new([one for _report, some in events for one in some])}
    _weigh([report for report, some in events if any(id(event) in new for event in some)], visits)
    return [visits.get(report.stay) if report.guest.is_recorded else None for report in reports]


def _known_visits(reports: Sequence[Report]) -> dict[tuple[int, str], Visit]:
    """The stays that go on, held until they are written."""
    stays = {report.stay for report in reports}
    rows = Visit.objects.select_for_update().order_by("pk")
    found = rows.filter(link__in={pk for pk, _key in stays}, key__in={key for _pk, key in stays})
    visits = {(visit.link_id, visit.key): visit for visit in found} if stays else {}
    return {stay: visit for stay, visit in visits.items() if stay in stays}


def _new_visit(report: Report) -> Visit | None:
    """Begin a stay when the page was in view long enough. It is weighed with the others."""
    beacon = report.beacon
    if beacon.visible_ms < SHORTEST_MS and not beacon.done and not report.robot:
        return None
    evidence = Evidence(
        visible_ms=beacon.visible_ms,
        elapsed_ms=beacon.visible_ms,
        pages=beacon.pages,
        gestures=beacon.gestures,
        team=report.guest.team,
        robot=report.robot,
    )
    return _insert(
        Visit(
            link=report.guest.link,
            key=beacon.stay,
            grade=grade(evidence),
            device=device_of(report.user_agent),
            started_at=timezone.now() - timedelta(milliseconds=beacon.visible_ms),
        )
    )


def _insert(visit: Visit) -> Visit:
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:  # two reports of one stay at the same moment
        return Visit.objects.select_for_update().get(link=visit.link, key=visit.key)
    return visit


def _weigh(reports: Sequence[Report], visits: Mapping[tuple[int, str], Visit]) -> None:
    """Add the evidence to the visits, grade them anew, tell the reps of those that turn real."""
    now = timezone.now()
    alarming = []
    for report in reports:
        visit, beacon = visits[report.stay], report.beacon
        visit.visible_ms = min(visit.visible_ms + beacon.visible_ms, LARGEST_COUNT)
        visit.pages = min(visit.pages + beacon.pages, 30_000)
        visit.gestures = min(visit.gestures + beacon.gestures, LARGEST_COUNT)
        visit.last_seen_at = now
        evidence = Evidence(
            visible_ms=visit.visible_ms,
            elapsed_ms=int((now - visit.started_at).total_seconds() * 1000),
            pages=visit.pages,
            gestures=visit.gestures,
            team=report.guest.team,
            robot=report.robot or visit.device == "robot",
        )
        # What was once surely a person stays one; a colleague stays a colleague.
        if visit.grade not in (Grade.HUMAN, Grade.INTERNAL):
            visit.grade = grade(evidence)
        if is_alarming(evidence) and visit.alerted_at is None:
            alarming.append((visit, report.guest))
    if reports:
        # The rows are there and held: this writes them all with one statement.
        Visit.objects.bulk_create(
            {report.stay: visits[report.stay] for report in reports}.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["visible_ms", "pages", "gestures", "last_seen_at", "grade"],
        )
    for visit, guest in alarming:
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
