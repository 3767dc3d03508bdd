"""Assets in the words of those who use them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms.assets.enums import Visibility


class AssetQuerySet(PageQuerySet):
    """Chainable: `Asset.objects.usable_in_decks().for_persona(persona)`."""

    def current(self) -> Self:
        """Published, and not past its expiry even where the scheduler stands still."""
        now = timezone.now()
        return self.live().filter(Q(expire_at=None) | Q(expire_at__gt=now))

    def public(self) -> Self:
        """Current, and open to everybody."""
        return self.current().filter(visibility=Visibility.PUBLIC)

    def showable_to_prospects(self) -> Self:
        """Current, and neither internal nor for the team only."""
        return self.current().exclude(visibility=Visibility.INTERNAL)

    def usable_in_decks(self) -> Self:
        """Current, may be mixed into decks, and has slides."""
        return self.showable_to_prospects().filter(may_mix=True).exclude(slides=[])

    def for_persona(self, persona: Any) -> Self:
        return self.filter(personas=persona)

    def at_stage(self, stage: Any) -> Self:
        return self.filter(stages=stage)

    def untagged(self) -> Self:
        """Without a persona or without a stage."""
        return self.filter(Q(personas=None) | Q(stages=None)).distinct()

    def expiring_within(self, days: int) -> Self:
        """Live, and to expire or to be reviewed within `days` days; the first to go first."""
        limit = timezone.now() + timedelta(days=days)
        return (
            self.live()
            .filter(Q(expire_at__lte=limit) | Q(review_by__lte=limit.date()))
            .order_by("expire_at", "review_by")
        )

    def drafts(self) -> Self:
        """Never published, or with changes that are not."""
        return self.filter(Q(live=False) | Q(has_unpublished_changes=True))


AssetManager = PageManager.from_queryset(AssetQuerySet)
