"""What happened lately, for the pages of a prospect and of an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from personas.engagement.enums import Grade
from personas.engagement.models import Engagement

RECENT = 12


@dataclass(frozen=True, slots=True)
class EngagementSummary:
    """Events in numbers, and the latest ones. Raw and defensible counts stand side by side."""

    total: int
    defensible: int
    last_at: Any
    recent: tuple[Engagement, ...]

    @property
    def left_out(self) -> int:
        return self.total - self.defensible


def prospect_summary(prospect: Any) -> EngagementSummary:
    return _summary(Engagement.objects.by(prospect))


def account_summary(account: Any, user: Any) -> EngagementSummary:
    """Only events that the user may see."""
    return _summary(Engagement.objects.of_account(account).visible_to(user))


def _summary(events: QuerySet[Engagement]) -> EngagementSummary:
    counted = Q(grade__in=Grade.defensible())
    numbers = events.aggregate(
        total=Count("pk"),
        defensible=Count("pk", filter=counted),
        last_at=Max("occurred_at", filter=counted),
    )
    recent = events.select_related("prospect").order_by("-occurred_at", "-pk")[:RECENT]
    return EngagementSummary(recent=tuple(recent), **numbers)
