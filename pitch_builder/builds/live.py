"""The live state that manifests are compared with, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.images import get_image_model

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from cms.facts.models import Fact
from pitch_builder.builds.freshness import BuildFreshness, LiveAsset, LiveState, build_freshness
from pitch_builder.builds.manifest import Manifest, content_digest
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import DeckSlide
from pitch_builder.decks.outlines import family_of
from pitch_builder.decks.resolving import digest_of


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


def _own_digests(pks: Collection[int]) -> dict[int, str]:
    """Return the digest of what reps wrote on these slides, with the deck's deal. One query."""
    found = {}
    for slide in DeckSlide.objects.filter(pk__in=pks).select_related("deck__deal"):
        block = next(iter(slide.own.raw_data), None)
        found[slide.pk] = (
            digest_of(slide.deck, slide, block["type"], block["value"]) if block else ""
        )
    return found


def live_state(manifests: Iterable[Manifest], themes: Mapping[int, str]) -> LiveState:
    """Return all that the manifests name as it is now, however many there are.

    `themes` names the family that each deck's template asks for, "" where it asks for none.
    Four queries, and one more for slides that this process has not read since they went live.
    """
    from cms.brand.services import brand_now

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
    own = _own_digests(
        {s.slide_id for s in slides if s.slide_id and (s.edited or s.asset is None)}
    )
    brand = brand_now()
    families = {deck: family or brand.theme.family for deck, family in themes.items()}
    return LiveState(
        today=timezone.localdate(),
        theme_version=brand.version,
        assets=assets,
        facts=facts,
        pictures=pictures,
        own=own,
        families=families,
    )


def freshness_of(builds: Iterable[Build]) -> dict[Any, BuildFreshness]:
    """Return the freshness of each build, by its id, with queries that do not grow with them.

    Those of `live_state`, and two more where the decks and their templates are not at hand.
    """
    builds = list(builds)
    prefetch_related_objects(builds, "deck__template")
    themes = {build.deck_id: family_of(build.deck.template) for build in builds}
    manifests = {build.pk: build.manifest for build in builds}
    live = live_state(manifests.values(), themes)
    return {pk: build_freshness(manifest, live) for pk, manifest in manifests.items()}
