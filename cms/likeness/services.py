"""Near duplicates, for screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.likeness import sketching
from cms.likeness.finding import refresh_one
from cms.likeness.models import NearPair
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.models import Job
from personas.access.roles import is_marketing


def check_may_compare(user: Any) -> None:
    """Raise NotAllowed unless `user` is of marketing, who keep the content."""
    if not (user.is_superuser or is_marketing(user)):
        raise NotAllowed(_("Duplicates are marketing's to settle."))


def start(user: Any) -> Job:
    """Compare all assets in the background. Raises NotAllowed; None is the system itself."""
    if user is not None:
        check_may_compare(user)
    return jobs.start(
        "likeness.find",
        owner=user,
        queue=Queue.BULK,
        label=_("Find near duplicates"),
        coalesce=True,
    )


def duplicates_of(asset: Asset, *, fresh: bool = False) -> list[tuple[NearPair, Asset]]:
    """Return the open pairs of one asset, the likest first, each with the other asset.

    `fresh` compares its newest draft first, where that has changed since it was compared.
    """
    if fresh and sketching.stale().filter(pk=asset.pk).exists():
        refresh_one(asset.pk)
    pairs = list(NearPair.objects.open().with_asset(asset.pk))
    others = {p.second_id if p.first_id == asset.pk else p.first_id: p for p in pairs}
    found = Asset.objects.filter(pk__in=others).only("title", "kind", "live")
    return sorted(((others[a.pk], a) for a in found), key=lambda row: -row[0].overlap)
