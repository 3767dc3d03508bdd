"""Rows that somebody looks after: who sees them, and who changes them."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from personas.access.roles import is_lead, is_marketing, is_sales

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows with an `owner`, limited to those that a user may see or change."""

    def visible_to(self, user: Any) -> Self:
        """Leads and marketing see all (marketing reads only); a rep sees their own and those
        that nobody owns yet; everybody else sees none."""
        if is_lead(user) or is_marketing(user):
            return self.all()
        return self._of(user)

    def editable_by(self, user: Any) -> Self:
        """Leads: all; a rep: their own and those that nobody owns yet; others: none."""
        return self.all() if is_lead(user) else self._of(user)

    def _of(self, user: Any) -> Self:
        if is_sales(user):
            return self.filter(models.Q(owner=user) | models.Q(owner=None))
        return self.none()


class Owned(models.Model):
    """Base of rows with an `owner`."""

    owner_id: Any

    class Meta:
        abstract = True

    def is_editable_by(self, user: Any) -> bool:
        """The same rule as the queryset's `editable_by`, for a row at hand; no query."""
        return is_lead(user) or (is_sales(user) and self.owner_id in (None, user.pk))
