"""Whose a deck or a room is: one rule for all that a rep makes."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from personas.access import owned
from personas.access.roles import is_sales_lead

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(owned.OwnedQuerySet[M]):
    """Seen as people are; leads of marketing change none of them."""

    def editable_by(self, user: Any) -> Self:
        """A rep changes what is theirs or nobody's, a sales lead what is the team's."""
        return self.all() if is_sales_lead(user) else self._of(user)
