"""How content did with its readers: counts by subject, for one audience and for everybody.

Only events that a person did, or probably did. What is made of the counts is for others.

A reader is won where a deal with them was won after they had begun to read. Where no deal is
known of a reader at all, it counts whether they are a customer now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from personas.deals.models import Deal
from personas.engagement.enums import Verb
from personas.engagement.identity import root_model, type_of
from personas.engagement.models import Engagement
from personas.prospects.enums import Lifecycle

STAYED_MS = 30_000  # in view so long, all visits together: the reader stayed
WHOLE_MS = 180_000  # and so long: they gave it their whole attention
READING = (Verb.OPENED, Verb.READ, Verb.SLIDE_SEEN, Verb.PLAYED, Verb.DOWNLOADED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`views` are events, `readers` people (or links, where nobody is named); `stayed` of them
    had it in view for STAYED_MS or took it with them; `won` of them were won, `by_deal` of these
    with a deal that is known. `attention` adds up, for each reader, the part of WHOLE_MS that
    they gave it, at most 1."""

    views: int = 0
    readers: int = 0
    stayed: int = 0
    won: int = 0
    by_deal: int = 0
    dwell_ms: int = 0
    attention: float = 0.0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.views + other.views,
            self.readers + other.readers,
            self.stayed + other.stayed,
            self.won + other.won,
            self.by_deal + other.by_deal,
            self.dwell_ms + other.dwell_ms,
            self.attention + other.attention,
        )


NONE = Outcome()


@dataclass(slots=True)
class OutcomeTable:
    """Counts of every subject by the reader's persona and stage, as they are now."""

    cells: dict[int, dict[tuple[int | None, int | None], Outcome]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def everybody(self, subject: int) -> Outcome:
        return sum(self.cells.get(subject, {}).values(), NONE)

    def audience(self, subject: int, persona: int | None, stage: int | None) -> Outcome:
        """Readers of this persona and at this stage; None stands for any."""
        return sum(
            (
                outcome
                for (its_persona, its_stage), outcome in self.cells.get(subject, {}).items()
                if persona in (None, its_persona) and stage in (None, its_stage)
            ),
            NONE,
        )


@dataclass(slots=True)
class _Reader:
    """What one person, or one link, did with one subject."""

    persona: int | None
    stage: int | None
    prospect: int | None
    is_customer: bool
    first: datetime
    views: int = 0
    dwell_ms: int = 0
    taken: int = 0

    def outcome(self, last_won: Mapping[int, datetime | None]) -> Outcome:
        by_deal, won = False, self.is_customer
        if self.prospect is not None and self.prospect in last_won:
            closed = last_won[self.prospect]
            by_deal = won = closed is not None and self.first < closed
        return Outcome(
            views=self.views,
            readers=1,
            stayed=int(self.dwell_ms >= STAYED_MS or self.taken > 0),
            won=int(won),
            by_deal=int(by_deal),
            dwell_ms=self.dwell_ms,
            attention=1.0 if self.taken else min(1.0, self.dwell_ms / WHOLE_MS),
        )


def table(
    model: Any, *, subjects: Collection[int] | None = None, until: datetime | None = None
) -> OutcomeTable:
    """Count readers of a model's rows, of all where `subjects` is None. Two queries: what was
    read, and which deals with whom were won."""
    rows = (
        Engagement.objects.defensible()
        .doing(*READING)
        .filter(subject_type=type_of(root_model(model)()), subject_id__isnull=False)
    )
    if subjects is not None:
        rows = rows.filter(subject_id__in=subjects)
    if until is not None:
        rows = rows.filter(occurred_at__lt=until)
    last_won = Deal.objects.last_won(until)
    made = OutcomeTable()
    for (subject, _who), reader in _readers(rows).items():
        cell, audience = made.cells[subject], (reader.persona, reader.stage)
        cell[audience] = cell.get(audience, NONE) + reader.outcome(last_won)
    return made


def _readers(rows: Any) -> dict[tuple[int, Any], _Reader]:
    """What each reader did, by subject and reader. A person counts once, over all their links."""
    grouped = (
        rows.order_by()
        .values_list(
            "subject_id",
            "prospect_id",
            "context_id",
            "prospect__persona_id",
            "prospect__stage_id",
            "prospect__lifecycle",
        )
        .annotate(
            first=Min("occurred_at"),
            views=Count("pk"),
            dwell=Sum("dwell_ms"),
            taken=Count("pk", filter=Q(verb=Verb.DOWNLOADED)),
        )
    )
    found: dict[tuple[int, Any], _Reader] = {}
    for row in grouped.iterator():
        subject, prospect, context, persona, stage, lifecycle, first, views, dwell, taken = row
        who = ("prospect", prospect) if prospect else ("link", context)
        fresh = _Reader(persona, stage, prospect, lifecycle == Lifecycle.CUSTOMER, first)
        reader = found.setdefault((subject, who), fresh)
        reader.first = min(reader.first, first)
        reader.views += views
        reader.dwell_ms += dwell or 0
        reader.taken += taken
    return found


def aggregate(
    model: Any, subjects: Collection[int], persona: int | None, stage: int | None
) -> Mapping[int, Outcome]:
    """Return each subject's counts with this persona at this stage. Two queries."""
    counted = table(model, subjects=subjects)
    return {subject: counted.audience(subject, persona, stage) for subject in subjects}


def seen_by(model: Any, prospect: int, *, until: datetime | None = None) -> Mapping[int, datetime]:
    """Return when a prospect last saw each row of a model that they saw. One query."""
    rows = (
        Engagement.objects.defensible()
        .by(prospect)
        .filter(subject_type=type_of(root_model(model)()), subject_id__isnull=False)
    )
    if until is not None:
        rows = rows.filter(occurred_at__lt=until)
    found = rows.order_by().values_list("subject_id").annotate(last=Max("occurred_at"))
    return dict(found)
