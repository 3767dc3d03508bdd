"""What a room's visits were like: seconds a slide, minutes an asset, downloads, questions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from personas.engagement.enums import Grade, Verb
from personas.engagement.identity import root_model
from personas.engagement.models import Engagement
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.rooms.models import Room, RoomLink, Visit


@dataclass(slots=True)
class DeckAttention:
    """Seconds on each slide of a deck, in order; None where a slide was not opened."""

    title: str
    seconds: list[float | None]
    downloads: int = 0

    @property
    def opened(self) -> int:
        return sum(1 for value in self.seconds if value)

    @property
    def total_ms(self) -> int:
        return int(1000 * sum(value or 0 for value in self.seconds))

    @property
    def longest(self) -> int | None:
        """The number of the slide that was looked at longest."""
        if not self.opened:
            return None
        return max(range(len(self.seconds)), key=lambda n: self.seconds[n] or 0) + 1


@dataclass(slots=True)
class Question:
    at: datetime
    who: str
    text: str
    about: str = ""


@dataclass(slots=True)
class VisitReport:
    """One visit with what was done in it."""

    visit: Visit
    who: str
    decks: list[DeckAttention] = field(default_factory=list)
    reads: list[tuple[str, int]] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    clicks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def total_ms(self) -> int:
        known = sum(deck.total_ms for deck in self.decks) + sum(ms for _title, ms in self.reads)
        return max(known, self.visit.visible_ms)


@dataclass(slots=True)
class RoomReport:
    """All visits of a room: people's, the team's and programs' apart; and their sum."""

    real: list[VisitReport]
    others: list[Visit]
    decks: list[DeckAttention]
    reads: list[tuple[str, int]]
    downloads: list[tuple[str, int]]
    questions: list[Question]

    @property
    def people(self) -> int:
        return len({report.visit.link_id for report in self.real})

    @property
    def total_ms(self) -> int:
        return sum(report.total_ms for report in self.real)

    @property
    def last(self) -> VisitReport | None:
        return self.real[0] if self.real else None


def room_report(room: Room, *, limit: int = 40) -> RoomReport:
    """Return how a room was used, the newest `limit` visits in full. Four queries."""
    links = {
        link.pk: link for link in RoomLink.objects.filter(room=room).select_related("prospect")
    }
    visits = list(
        Visit.objects.filter(link__in=links).order_by("-last_seen_at", "-pk")[: 3 * limit]
    )
    real = [visit for visit in visits if visit.is_real][:limit]
    others = [visit for visit in visits if not visit.is_real][:12]
    events = _events(links)
    slides = _slide_counts(events)
    by_visit: dict[int, list[Engagement]] = defaultdict(list)
    for event in events:
        by_visit[event.data.get("visit", 0)].append(event)
    names = {pk: str(link.prospect or "") for pk, link in links.items()}
    reports = [
        _visit_report(visit, names[visit.link_id], by_visit.get(visit.pk, []), room, slides)
        for visit in real
    ]
    defensible = [event for event in events if Grade(event.grade) in Grade.defensible()]
    return RoomReport(
        real=reports,
        others=others,
        decks=_decks(defensible, slides),
        reads=_reads(defensible, room),
        downloads=_downloads(defensible),
        questions=[
            Question(
                event.occurred_at,
                names.get(event.context_id or 0, ""),
                event.data.get("text", ""),
                event.data.get("about", ""),
            )
            for event in events
            if event.verb == Verb.ASKED and Grade(event.grade) in Grade.defensible()
        ],
    )


def visits_stamp(room: Room) -> str:
    """Return a word that changes whenever the report of a room's visits does. Two queries."""
    lately = timezone.now() - timedelta(seconds=90)
    visits = Visit.objects.filter(link__room=room).aggregate(
        count=Count("pk"),
        last=Max("last_seen_at"),
        now=Count("pk", filter=Q(last_seen_at__gt=lately)),
        ms=Sum("visible_ms"),
    )
    # A question is an event of its own: the visit's row stays as it was.
    events = Engagement.objects.filter(
        context_type=ContentType.objects.get_for_model(RoomLink),
        context_id__in=RoomLink.objects.filter(room=room).values("pk"),
    ).aggregate(count=Count("pk"), last=Max("pk"))
    found = [sorted(part.items()) for part in (visits, events)]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def visit_reports(visits: Sequence[Visit]) -> list[VisitReport]:
    """Return what was done in these visits, for lists across rooms; links must be selected with
    room and prospect. Three queries."""
    links = {visit.link_id: visit.link for visit in visits}
    events = _events(links)
    slides = _slide_counts(events)
    by_visit: dict[int, list[Engagement]] = defaultdict(list)
    for event in events:
        by_visit[event.data.get("visit", 0)].append(event)
    return [
        _visit_report(
            visit,
            str(visit.link.prospect or ""),
            by_visit.get(visit.pk, []),
            visit.link.room,
            slides,
        )
        for visit in visits
    ]


def _events(links: Iterable[int]) -> list[Engagement]:
    """Every event of these links, the newest first."""
    kind = ContentType.objects.get_for_model(RoomLink)
    rows = Engagement.objects.filter(context_type=kind, context_id__in=list(links))
    return list(rows.order_by("-occurred_at", "-pk"))


def _slide_counts(events: Iterable[Engagement]) -> dict[int, tuple[str, int]]:
    """Title and number of slides of each deck that the events name, as last built. One query."""
    decks = {event.data["deck"] for event in events if event.data.get("deck")}
    counts: dict[int, tuple[str, int]] = {}
    if not decks:
        return counts
    rows = Build.objects.released().filter(deck__in=decks).order_by("number")
    for deck, title, pages in rows.values_list("deck", "deck__title", "pages"):
        counts[deck] = title, max(pages, counts.get(deck, ("", 0))[1])
    return counts


def _visit_report(
    visit: Visit,
    who: str,
    events: Sequence[Engagement],
    room: Room,
    slides: dict[int, tuple[str, int]],
) -> VisitReport:
    return VisitReport(
        visit=visit,
        who=who,
        decks=_decks(events, slides),
        reads=_reads(events, room),
        downloads=[title for title, _count in _downloads(events)],
        clicks=[e.subject_label for e in events if e.verb == Verb.CLICKED],
        questions=[e.data.get("text", "") for e in events if e.verb == Verb.ASKED],
    )


def _decks(
    events: Iterable[Engagement], slides: dict[int, tuple[str, int]]
) -> list[DeckAttention]:
    seconds: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for event in events:
        if event.verb == Verb.SLIDE_SEEN and event.data.get("deck") in slides:
            number = int(event.data.get("slide", 0))
            seconds[event.data["deck"]][number] += (event.dwell_ms or 0) / 1000
    return [
        DeckAttention(
            title=slides[deck][0],
            seconds=[seen.get(number) for number in range(1, slides[deck][1] + 1)],
        )
        for deck, seen in seconds.items()
    ]


def _reads(events: Iterable[Engagement], room: Room) -> list[tuple[str, int]]:
    """Title and milliseconds of each asset that was read, the longest first."""
    own = ContentType.objects.get_for_model(Room).pk
    total: dict[Any, int] = defaultdict(int)
    titles: dict[Any, str] = {}
    for event in events:
        if event.verb == Verb.READ and event.subject_type_id != own:
            key = event.subject_type_id, event.subject_id
            total[key] += event.dwell_ms or 0
            titles.setdefault(key, event.subject_label)
    return sorted(((titles[key], ms) for key, ms in total.items()), key=lambda row: -row[1])


def _downloads(events: Iterable[Engagement]) -> list[tuple[str, int]]:
    counts: dict[Any, int] = defaultdict(int)
    titles: dict[Any, str] = {}
    deck = ContentType.objects.get_for_model(root_model(Deck)).pk
    for event in events:
        if event.verb == Verb.DOWNLOADED:
            key = event.subject_type_id, event.subject_id
            counts[key] += 1
            suffix = " (PDF)" if event.subject_type_id == deck else ""
            titles.setdefault(key, event.subject_label + suffix)
    return [(titles[key], count) for key, count in counts.items()]
