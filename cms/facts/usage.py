"""Which assets use a fact: in what readers see now, and in the newest drafts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.facts.references import facts_in


@dataclass(frozen=True, slots=True)
class AssetUse:
    """An asset that names a fact. `is_live`: readers see it; `in_draft`: its newest draft does,
    or there is no draft and the next edit begins with it."""

    pk: int
    title: str
    kind: str
    is_live: bool
    in_draft: bool


def live_asset_counts(fact_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published assets name each fact. One query."""
    ids = list(fact_ids)
    if not ids:
        return {}
    live = Asset.objects.live().annotate(key=Cast("pk", CharField()))
    rows = (
        _references(ids)
        .filter(object_id__in=live.values("key"))
        .values_list("to_object_id")
        .annotate(count=Count("object_id", distinct=True))
    )
    return {int(pk): count for pk, count in rows}


def asset_uses(fact_id: int) -> list[AssetUse]:
    """Return the assets that use a fact, live ones first. Three queries."""
    return asset_uses_of([fact_id])[fact_id]


def asset_uses_of(fact_ids: Iterable[int]) -> dict[int, list[AssetUse]]:
    """Return by fact the assets that use it, live ones first. Three queries.

    Wagtail's reference index knows the published content; drafts are read here.
    """
    ids = list(fact_ids)
    stored: dict[int, set[int]] = {pk: set() for pk in ids}
    for fact, asset in _references(ids).values_list("to_object_id", "object_id"):
        stored[int(fact)].add(int(asset))
    drafts = _draft_uses(ids)
    drafting = {pk for pk, used in drafts.items() if used}
    rows = Asset.objects.filter(pk__in=set().union(drafting, *stored.values()))
    assets = list(rows.only("title", "draft_title", "kind", "live"))
    return {fact: _uses(fact, stored[fact], drafts, assets) for fact in ids}


def _uses(
    fact: int, stored: set[int], drafts: Mapping[int, set[int]], assets: Iterable[Asset]
) -> list[AssetUse]:
    uses = [
        AssetUse(
            pk=asset.pk,
            title=asset.draft_title or asset.title,
            kind=asset.get_kind_display(),
            is_live=asset.live and asset.pk in stored,
            in_draft=fact in drafts[asset.pk] if asset.pk in drafts else asset.pk in stored,
        )
        for asset in assets
    ]
    found = [use for use in uses if use.is_live or use.in_draft]
    return sorted(found, key=lambda use: (not use.is_live, use.title.lower()))


def _draft_uses(fact_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return of each asset with a draft which of the facts that draft uses. One query."""
    rows = (
        Asset.objects.drafts()
        .filter(latest_revision__isnull=False)
        .annotate(text=Cast("latest_revision__content", TextField()))
        .values_list("pk", "latest_revision__content", "text")
    )
    wanted = set(fact_ids)
    numbers = [str(pk) for pk in wanted]
    # Only a text that holds one of the numbers at all is taken apart.
    return {
        pk: wanted & facts_in_revision(content) if any(n in text for n in numbers) else set()
        for pk, content, text in rows.iterator(chunk_size=200)
    }


def facts_in_revision(content: Mapping[str, Any]) -> set[int]:
    """Return the ids of the facts named in a revision's content, whose streams are JSON texts."""
    found: set[int] = set()
    for value in content.values():
        if isinstance(value, str) and value.startswith("["):
            try:
                value = json.loads(value)
            except ValueError:
                continue
        if isinstance(value, str | list):
            found |= facts_in(value)
    return found


def _references(ids: Iterable[int]) -> Any:
    types = ContentType.objects.get_for_models(Fact, Page)
    return ReferenceIndex.objects.filter(
        to_content_type=types[Fact],
        to_object_id__in=[str(pk) for pk in ids],
        base_content_type=types[Page],
    )
