"""What a page reports, as events: only what belongs to the room is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.beacons import Beacon, Done, Seen, Subject
from pitch_builder.rooms.events import deck_event, slide_event
from pitch_builder.rooms.models import RoomItem, Visit

# Shorter looks are leafing through, and not written down as reading.
SHORTEST_LOOK_MS = 800
KEEP_SECONDS = 20
UNASKED = ("unasked",)


def reported_events(
    guest: Guest, visit: Visit, beacon: Beacon, *, begins: bool = True
) -> Iterator[EngagementEvent]:
    """Yield the events of a report, of what belongs to the room only.

    `begins`: it is the first report of its visit, and so the room was opened.
    """
    subjects = Subjects(guest)
    shared: dict[str, Any] = {
        "grade": Grade(visit.grade),
        "context": guest.link,
        # What a colleague does is nothing that the person behind the link did.
        "prospect_id": None if guest.team else guest.link.prospect_id,
        "account_id": guest.room.account_id,
    }
    if begins:
        yield room_event(Verb.OPENED, guest, visit=visit, key=f"{visit.key}:opened", **shared)
    for seen in beacon.seen:
        event = subjects.seen(seen, visit, {**shared, "key": f"{visit.key}:{seen.id}"})
        if event is not None and seen.ms >= SHORTEST_LOOK_MS:
            yield event
    for done in beacon.done:
        event = subjects.done(done, visit, {**shared, "key": f"{visit.key}:{done.id}"})
        if event is not None:
            yield event


class Subjects:
    """Finds what a report names, and takes only what belongs to the room."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self._builds: dict[Any, Build | None] = {}
        self._decks: dict[int, Deck | None] = {}
        self._assets: dict[int, Asset | None] = {}

    def seen(self, seen: Seen, visit: Visit, shared: dict[str, Any]) -> EngagementEvent | None:
        shared = {**shared, "dwell_ms": seen.ms}
        if seen.subject.kind == "slide":
            build = self._build(seen.subject)
            slides = build.manifest.slides if build else ()
            slide = next((s for s in slides if s.number == seen.subject.number), None)
            return slide_event(build, slide, visit=visit, **shared) if build and slide else None
        if seen.subject.kind == "room":
            return room_event(Verb.READ, self.guest, visit=visit, **shared)
        if seen.subject.kind == "asset" and (asset := self._asset(seen.subject.id)):
            return deck_event(Verb.READ, asset, visit=visit, **shared)
        return None  # no content of ours: it counts as time in the room and no more

    def done(self, done: Done, visit: Visit, shared: dict[str, Any]) -> EngagementEvent | None:
        subject: Any = None
        if done.subject.kind == "asset":
            subject = self._asset(done.subject.id)
        elif done.subject.kind == "deck":
            subject = self._deck(done.subject.id)
        elif done.subject.kind == "next":
            event = room_event(done.verb, self.guest, visit=visit, **shared)
            return replace(event, label=(self.guest.room.next_step or _("Booking"))[:200])
        return deck_event(done.verb, subject, visit=visit, **shared) if subject else None

    def _build(self, subject: Subject) -> Build | None:
        if subject.build not in self._builds:
            decks = RoomItem.objects.filter(room=self.guest.room).values("deck")
            found = Build.objects.released().filter(pk=str(subject.build), deck__in=decks)
            self._builds[subject.build] = found.first()
        return self._builds[subject.build]

    def _deck(self, pk: int) -> Deck | None:
        if pk not in self._decks:
            items = RoomItem.objects.filter(room=self.guest.room, deck=pk)
            item = items.select_related("deck").first()
            self._decks[pk] = item.deck if item else None
        return self._decks[pk]

    def _asset(self, pk: int) -> Asset | None:
        if pk not in self._assets:
            self._assets[pk] = _shown_asset(pk)
        return self._assets[pk]


def _shown_asset(pk: int) -> Asset | None:
    """Return an asset that prospects may see, with its title; kept for some seconds."""
    cache = caches["renditions"]
    key = f"room-reported:{pk}"
    known = cache.get(key, UNASKED)
    if known == UNASKED:
        rows = Asset.objects.showable_to_prospects().filter(pk=pk)
        known = rows.values_list("title", flat=True).first()
        cache.set(key, known, KEEP_SECONDS)
    return None if known is None else Asset(pk=pk, title=known)


def room_event(verb: Verb, guest: Guest, *, visit: Visit, **shared: Any) -> EngagementEvent:
    """Return the event of the room itself; its title in lists is kept for some seconds."""
    cache = caches["renditions"]
    key = f"room-label:{guest.room.pk}"
    label = cache.get(key)
    if label is None:
        label = guest.room.shown_title[:255]
        cache.set(key, label, KEEP_SECONDS)
    return EngagementEvent(
        verb, subject=guest.room, label=label, data={"visit": visit.pk}, **shared
    )
