"""This subject's part of what is kept about a prospect."""

from __future__ import annotations

from typing import Any

from personas.prospects.models import Prospect
from personas.prospects.privacy import DataHolder, register_holder

HOLDER = "deals"


def _export(prospect: Prospect) -> Any:
    """The deals that somebody is involved in, by name."""
    return [
        {
            "name": deal.name,
            "account": deal.account.name,
            "state": deal.state,
            "added": deal.created_at.isoformat(),
            "closed": deal.closed_at.isoformat() if deal.closed_at else None,
        }
        for deal in prospect.deals.select_related("account").order_by("created_at")
    ]


def _erase(prospect: Prospect) -> None:
    """Cut the tie. The deals stay, and say nothing of the person."""
    prospect.deals.clear()


def register() -> None:
    """Called once, when the app is ready."""
    register_holder(DataHolder(HOLDER, _export, _erase))
