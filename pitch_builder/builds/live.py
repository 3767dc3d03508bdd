"""The live state that manifests are compared with, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import caches
from django.utils import timezone
from wagtail.images import get_image_model

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from cms.facts.models import Fact
from pitch_builder.builds.freshness import BuildFreshness, LiveAsset, LiveState, build_freshness
from pitch_builder.builds.manifest import Manifest, content_digest
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import DeckSlide


def block_digests(raw: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the content digest of each block of a StreamField's raw value, by block id."""
    return {
        block["id"]: content_digest(block["type"], block["value"])
        for block in raw
        if block.get("id")
    }


def _live_digests(revisions: Mapping[int, int | None]) -> dict[int, dict[str, str]]:
    """Return the digests of each asset's live slides, kept by the revision that is live."""
    cache = caches["renditions"]
    keys = {f"slide-digests:{pk}:{number}": pk for pk, number in revisions.items() if number}
    known = {keys[key]: digests for key, digests in cache.get_many(keys).items()}
    missing = revisions.keys() - known.keys()
    for asset in Asset.objects.filter(pk__in=missing).only("slides") if missing else ():
        known[asset.pk] = block_digests(asset.slides.raw_data)
        if revisions[asset.pk]:
            cache.set(f"slide-digests:{asset.pk}:{revisions[asset.pk]}", known[asset.pk])
    return known


def live_state(manifests: Iterable[Manifest]) -> LiveState:
    """Return all that the manifests name as it is now, however many there are.

    Four queries, and one more for slides that this process has not read since they went live.
    """
    from cms.brand.services import theme_version

    manifests = list(manifests)
    slides = [slide for manifest in manifests for slide in manifest.slides]
    now = timezone.now()
    rows = list(
        Asset.objects.filter(pk__in={s.asset for s in slides if s.asset}).only(
            "title", "live", "expired", "expire_at", "visibility", "live_revision_id"
        )
    )
    digests = _live_digests({asset.pk: asset.live_revision_id for asset in rows})
    assets = {
        asset.pk: LiveAsset(
            id=asset.pk,
            title=asset.title,
            live=asset.live,
            expired=asset.expired or bool(asset.expire_at and asset.expire_at <= now),
            internal=asset.visibility == Visibility.INTERNAL,
            digests=digests[asset.pk],
        )
        for asset in rows
    }
    facts = {
        fact.pk: fact.current
        for fact in Fact.objects.filter(pk__in={f.id for s in slides for f in s.facts})
    }
    pictures = dict(
        get_image_model()
        .objects.filter(pk__in={p.id for s in slides for p in s.pictures})
        .values_list("pk", "file_hash")
    )
    own = {
        slide.pk: next(iter(block_digests(slide.own.raw_data).values()), "")
        for slide in DeckSlide.objects.filter(
            pk__in={s.slide_id for s in slides if s.slide_id and (s.edited or s.asset is None)}
        )
    }
    return LiveState(
        today=timezone.localdate(),
        theme_version=theme_version(),
        assets=assets,
        facts=facts,
        pictures=pictures,
        own=own,
    )


def freshness_of(builds: Iterable[Build]) -> dict[Any, BuildFreshness]:
    """Return the freshness of each build, by its id, with queries that do not grow with them."""
    manifests = {build.pk: build.manifest for build in builds}
    live = live_state(manifests.values())
    return {pk: build_freshness(manifest, live) for pk, manifest in manifests.items()}
