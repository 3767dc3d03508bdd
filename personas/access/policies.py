"""Wagtail permission policies that look at the row, not at the model alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from personas.accounts.models import Account
from personas.deals.models import Deal
from personas.engagement.models import Engagement
from personas.prospects.models import ProposedChange, Prospect

READING = frozenset({"view"})


class RowPolicy(ModelPermissionPolicy):
    """Model permissions first, then the rows: `visible_to` for reading, `editable_by` else.

    A model without `editable_by` is edited by whoever sees the row and has the permission.
    """

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> models.QuerySet:
        held = {action for action in actions if self.user_has_permission(user, action)}
        rows = self.model._default_manager.all()
        if not held:
            return rows.none()
        if held & READING or not hasattr(rows, "editable_by"):
            return rows.visible_to(user)
        return rows.editable_by(user)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: models.Model
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if action not in READING and hasattr(instance, "is_editable_by"):
            return bool(instance.is_editable_by(user))
        return self.visible(user).filter(pk=instance.pk).exists()

    def visible(self, user: Any) -> models.QuerySet:
        """The rows that a user may read; none without any permission on the model."""
        if not self.user_has_any_permission(user, {"view", "change"}):
            return self.model._default_manager.none()
        return self.model._default_manager.all().visible_to(user)


def register_policies() -> None:
    for model in (Account, Prospect, Deal, ProposedChange, Engagement):
        register_permission_policy(model, RowPolicy(model))
