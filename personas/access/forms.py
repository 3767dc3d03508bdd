"""Forms of records that somebody looks after."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm

from personas.access.ownership import first_owner
from personas.access.roles import Role, is_lead


def team_members() -> models.QuerySet:
    """Active users in one of the four groups."""
    users = get_user_model()._default_manager.filter(is_active=True)
    return users.filter(groups__name__in=[str(role) for role in Role]).distinct()


def possible_owners(user: Any, present: int | None) -> models.QuerySet:
    """Whom a user may name as owner: leads anybody of the team, others themselves."""
    users = get_user_model()._default_manager.order_by("first_name", "username")
    kept = models.Q(pk=user.pk) | models.Q(pk=present)
    if is_lead(user):
        kept |= models.Q(pk__in=team_members())
    return users.filter(kept).distinct()


class OwnedForm(WagtailAdminModelForm):
    """Limits `owner`; a rep's new record is their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields.get("owner")
        if owner is None or self.for_user is None:
            return
        owner.queryset = possible_owners(self.for_user, self.instance.owner_id)
        owner.label_from_instance = lambda user: user.get_full_name() or user.get_username()
        if self.instance.pk is None and not self.initial.get("owner"):
            self.initial["owner"] = first_owner(self.for_user)
