from __future__ import annotations

from typing import Any

from personas.access.roles import is_lead, is_sales


def first_owner(user: Any) -> Any | None:
    """Who owns what a user adds without naming an owner: a rep themselves, else nobody yet."""
    return user if is_sales(user) and not is_lead(user) else None
