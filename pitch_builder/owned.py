"""Whose a deck or a room is: one rule for all that a rep makes."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from personas.access.roles import Role, roles_of

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows with an `owner`, limited to those that a user may see or change."""

    def visible_to(self, user: Any) -> Self:
        """Reps see their own and those without an owner; leads and marketing see all."""
        roles = roles_of(user)
        if roles & {Role.SALES_LEADS, Role.MARKETING, Role.MARKETING_LEADS}:
            return self.all()
        return self._of(user) if Role.SALES in roles else self.none()

    def editable_by(self, user: Any) -> Self:
        """A rep changes what is theirs or nobody's, a sales lead what is the team's."""
        roles = roles_of(user)
        if Role.SALES_LEADS in roles:
            return self.all()
        return self._of(user) if Role.SALES in roles else self.none()

    def _of(self, user: Any) -> Self:
        return self.filter(models.Q(owner=user) | models.Q(owner=None))
