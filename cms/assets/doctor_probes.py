"""Doctor's probe of the one writing path: what is live must name the revision that it shows."""

from __future__ import annotations

from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.operations.probes import Finding, probe


@probe("Content", order=75)
def content() -> Finding:
    """A live row without a live revision was written past the services."""
    assets = Asset.objects.filter(live=True, live_revision=None).order_by("pk")
    facts = Fact.objects.filter(live=True, live_revision=None).order_by("pk")
    broken = [
        *(f"asset {pk} ({title})" for pk, title in assets.values_list("pk", "title")[:3]),
        *(f"fact {key}" for key in facts.values_list("key", flat=True)[:3]),
    ]
    if broken:
        count = assets.count() + facts.count()
        return Finding.bad(
            f"{count} live without a revision to show: {', '.join(broken)}",
            "Open each in the admin and publish it again.",
        )
    live = Asset.objects.filter(live=True).count()
    return Finding.ok(f"{live} assets and {Fact.objects.filter(live=True).count()} facts are live")
