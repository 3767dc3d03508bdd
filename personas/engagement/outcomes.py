"""How content did with its readers: counts by subject, for one audience and for everybody.

Only events that a person did, or probably did. What is made of the counts is for others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, Sum

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
    had it in view for STAYED_MS or took it with them; `won` of them are customers now.
    `attention` adds up, for each reader, the part of WHOLE_MS that they gave it, at most 1."""

    views: int = 0
    readers: int = 0
    stayed: int = 0
    won: int = 0
    dwell_ms: int = 0
    attention: float = 0.0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.views + other.views,
            self.readers + other.readers,
            self.stayed + other.stayed,
            self.won + other.won,
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


def table(
    model: Any, *, subjects: Collection[int] | None = None, until: datetime | None = None
) -> OutcomeTable:
    """Count readers of a model's rows, of all where `subjects` is None. One query."""
    rows = (
        Engagement.objects.defensible()
        .doing(*READING)
        .filter(subject_type=type_of(root_model(model)()), subject_id__isnull=False)
    )
    if subjects is not None:
        rows = rows.filter(subject_id__in=subjects)
    if until is not None:
        rows = rows.filter(occurred_at__lt=until)
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
            views=Count("pk"),
            dwell=Sum("dwell_ms"),
            taken=Count("pk", filter=Q(verb=Verb.DOWNLOADED)),
        )
    )
    readers: dict[tuple[int, Any], list[Any]] = {}
    for (
        subject,
        prospect,
        context,
        persona,
        stage,
        lifecycle,
        views,
        dwell,
        taken,
    ) in grouped.iterator():
        who = ("prospect", prospect) if prospect else ("link", context)
        known = readers.setdefault((subject, who), [persona, stage, lifecycle, 0, 0, 0])
        known[3] += views
        known[4] += dwell or 0
        known[5] += taken
    made = OutcomeTable()
    for (subject, _who), (persona, stage, lifecycle, views, dwell, taken) in readers.items():
        cell = made.cells[subject]
        cell[persona, stage] = cell.get((persona, stage), NONE) + Outcome(
            views=views,
            readers=1,
            stayed=int(dwell >= STAYED_MS or taken > 0),
            won=int(lifecycle == Lifecycle.CUSTOMER),
            dwell_ms=dwell,
            attention=1.0 if taken else min(1.0, dwell / WHOLE_MS),
        )
    return made


def aggregate(
    model: Any, subjects: Collection[int], persona: int | None, stage: int | None
) -> Mapping[int, Outcome]:
    """Return each subject's counts with this persona at this stage. One query."""
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
