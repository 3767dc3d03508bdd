"""What is known of a candidate beside its words: for whom it is, its age, what it did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef

from cms.assets.models import Asset
from cms.recommendations.smoothing import Prior, Tally, against_usual, nested, prior_of
from personas.engagement.outcomes import Outcome, OutcomeTable, seen_by, table

HALF_LIFE = timedelta(days=365)  # content that has not changed for so long is half as fresh
TABLE_KEY, TABLE_SECONDS = "recommendation-outcomes", 300
WON = 3  # what a reader who was won counts, in readers who read all of it
FOR_ANYBODY, NEXT_TO = 0.4, 0.5  # fit of what has no persona or stage, and of a stage beside


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an asset fits persona or stage: 0 to 1, and which case it is."""

    value: float
    case: str


MADE, ANYBODY, BESIDE, OTHERS = "made", "anybody", "beside", "others"


@dataclass(frozen=True, slots=True)
class History:
    """What an asset did: with this audience, with everybody, and the smoothed rate of both."""

    here: Outcome
    everywhere: Outcome
    rate: float
    usual: float

    @property
    def value(self) -> float:
        """0.5 for what does as usual, and for what nobody has read."""
        return against_usual(self.rate, self.usual)


@dataclass(frozen=True, slots=True)
class Standing:
    """An asset as it is judged: no text, no slides."""

    pk: int
    title: str
    kind: str
    visibility: str
    may_mix: bool
    published_at: datetime | None
    review_by: date | None
    has_persona: bool
    fits_persona: bool
    has_stage: bool
    fits_stage: bool
    near_stage: bool


def load(pks: Collection[int], persona: Any, stage: Any) -> dict[int, Standing]:
    """Return current assets by id. One query."""
    rows = (
        Asset.objects.current()
        .filter(pk__in=pks)
        .order_by()
        .values_list(
            "pk",
            "title",
            "kind",
            "visibility",
            "may_mix",
            "last_published_at",
            "review_by",
            _through("personas"),
            _through("personas", "persona_id__in", [persona.pk] if persona else []),
            _through("stages"),
            _through("stages", "journeystage_id__in", [stage.pk] if stage else []),
            _through(
                "stages",
                "journeystage__order__in",
                [stage.order - 1, stage.order + 1] if stage else [],
            ),
        )
    )
    return {row[0]: Standing(*row) for row in rows}


def _through(field: str, column: str = "", values: Collection[int] = ()) -> Any:
    through: Any = Asset._meta.get_field(field).remote_field.through
    rows = through.objects.filter(asset_id=OuterRef("pk"))
    return Exists(rows.filter(**{column: list(values)}) if column else rows)


def persona_fit(asset: Standing) -> Fit:
    if asset.fits_persona:
        return Fit(1.0, MADE)
    return Fit(0.0, OTHERS) if asset.has_persona else Fit(FOR_ANYBODY, ANYBODY)


def stage_fit(asset: Standing) -> Fit:
    if asset.fits_stage:
        return Fit(1.0, MADE)
    if asset.near_stage:
        return Fit(NEXT_TO, BESIDE)
    return Fit(0.0, OTHERS) if asset.has_stage else Fit(FOR_ANYBODY, ANYBODY)


def freshness(asset: Standing, now: datetime) -> float:
    """Return 1 for what was published now, half of it a year later; an overdue review halves."""
    if asset.published_at is None:
        return 0.5
    fresh = 0.5 ** (max(timedelta(0), now - asset.published_at) / HALF_LIFE)
    return float(fresh / 2 if is_overdue(asset, now) else fresh)


def is_overdue(asset: Standing, now: datetime) -> bool:
    return bool(asset.review_by and asset.review_by < now.date())


@dataclass(frozen=True, slots=True)
class Histories:
    """What all assets did, and what is usual."""

    counts: OutcomeTable
    prior: Prior

    def of(self, asset_id: int, persona: int | None, stage: int | None) -> History:
        here = self.counts.audience(asset_id, persona, stage)
        everywhere = self.counts.everybody(asset_id)
        rate = nested(tally(here), tally(everywhere), self.prior)
        return History(here, everywhere, rate, self.prior.rate)


def tally(outcome: Outcome) -> Tally:
    """Count the attention that readers gave, and one who was won as several who read all."""
    return Tally(outcome.attention + WON * outcome.won, outcome.readers + WON * outcome.won)


def histories(until: datetime | None = None) -> Histories:
    """Return what all assets did. Two queries, every five minutes in a process.

    `until` is for looking back, and is not kept.
    """
    cache = caches["renditions"]
    known: Histories | None = cache.get(TABLE_KEY) if until is None else None
    if known is None:
        counts = table(Asset, until=until)
        known = Histories(counts, prior_of([tally(counts.everybody(pk)) for pk in counts.cells]))
        if until is None:
            cache.set(TABLE_KEY, known, TABLE_SECONDS)
    return known


def seen(prospect: Any, until: datetime | None = None) -> Mapping[int, datetime]:
    """Return when this person last saw what they saw; nothing of one who is not recorded."""
    if prospect is None or not prospect.records_visits or prospect.erased_at is not None:
        return {}
    return seen_by(Asset, prospect.pk, until=until)
