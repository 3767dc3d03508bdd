"""The log as lists that can be replayed, and what it says of weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from cms.recommendations.models import (
    Place,
    RecommendationBatch,
    RecommendationOutcome,
    What,
)
from cms.recommendations.replay import Estimate, LoggedList, Shown, estimate, logged
from cms.recommendations.rewards import reward
from cms.recommendations.versions import in_force
from cms.recommendations.weights import DEFAULTS, Weights

DAYS = 180
BATCH = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """What the log says: of what was shown in fact, and of some weights."""

    lists: int
    explored: int
    shown: Estimate
    arms: dict[str, Estimate]


def logged_lists(
    since: datetime, places: Iterable[str] = tuple(Place.values), most: int | None = None
) -> Iterator[tuple[LoggedList, int]]:
    """Yield lists that a person had before them, with how many of their places were trials.

    What a room recommends counts once somebody came; a colleague's list counts as it was made.
    `most` keeps to the newest.
    """
    batches = (
        RecommendationBatch.objects.since(since)
        .filter(place__in=list(places))
        .prefetch_related("items")
        .order_by("-created_at", "pk")[:most]
    )
    outcomes: dict[int, set[str]] = defaultdict(set)
    rows = RecommendationOutcome.objects.filter(item__batch__created_at__gte=since)
    for item, what in rows.values_list("item_id", "what"):
        outcomes[item].add(what)
    for batch in batches.iterator(chunk_size=BATCH):
        items = list(batch.items.all())
        if batch.place == Place.ROOM and not any(
            What.SHOWN in outcomes[item.pk] for item in items
        ):
            continue
        pool = batch.pool
        count = len(pool.get("assets", ()))
        if not items or not count:
            continue
        likeness = np.zeros((count, count))
        likeness[np.tril_indices(count, -1)] = np.asarray(pool["alike"], dtype=float) / 100
        shown = [Shown(i.candidate, i.propensity, reward(outcomes[i.pk])) for i in items]
        yield (
            LoggedList(
                features=pool["features"],
                likeness=likeness + likeness.T,
                beside=[value / 100 for value in pool["beside"]],
                shown=shown,
            ),
            sum(item.explored for item in items),
        )


def judge(
    others: dict[str, Weights] | None = None,
    *,
    days: int = DAYS,
    places: Iterable[str] = tuple(Place.values),
    now: datetime | None = None,
    most: int | None = None,
) -> Judged:
    """Replay the log of the last days with the present weights, the defaults and `others`."""
    found = list(logged_lists((now or timezone.now()) - timedelta(days=days), places, most))
    lists = [one for one, _explored in found]
    force = in_force()
    arms = {f"in force (version {force.version})": force.weights}
    if force.weights != DEFAULTS:
        arms["defaults"] = DEFAULTS
    arms |= others or {}
    return Judged(
        lists=len(lists),
        explored=sum(explored for _one, explored in found),
        shown=logged(lists),
        arms={name: estimate(lists, weights) for name, weights in arms.items()},
    )
