"""Finding assets that say much the same: near in meaning first, then in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.likeness import pairs, sketching
from cms.likeness.models import AssetSketch, NearPair, PairState
from cms.likeness.shingles import overlap
from cms.operations.handlers import Progress

CLOSE = 0.8  # cosine of two texts that are worth comparing word for word
NEAREST = 10  # of an asset are compared
SHARED = 0.5  # of the shorter text's runs of words make two assets near duplicates
WORDS = 40  # a text with fewer says too little to tell
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Near:
    """Two assets by id, the older first, and how much alike they are."""

    first: int
    second: int
    overlap: float
    closeness: float


def refresh(progress: Progress | None = None) -> int:
    """Sketch what has changed and find all pairs anew; return how many stand open.

    What was decided stays decided. An open pair that no longer holds goes.
    """
    sketching.refresh(progress=progress)
    if progress:
        progress(0, 0, _("Comparing"))
    found = {(near.first, near.second): near for near in all_near()}
    with transaction.atomic():
        here = set(Asset.objects.values_list("pk", flat=True))
        _write([near for pair, near in found.items() if here.issuperset(pair)])
        gone = [
            pk
            for pk, *pair in NearPair.objects.open().values_list("pk", "first", "second")
            if tuple(pair) not in found
        ]
        for start in range(0, len(gone), BATCH):
            NearPair.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    return NearPair.objects.open().count()


def refresh_one(pk: int) -> None:
    """Bring one asset's pairs up to date with its newest draft; the others' stay."""
    sketching.refresh([pk])
    found = list(_near_one(pk))
    with transaction.atomic():
        _write(found)
        kept = {(near.first, near.second) for near in found}
        for pair in NearPair.objects.open().with_asset(pk):
            if (pair.first_id, pair.second_id) not in kept:
                pair.delete()


def all_near() -> Iterator[Near]:
    """Yield all near duplicates among the sketches, a batch of comparisons at a time."""
    pks, vectors = sketching.vectors_of(_comparable())
    batch: list[tuple[int, int, float]] = []
    for i, j, closeness in pairs.near(vectors, CLOSE, NEAREST):
        batch.append((pks[i], pks[j], closeness))
        if len(batch) == BATCH:
            yield from _confirmed(batch)
            batch = []
    yield from _confirmed(batch)


def _near_one(pk: int) -> Iterator[Near]:
    pks, vectors = sketching.vectors_of(_comparable())
    if pk not in pks:
        return
    cosines = vectors @ vectors[pks.index(pk)]
    best = [int(n) for n in (-cosines).argsort()[: NEAREST + 1] if cosines[n] >= CLOSE]
    close = [
        (min(pk, pks[n]), max(pk, pks[n]), min(float(cosines[n]), 1.0))
        for n in best
        if pks[n] != pk
    ]
    yield from _confirmed(close)


def _comparable() -> QuerySet[AssetSketch]:
    return AssetSketch.objects.filter(words__gte=WORDS)


def _confirmed(close: list[tuple[int, int, float]]) -> Iterator[Near]:
    shingles = sketching.shingles_of({pk for i, j, _ in close for pk in (i, j)})
    for first, second, closeness in close:
        shared = overlap(shingles[first], shingles[second])
        if shared.of_shorter >= SHARED:
            yield Near(first, second, shared.of_shorter, closeness)


def _write(found: list[Near]) -> None:
    NearPair.objects.bulk_create(
        [
            NearPair(
                first_id=near.first,
                second_id=near.second,
                overlap=near.overlap,
                closeness=near.closeness,
                state=PairState.OPEN,
            )
            for near in found
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["overlap", "closeness"],
        batch_size=200,
    )
