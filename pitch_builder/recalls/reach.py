"""What a recall reaches: PDFs, rooms, decks, and the people who have seen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from cms.library.usage import Subject
from personas.prospects.models import Prospect
from pitch_builder.builds.models import Build
from pitch_builder.dashboards.readers import last_seen
from pitch_builder.decks.models import Deck
from pitch_builder.rooms.models import Room, RoomItem


@dataclass(frozen=True, slots=True)
class HeldBuild:
    """A build that shows it; `shown` where rooms show this very one."""

    build: Build
    slides: tuple[int, ...]
    shown: bool
    copies: int


@dataclass(frozen=True, slots=True)
class HeldRoom:
    room: Room
    open_links: int
    as_asset: bool
    """The asset itself stands in the room, not only slides of it on a deck."""


@dataclass(frozen=True, slots=True)
class Reader:
    prospect: Prospect
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a user may see of what a recall reaches."""

    builds: tuple[HeldBuild, ...]
    rooms: tuple[HeldRoom, ...]
    readers: tuple[Reader, ...]

    @property
    def decks(self) -> int:
        return len({held.build.deck_id for held in self.builds})

    @property
    def owners(self) -> set[Any]:
        """The reps whom it concerns."""
        found = {held.build.deck.owner for held in self.builds}
        found |= {held.room.owner for held in self.rooms}
        found |= {reader.prospect.owner for reader in self.readers}
        return {owner for owner in found if owner is not None}


def reach_of(subject: Subject, pk: int, user: Any) -> Reach:
    """Return what it reaches, as far as `user` may see it. Queries do not grow with it."""
    return Reach(
        builds=tuple(_builds(subject, pk, user)),
        rooms=tuple(_rooms(subject, pk, user)),
        readers=tuple(_readers(subject, pk, user)),
    )


def _builds(subject: Subject, pk: int, user: Any) -> list[HeldBuild]:
    builds: Any = (
        Build.objects.built()
        .filter(
            uses__kind=subject.value,
            uses__object_id=pk,
            deck__in=Deck.objects.visible_to(user),
        )
        .select_related("deck__account", "deck__prospect", "deck__owner")
        .annotate(copy_count=Count("copies", distinct=True))
        .order_by("-built_at")
        .distinct()
    )
    newest = dict(
        Build.objects.released()
        .filter(deck__in={build.deck_id for build in builds})
        .order_by()
        .values_list("deck")
        .annotate(newest=Max("number"))
    )
    return [
        HeldBuild(
            build,
            _slides(build, subject, pk),
            newest.get(build.deck_id) == build.number,
            build.copy_count,
        )
        for build in builds
    ]


def _slides(build: Build, subject: Subject, pk: int) -> tuple[int, ...]:
    """Return the numbers of the slides that show it, as the manifest names them."""
    if subject is Subject.ASSET:
        return tuple(s.number for s in build.manifest.slides if s.asset == pk)
    return tuple(s.number for s in build.manifest.slides if any(f.id == pk for f in s.facts))


def _rooms(subject: Subject, pk: int, user: Any) -> list[HeldRoom]:
    decks = Build.objects.released().filter(uses__kind=subject.value, uses__object_id=pk)
    held = Q(deck__in=decks.values("deck"))
    if subject is Subject.ASSET:
        held |= Q(asset=pk)
    items = list(RoomItem.objects.filter(held).order_by().values_list("room", "asset"))
    whole = {room for room, asset in items if asset == pk and subject is Subject.ASSET}
    rooms = (
        Room.objects.visible_to(user)
        .filter(pk__in={room for room, _asset in items})
        .select_related("account", "owner")
        .annotate(
            open_links=Count(
                "links",
                filter=Q(links__revoked_at=None, links__expires_at__gt=timezone.now()),
                distinct=True,
            )
        )
        .order_by("-open_links", "title")
    )
    return [HeldRoom(room, room.open_links, room.pk in whole) for room in rooms]


def _readers(subject: Subject, pk: int, user: Any) -> list[Reader]:
    seen = last_seen(subject, pk, user)
    people = (
        Prospect.objects.visible_to(user)
        .known()
        .filter(pk__in=seen)
        .select_related("account", "owner")
    )
    found = [Reader(person, seen[person.pk]) for person in people]
    return sorted(found, key=lambda reader: reader.last_seen, reverse=True)
