from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

from personas.engagement.enums import Grade, Verb
from personas.engagement.identity import type_of
from personas.engagement.models import Engagement
from personas.prospects.models import Prospect

_BATCH = 500
_LONGEST_DWELL_MS = 24 * 60 * 60 * 1000

# Context type, context number, key.
Identity = tuple[int | None, int | None, str]


@dataclass(frozen=True, slots=True)
class EngagementEvent:
    """What `record` takes. Instances are named by object, people by number.

    `key` identifies the event within its context; without one, each report is a new event.
    `dwell_ms` is in milliseconds and is capped at a day. `label` is the subject's title now.
    """

    verb: Verb
    grade: Grade = Grade.LIKELY
    subject: models.Model | None = None
    subject_part: str = ""
    label: str = ""
    context: models.Model | None = None
    prospect_id: int | None = None
    account_id: int | None = None
    occurred_at: datetime | None = None
    dwell_ms: int | None = None
    key: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def record(events: Sequence[EngagementEvent]) -> int:
    """Record events; returns how many were new. See `record_new`."""
    return len(record_new(events))


@transaction.atomic(savepoint=False)
def record_new(events: Sequence[EngagementEvent]) -> list[EngagementEvent]:
    """Record events; returns those that were new.

    An event whose key is known in its context is left out, in the same call too. So are events
    of prospects who switched recording off or were erased. Without an account, that of the
    prospect is taken. Safe to call again with the same events after a crash.
    """
    now = timezone.now()
    people = _recordable(events)
    rows: dict[Identity, tuple[Engagement, EngagementEvent]] = {}
    for event in events:
        if event.prospect_id is None or event.prospect_id in people:
            row = _row(event, people, now)
            rows.setdefault(_identity(row), (row, event))
    known = _known(list(rows))
    new = [found for identity, found in rows.items() if identity not in known]
    Engagement.objects.bulk_create(
        [row for row, _event in new], batch_size=_BATCH, ignore_conflicts=True
    )
    return [event for _row, event in new]


def _recordable(events: Sequence[EngagementEvent]) -> dict[int, int | None]:
    """Account number by prospect number, of the prospects who may be recorded."""
    named = {event.prospect_id for event in events if event.prospect_id is not None}
    if not named:
        return {}
    people = Prospect.objects.known().filter(pk__in=named, records_visits=True)
    return dict(people.values_list("pk", "account_id"))


def _row(event: EngagementEvent, people: Mapping[int, int | None], now: datetime) -> Engagement:
    account_id = event.account_id
    if account_id is None and event.prospect_id is not None:
        account_id = people[event.prospect_id]
    dwell = event.dwell_ms
    return Engagement(
        verb=event.verb,
        grade=event.grade,
        occurred_at=event.occurred_at or now,
        dwell_ms=None if dwell is None else min(max(dwell, 0), _LONGEST_DWELL_MS),
        prospect_id=event.prospect_id,
        account_id=account_id,
        subject_type=type_of(event.subject) if event.subject else None,
        subject_id=event.subject.pk if event.subject else None,
        subject_part=event.subject_part[:64],
        subject_label=(event.label or (str(event.subject) if event.subject else ""))[:200],
        context_type=type_of(event.context) if event.context else None,
        context_id=event.context.pk if event.context else None,
        key=event.key or uuid4().hex,
        data=dict(event.data),
    )


def _identity(row: Engagement) -> Identity:
    return (row.context_type_id, row.context_id, row.key)


def _known(identities: Sequence[Identity]) -> set[Identity]:
    """Those of the identities that are recorded already; asked batch by batch, by index."""
    by_type: dict[int | None, list[Identity]] = defaultdict(list)
    for identity in identities:
        by_type[identity[0]].append(identity)
    found: set[Identity] = set()
    for type_id, named in by_type.items():
        rows = Engagement.objects.filter(context_type_id=type_id)
        for start in range(0, len(named), _BATCH):
            batch = named[start : start + _BATCH]
            numbers = {number for _type, number, _key in batch}
            known = rows.filter(key__in=[key for _type, _number, key in batch])
            known = (
                known.filter(context_id=None)
                if numbers == {None}
                else known.filter(context_id__in=numbers)
            )
            pairs = known.order_by().values_list("context_id", "key")
            found |= {(type_id, number, key) for number, key in pairs}
    return found & set(identities)
