"""This subject's part of what is kept about a prospect."""

from __future__ import annotations

from typing import Any

from cms.recommendations.models import RecommendationBatch
from personas.prospects.models import Prospect
from personas.prospects.privacy import DataHolder, register_holder

HOLDER = "recommendations"


def _export(prospect: Prospect) -> Any:
    """Return what was recommended to or for this person, and what came of it."""
    batches = RecommendationBatch.objects.filter(prospect=prospect).order_by("created_at")
    return [
        {
            "at": batch.created_at.isoformat(),
            "where": batch.get_place_display(),
            "recommended": [
                {
                    "asset": item.asset.title if item.asset else None,
                    "score": item.score,
                    "came_of_it": [outcome.what for outcome in item.outcomes.all()],
                }
                for item in batch.items.all()
            ],
        }
        for batch in batches.prefetch_related("items__asset", "items__outcomes")
    ]


def _erase(prospect: Prospect) -> None:
    """Cut the tie to the person. The lists stay, and say nothing of anybody."""
    RecommendationBatch.objects.filter(prospect=prospect)._forget_person()


def register() -> None:
    """Called once, when the app is ready."""
    register_holder(DataHolder(HOLDER, _export, _erase))
