"""Keeping each asset's sketch true to its newest draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from django.db.models import F, Q, QuerySet

from cms.assets.indexing import text_of
from cms.assets.models import Asset
from cms.facts.scope import fact_scope
from cms.likeness.models import AssetSketch
from cms.likeness.shingles import Shingles, shingles, words
from cms.operations.handlers import Progress
from search import vectors
from search.documents import Document
from search.embedding.base import Vectors

BATCH = 32


def texts_of(document: Document) -> list[str]:
    """Return what is compared of an asset: the title, then each stretch of text."""
    return [document.title, *(section.text for section in document.sections)]


def document_of_draft(asset: Asset) -> Document:
    """Return the words of an asset's newest draft."""
    draft = asset.get_latest_revision_as_object()
    with fact_scope(draft.fact_ids, show_expired=True):
        return text_of(draft)


def stale() -> QuerySet[Asset]:
    """Assets whose sketch is missing, or older than their newest draft or the model."""
    return Asset.objects.filter(
        Q(sketch=None)
        | ~Q(sketch__model=vectors.model())
        | Q(sketch__revision=None, latest_revision__isnull=False)
        | ~Q(sketch__revision=F("latest_revision_id"))
    )


def refresh(ids: Collection[int] | None = None, progress: Progress | None = None) -> int:
    """Sketch what is stale, of `ids` or of all assets; return how many. May be stopped."""
    wanted = stale() if ids is None else stale().filter(pk__in=ids)
    pks = list(wanted.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(pks), BATCH):
        batch = Asset.objects.filter(pk__in=pks[start : start + BATCH])
        _write(list(batch.prefetch_related("locale").specific()))
        if progress:
            progress(min(start + BATCH, len(pks)), len(pks))
    return len(pks)


def _write(assets: Sequence[Asset]) -> None:
    documents = [document_of_draft(asset) for asset in assets]
    found = vectors.of_documents(documents)
    model = vectors.model()
    AssetSketch.objects.bulk_create(
        [
            AssetSketch(
                asset_id=asset.pk,
                revision=asset.latest_revision_id,
                model=model,
                vector=b"" if vector is None else vector.astype("<f4").tobytes(),
                shingles=shingles(texts_of(document)).astype("<u4").tobytes(),
                words=sum(len(words(text)) for text in texts_of(document)),
            )
            for asset, document, vector in zip(assets, documents, found, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["revision", "model", "vector", "shingles", "words", "made_at"],
    )


def vectors_of(sketches: QuerySet[AssetSketch]) -> tuple[list[int], Vectors]:
    """Return the assets' ids and their vectors (ids, dimensions), those without left out."""
    rows = sketches.filter(model=vectors.model()).exclude(vector=b"").order_by("asset_id")
    pks: list[int] = []
    found: list[Vectors] = []
    for pk, data in rows.values_list("asset_id", "vector").iterator(chunk_size=500):
        pks.append(pk)
        found.append(np.frombuffer(bytes(data), dtype="<f4"))
    return pks, np.stack(found) if found else np.zeros((0, 1), dtype=np.float32)


def shingles_of(pks: Iterable[int]) -> dict[int, Shingles]:
    """Return the hashed runs of words of these assets."""
    rows = AssetSketch.objects.filter(asset__in=list(pks)).values_list("asset_id", "shingles")
    return {pk: np.frombuffer(bytes(data), dtype="<u4") for pk, data in rows}
