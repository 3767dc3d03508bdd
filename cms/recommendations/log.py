"""What was recommended and what became of it. Ids only; nothing that somebody typed."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from cms.recommendations.exploration import Placed
from cms.recommendations.mmr import Likeness
from cms.recommendations.models import (
    Place,
    RecommendationBatch,
    RecommendationItem,
    RecommendationOutcome,
    What,
)
from cms.recommendations.results import Recommendation

logger = logging.getLogger(__name__)

KEEP = timedelta(days=400)
FOLLOWED = timedelta(days=90)  # what happens later is not put down to the recommendation


@dataclass(frozen=True, slots=True)
class Context:
    """For whom and where a list was made."""

    place: Place
    about: str = ""
    persona: Any = None
    stage: Any = None
    prospect: Any = None
    user: Any = None


@dataclass(frozen=True, slots=True)
class Pool:
    """All candidates of a list, in one order: what is needed to judge other weights."""

    assets: Sequence[int]
    features: Sequence[dict[str, float]]
    likeness: Likeness
    beside: Sequence[float]

    def as_json(self) -> dict[str, Any]:
        count = len(self.assets)
        return {
            "assets": list(self.assets),
            "features": list(self.features),
            "alike": [
                round(100 * float(self.likeness[one, other]))
                for one in range(count)
                for other in range(one)
            ],
            "beside": [round(100 * value) for value in self.beside],
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A list as it is to be logged."""

    batch: UUID
    context: Context
    version: int
    pool: Pool
    placed: Sequence[Placed]
    items: Sequence[Recommendation]
    at: datetime = field(default_factory=timezone.now)


def write(entry: Entry) -> bool:
    """Log a list, all of it or nothing; two statements. False where the database refuses: the
    list is shown all the same."""
    context = entry.context
    prospect = context.prospect
    if prospect is not None and (prospect.erased_at is not None or not prospect.records_visits):
        prospect = None
    batch = RecommendationBatch(
        id=entry.batch,
        place=context.place,
        about=context.about[:40],
        weights_version=entry.version,
        persona=context.persona,
        stage=context.stage,
        prospect=prospect,
        user=context.user if getattr(context.user, "pk", None) else None,
        pool=entry.pool.as_json(),
        created_at=entry.at,
    )
    rows = [
        RecommendationItem(
            batch=batch,
            asset_id=item.asset_id,
            position=item.position,
            candidate=placed.candidate,
            score=round(item.score, 4),
            terms={term.name: round(term.share, 4) for term in item.terms},
            propensity=placed.propensity,
            explored=placed.explored,
        )
        for item, placed in zip(entry.items, entry.placed, strict=True)
    ]
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            RecommendationItem.objects.bulk_create(rows)
    except DatabaseError:
        logger.warning("A list of recommendations was not logged.", exc_info=True)
        return False
    return True


def log_taken(
    batch: UUID | str | None, asset_id: int, what: What | str, *, at: datetime | None = None
) -> bool:
    """Note what became of a recommended asset, once each; False where it was not recommended.

    An unknown or malformed batch is no error: the list may be older than the log.
    """
    try:
        named = UUID(str(batch))
    except ValueError:
        return False
    items = RecommendationItem.objects.filter(batch=named, asset=asset_id)
    return note(items.values_list("pk", flat=True), What(what), at=at) > 0


def log_sent(abouts: Collection[str], *, at: datetime | None = None) -> int:
    """Note that what was taken for these, such as "deck:7", was sent. Two queries."""
    at = at or timezone.now()
    taken = RecommendationOutcome.objects.filter(
        what__in=(What.ON_DECK, What.IN_ROOM),
        item__batch__about__in=abouts,
        item__batch__created_at__range=(at - FOLLOWED, at),
    )
    return note(taken.values_list("item", flat=True).distinct(), What.SENT, at=at)


def note(items: Iterable[int], what: What, *, at: datetime | None = None) -> int:
    """Write an outcome for each of these items; returns how many were named."""
    at = at or timezone.now()
    rows = [RecommendationOutcome(item_id=item, what=what, at=at) for item in items]
    RecommendationOutcome.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def purge(now: datetime | None = None) -> int:
    """Delete lists older than KEEP with what became of them; returns how many rows went."""
    limit = (now or timezone.now()) - KEEP
    return RecommendationBatch.objects.filter(created_at__lt=limit).purge()
