"""The four groups and the questions asked about them. No query beyond the first a user."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

_CACHE = "_tandem_roles"


class Role(StrEnum):
    """A role's value is the name of its group."""

    MARKETING = "Marketing"
    MARKETING_LEADS = "Marketing leads"
    SALES = "Sales"
    SALES_LEADS = "Sales leads"

    @classmethod
    def leads(cls) -> frozenset[Role]:
        return frozenset({cls.MARKETING_LEADS, cls.SALES_LEADS})

    @classmethod
    def marketing(cls) -> frozenset[Role]:
        return frozenset({cls.MARKETING, cls.MARKETING_LEADS})

    @classmethod
    def sales(cls) -> frozenset[Role]:
        return frozenset({cls.SALES, cls.SALES_LEADS})


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of a user, kept on the instance. An active superuser holds all of them."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    roles: frozenset[Role] | None = getattr(user, _CACHE, None)
    if roles is None:
        roles = frozenset(Role) if user.is_superuser else _from_groups(user)
        setattr(user, _CACHE, roles)
    return roles


def _from_groups(user: Any) -> frozenset[Role]:
    names = {str(role) for role in Role}
    held = user.groups.filter(name__in=names).values_list("name", flat=True)
    return frozenset(Role(name) for name in held)


def keep_roles(user: Any, groups: Iterable[str]) -> None:
    """Keep on the instance the roles that these groups give, unless they are known."""
    if getattr(user, _CACHE, None) is None:
        names = {str(role) for role in Role}
        setattr(user, _CACHE, frozenset(Role(name) for name in groups if name in names))


def forget_roles(user: Any) -> None:
    """Ask again at the next question; for code that changes a user's groups."""
    user.__dict__.pop(_CACHE, None)


def is_marketing(user: Any) -> bool:
    return bool(roles_of(user) & Role.marketing())


def is_sales(user: Any) -> bool:
    return bool(roles_of(user) & Role.sales())


def is_lead(user: Any) -> bool:
    """True for a lead of either team."""
    return bool(roles_of(user) & Role.leads())


def is_marketing_lead(user: Any) -> bool:
    return Role.MARKETING_LEADS in roles_of(user)


def is_sales_lead(user: Any) -> bool:
    return Role.SALES_LEADS in roles_of(user)
