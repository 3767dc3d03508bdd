"""What became of recommendations lately, in numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import Count, Q
from django.utils import timezone

from cms.recommendations.evaluation import judge
from cms.recommendations.models import (
    Place,
    RecommendationItem,
    RecommendationOutcome,
    What,
)
from cms.recommendations.replay import Estimate

DAYS = 90
MOST_JUDGED = 500  # the newest lists; the command judges all
KEY, SECONDS = "recommendation-estimate", 600


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place where lists are shown: how many, and what came of what stood on them."""

    place: Place
    lists: int
    items: int
    trials: int
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return self.outcomes.get(What.ON_DECK, 0) + self.outcomes.get(What.IN_ROOM, 0)

    @property
    def sent(self) -> int:
        return self.outcomes.get(What.SENT, 0)

    @property
    def opened(self) -> int:
        return self.outcomes.get(What.OPENED, 0)

    @property
    def read(self) -> int:
        return self.outcomes.get(What.READ, 0)

    @property
    def won(self) -> int:
        return self.outcomes.get(What.WON, 0)


def place_lines(now: datetime | None = None) -> list[PlaceLine]:
    """Return the places that showed lists in the last 90 days. Two queries."""
    since = (now or timezone.now()) - timedelta(days=DAYS)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = RecommendationOutcome.objects.filter(item__batch__created_at__gte=since)
    for place, what, number in (
        rows.order_by().values_list("item__batch__place", "what").annotate(Count("pk"))
    ):
        counts[place][what] = number
    shown = (
        RecommendationItem.objects.filter(batch__created_at__gte=since)
        .order_by()
        .values("batch__place")
        .annotate(
            lists=Count("batch", distinct=True),
            items=Count("pk"),
            trials=Count("pk", filter=Q(explored=True)),
        )
    )
    lines = [
        PlaceLine(
            Place(row["batch__place"]),
            row["lists"],
            row["items"],
            row["trials"],
            counts[row["batch__place"]],
        )
        for row in shown
    ]
    return sorted(lines, key=lambda line: -line.items)


@dataclass(frozen=True, slots=True)
class Said:
    """What the log says of the weights in force."""

    lists: int
    estimate: Estimate


def estimate_now(version: int) -> Said:
    """Judge the weights in force by the newest lists; kept for ten minutes in a process."""
    cache = caches["renditions"]
    key = f"{KEY}:{version}"
    known: Said | None = cache.get(key)
    if known is None:
        judged = judge(days=DAYS, most=MOST_JUDGED)
        known = Said(judged.lists, next(iter(judged.arms.values())))
        cache.set(key, known, SECONDS)
    return known
