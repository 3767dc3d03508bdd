"""Where facts are used, told from Wagtail's reference index and from the newest drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.assets.models import Asset
from cms.facts.models import Fact


@dataclass(frozen=True, slots=True)
class AssetUse:
    """An asset that names a fact. `is_live`: readers see it; `in_draft`: its newest draft does."""

    pk: int
    title: str
    kind: str
    is_live: bool
    in_draft: bool
    times: int = 1


def live_asset_counts(fact_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published assets name each fact. One query."""
    ids = [str(pk) for pk in fact_ids]
    if not ids:
        return {}
    rows = (
        _references(ids)
        .filter(object_id__in=Asset.objects.live().annotate(key=_text("pk")).values("key"))
        .values_list("to_object_id")
        .annotate(count=Count("object_id", distinct=True))
    )
    return {int(pk): count for pk, count in rows}


def _references(ids: Iterable[str]) -> Any:
    types = ContentType.objects.get_for_models(Fact, Page)
    return ReferenceIndex.objects.filter(
        to_content_type=types[Fact], to_object_id__in=list(ids), base_content_type=types[Page]
    )


def _text(field: str) -> Any:
    return Cast(field, CharField())
