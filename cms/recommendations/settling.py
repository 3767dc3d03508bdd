"""What prospects did with what was recommended, taken over from the engagement into the log."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cms.assets.models import Asset
from cms.recommendations.log import FOLLOWED
from cms.recommendations.models import (
    Place,
    RecommendationBatch,
    RecommendationItem,
    RecommendationOutcome,
    What,
)
from personas.deals.models import Deal
from personas.engagement.enums import Verb
from personas.engagement.identity import type_of
from personas.engagement.models import Engagement
from personas.engagement.outcomes import READING, STAYED_MS

# A list is made for a page that somebody asked for: a person's own report follows at once.
SHOWN_WITHIN = timedelta(minutes=20)


@dataclass(slots=True)
class _Followed:
    """One recommended asset of one person: when, and what they did with it afterwards."""

    item: int
    prospect: int
    at: datetime
    opened: datetime | None = None
    stayed: datetime | None = None
    dwell_ms: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """How many outcomes were found anew, by kind."""

    counts: dict[str, int] = field(default_factory=dict)


def settle(now: datetime | None = None) -> Settled:
    """Note what became of the lists of the last 90 days. Safe to run again: each thing is noted
    once. About six queries, however many lists there are."""
    now = now or timezone.now()
    since = now - FOLLOWED
    batches = list(
        RecommendationBatch.objects.since(since)
        .exclude(prospect=None)
        .values_list("pk", "prospect_id", "place", "created_at")
    )
    people = {prospect for _pk, prospect, _place, _at in batches}
    if not people:
        return Settled()
    noted = set(
        RecommendationOutcome.objects.filter(item__batch__created_at__gte=since).values_list(
            "item_id", "what"
        )
    )
    items: dict[Any, list[tuple[int, int | None]]] = defaultdict(list)
    rows = RecommendationItem.objects.filter(batch__created_at__gte=since)
    for batch, item, asset in rows.values_list("batch_id", "pk", "asset_id"):
        items[batch].append((item, asset))
    events = (
        Engagement.objects.defensible()
        .filter(prospect__in=people, occurred_at__gte=since)
        .order_by("occurred_at")
    )
    shown = _shown(batches, items, events)
    followed = _followed(batches, items, events)
    found = {
        What.SHOWN: shown,
        What.OPENED: {f.item: f.opened for f in followed if f.opened},
        What.READ: {f.item: f.stayed for f in followed if f.stayed},
        What.WON: _won(followed, people),
    }
    new = [
        RecommendationOutcome(item_id=item, what=what, at=at)
        for what, when in found.items()
        for item, at in when.items()
        if (item, what) not in noted
    ]
    RecommendationOutcome.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return Settled(dict(Counter(str(outcome.what) for outcome in new)))


def _shown(batches: Sequence[Any], items: Any, events: Any) -> dict[int, datetime]:
    """Items of lists that a person had before them: they came in when the list was made."""
    came: dict[int, list[datetime]] = defaultdict(list)
    for prospect, at in events.doing(Verb.OPENED, Verb.READ).values_list(
        "prospect_id", "occurred_at"
    ):
        came[prospect].append(at)
    found: dict[int, datetime] = {}
    for pk, prospect, place, at in batches:
        if place != Place.ROOM:
            continue
        moments = came[prospect]
        after = bisect_right(moments, at - timedelta(seconds=1))
        if after < len(moments) and moments[after] <= at + SHOWN_WITHIN:
            found |= {item: moments[after] for item, _asset in items[pk]}
    return found


def _followed(batches: Sequence[Any], items: Any, events: Any) -> list[_Followed]:
    """What a person did with an asset counts for the last list before it that held the asset."""
    made: dict[tuple[int, int], list[_Followed]] = defaultdict(list)
    for pk, prospect, _place, at in sorted(batches, key=lambda batch: batch[3]):
        for item, asset in items[pk]:
            if asset is not None:
                made[prospect, asset].append(_Followed(item, prospect, at))
    reading = events.doing(*READING).filter(subject_type=type_of(Asset()))
    for prospect, asset, verb, at, dwell in reading.values_list(
        "prospect_id", "subject_id", "verb", "occurred_at", "dwell_ms"
    ):
        lists = made.get((prospect, asset), [])
        place = bisect_right([one.at for one in lists], at)
        if not place:
            continue
        one = lists[place - 1]
        one.opened = one.opened or at
        one.dwell_ms += dwell or 0
        if one.dwell_ms >= STAYED_MS or verb == Verb.DOWNLOADED:
            one.stayed = one.stayed or at
    return [one for lists in made.values() for one in lists]


def _won(followed: Sequence[_Followed], people: Collection[int]) -> dict[int, datetime]:
    """Items that somebody read before a deal with them was won, while the list is followed."""
    wins: dict[int, list[datetime]] = defaultdict(list)
    rows = Deal.objects.won().filter(prospects__in=people).order_by("closed_at")
    for prospect, at in rows.values_list("prospects", "closed_at"):
        if at is not None:
            wins[prospect].append(at)
    found: dict[int, datetime] = {}
    for one in followed:
        if one.stayed is None:
            continue
        later = [at for at in wins[one.prospect] if one.stayed < at <= one.at + FOLLOWED]
        if later:
            found[one.item] = later[0]
    return found
