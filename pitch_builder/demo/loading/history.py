"""What the demo's prospects did: visits and engagement, recorded as the rooms record them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from pitch_builder.builds.services import released_build
from pitch_builder.demo.loading.blocks import block_id
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.selling import DemoRoom, DemoVisit
from pitch_builder.merging import merge
from pitch_builder.rooms.access import room_values
from pitch_builder.rooms.events import deck_event, slide_event
from pitch_builder.rooms.models import RoomLink, Visit


def load_visits(link: RoomLink, visits: Iterable[DemoVisit], room: DemoRoom, shelf: Shelf) -> None:
    """Record each visit with its events; visits that lie in the future are left out."""
    for number, visit in enumerate(visits):
        started = shelf.moment(visit.day, visit.at)
        seconds = sum(v.seconds for v in visit.slides) + sum(r.seconds for r in visit.reads)
        stay = Visit.objects.create(
            link=link,
            key=block_id(link.pk, number)[:40],
            grade=visit.grade,
            device=visit.device,
            started_at=started,
            last_seen_at=started + timedelta(seconds=seconds),
            alerted_at=started,
        )
        record(list(_events(link, stay, visit, room, shelf)))


def _events(
    link: RoomLink, stay: Visit, visit: DemoVisit, room: DemoRoom, shelf: Shelf
) -> Iterator[EngagementEvent]:
    at = stay.started_at
    title = merge(link.room.title, room_values(link.room, link.prospect))
    shared: dict[str, Any] = {
        "grade": Grade(visit.grade),
        "context": link,
        "prospect_id": link.prospect_id,
        "account_id": link.room.account_id,
    }
    yield EngagementEvent(
        Verb.OPENED,
        subject=link.room,
        label=title,
        occurred_at=at,
        key=f"{stay.key}:opened",
        data={"visit": stay.pk},
        **shared,
    )
    deck = shelf.decks[room.decks[0]] if room.decks else None
    build = released_build(deck) if deck else None
    slides = {slide.number: slide for slide in build.manifest.slides} if build else {}
    for view in visit.slides:
        if build is None or view.number not in slides:
            continue
        at += timedelta(seconds=view.seconds)
        yield slide_event(
            build,
            slides[view.number],
            dwell_ms=view.seconds * 1000,
            occurred_at=at,
            key=f"{stay.key}:slide:{view.number}",
            visit=stay,
            **shared,
        )
    for reading in visit.reads:
        at += timedelta(seconds=reading.seconds)
        asset = shelf.assets[reading.asset]
        yield EngagementEvent(
            Verb.READ,
            subject=asset.asset_ptr,
            label=asset.title,
            occurred_at=at,
            dwell_ms=reading.seconds * 1000,
            key=f"{stay.key}:read:{asset.pk}",
            data={"visit": stay.pk},
            **shared,
        )
    yield from _others(link, stay, visit, shelf, at, shared)


def _others(
    link: RoomLink,
    stay: Visit,
    visit: DemoVisit,
    shelf: Shelf,
    at: datetime,
    shared: dict[str, Any],
) -> Iterator[EngagementEvent]:
    title = merge(link.room.title, room_values(link.room, link.prospect))
    for slug in visit.downloads:
        subject = shelf.decks.get(slug) or shelf.assets[slug].asset_ptr
        yield deck_event(
            Verb.DOWNLOADED,
            subject,
            occurred_at=at,
            key=f"{stay.key}:download:{slug}",
            visit=stay,
            **shared,
        )
    if visit.question:
        yield EngagementEvent(
            Verb.ASKED,
            subject=link.room,
            label=title,
            occurred_at=at,
            key=f"{stay.key}:asked",
            data={"visit": stay.pk, "text": visit.question},
            **shared,
        )
