"""What the four groups may do with people. Deleting a prospect is nobody's: they are erased."""

from __future__ import annotations

from personas.access.grants import declare
from personas.access.roles import Role


def _all(model: str, *actions: str) -> list[str]:
    return [f"personas.{action}_{model}" for action in actions]


def declare_permissions() -> None:
    for role in Role:
        declare(role, "wagtailadmin.access_admin")
        declare(
            role,
            *_all("persona", "view"),
            *_all("journeystage", "view"),
            *_all("account", "view"),
            *_all("prospect", "view"),
            *_all("deal", "view"),
            *_all("proposedchange", "view"),
            *_all("engagement", "view"),
        )
    declare(Role.MARKETING, *_all("persona", "add", "change"))
    declare(Role.MARKETING, *_all("journeystage", "add", "change"))
    declare(Role.MARKETING_LEADS, *_all("persona", "publish", "lock", "unlock", "delete"))
    declare(Role.MARKETING_LEADS, *_all("journeystage", "delete"))
    declare(Role.SALES, *_all("account", "add", "change"), *_all("prospect", "add", "change"))
    declare(Role.SALES, *_all("deal", "add", "change"), *_all("proposedchange", "change"))
    for lead in Role.leads():
        declare(
            lead,
            *_all("persona", "add", "change", "publish"),
            *_all("journeystage", "add", "change"),
            *_all("account", "add", "change", "delete"),
            *_all("prospect", "add", "change", "erase"),
            *_all("deal", "add", "change", "delete"),
            *_all("proposedchange", "change"),
        )
