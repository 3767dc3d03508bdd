"""Signing in as Django does it, with what is asked of a user at every request in two queries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Value

from personas.access.roles import keep_roles

_CACHE = "_perm_cache"


class TeamBackend(ModelBackend):
    """Django's backend. The user comes with the profile that Wagtail asks for, and permissions
    of their own, of their groups, and the groups' names come together."""

    def get_user(self, user_id: int) -> Any | None:
        model = get_user_model()
        users = model._default_manager.select_related("wagtail_userprofile")
        try:
            user: Any = users.get(pk=user_id)
        except model.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, _CACHE):
            rows = list(_rows(user_obj))
            setattr(user_obj, _CACHE, {f"{app}.{name}" for _group, app, name in rows if app})
            keep_roles(user_obj, {group for group, _app, _name in rows if group})
        found: set[str] = getattr(user_obj, _CACHE)
        return found


def _rows(user: Any) -> Any:
    """(group, app label, codename) of each permission: the group "" for one of the user's own,
    the others None for a group without any. One query."""
    columns = ("permissions__content_type__app_label", "permissions__codename")
    of_groups = Group.objects.filter(user=user).order_by().values_list("name", *columns)
    columns = ("content_type__app_label", "codename")
    own = Permission.objects.filter(user=user).order_by().values_list(Value(""), *columns)
    return of_groups.union(own)
