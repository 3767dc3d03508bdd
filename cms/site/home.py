"""What the front page shows beside its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from cms.assets.models import Asset
from cms.site.pictures import with_renditions
from personas.journey.models import JourneyStage

if TYPE_CHECKING:
    from cms.site.models import HomePage

NEWEST = 6


def home_context(home: HomePage) -> dict[str, Any]:
    """Featured and newest assets, and the buyer's questions with how much answers each."""
    public = Asset.objects.public()
    newest = list(
        public.select_related("hero_image")
        .defer("body", "slides")
        .order_by("-first_published_at", "-pk")[: NEWEST + 1]
    )
    featured = next((asset for asset in newest if asset.pk == home.featured_id), None)
    if featured is None and home.featured_id:
        featured = public.select_related("hero_image").filter(pk=home.featured_id).first()
    if featured is None and newest:
        featured = newest[0]
    cards = [asset for asset in newest if featured is None or asset.pk != featured.pk][:NEWEST]
    with_renditions([*([featured] if featured else []), *cards], ("card", "large"))
    counts = dict(
        public.filter(stages__isnull=False)
        .order_by()
        .values_list("stages")
        .annotate(n=Count("pk", distinct=True))
    )
    return {
        "featured": featured,
        "cards": cards,
        "total": public.count(),
        "questions": [
            (stage, counts[stage.pk])
            for stage in JourneyStage.objects.all()
            if counts.get(stage.pk)
        ],
    }
