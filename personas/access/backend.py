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
        users = get_user_model()._default_manager.select_related("wagtail_userprofile")
        user: Any = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, _CACHE):
            rows = list(_rows(user_obj))
            groups = [name for app, name in rows if not app]
            setattr(user_obj, _CACHE, {f"{app}.{name}" for app, name in rows if app})
            keep_roles(user_obj, groups)
        found: set[str] = getattr(user_obj, _CACHE)
        return found


def _rows(user: Any) -> Any:
    """(app label, codename) of each permission, and ("", name) of each group. One query."""
    columns = ("content_type__app_label", "codename")
    own = Permission.objects.filter(user=user).order_by().values_list(*columns)
    of_groups = Permission.objects.filter(group__user=user).order_by().values_list(*columns)
    groups = Group.objects.filter(user=user).order_by().values_list(Value(""), "name")
    return own.union(of_groups, groups)
