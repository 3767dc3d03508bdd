"""Who may do what: each app declares its part, `services.ensure_groups` puts it into effect."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from personas.access.roles import Role

Step = Callable[[], None]

_permissions: dict[Role, list[str]] = {role: [] for role in Role}
_steps: list[Step] = []

# A lead may do all that their team may.
TEAM_OF_LEADS = {Role.MARKETING_LEADS: Role.MARKETING, Role.SALES_LEADS: Role.SALES}


def declare(role: Role, *permissions: str) -> None:
    """Grant permissions, each "app_label.codename", to a role; call it in `AppConfig.ready`.

    Declaring one twice is harmless. Raises ImproperlyConfigured for a name without an app label.
    """
    for name in permissions:
        app_label, dot, codename = name.partition(".")
        if not (app_label and dot and codename):
            raise ImproperlyConfigured(f"{name!r} is not of the form app_label.codename.")
        if name not in _permissions[role]:
            _permissions[role].append(name)


def declare_step(step: Step) -> Step:
    """Have `step()` run after the groups hold their permissions, at each `migrate`.

    For what model permissions cannot say: pages, collections, workflows. It must be idempotent.
    """
    if step in _steps:
        raise ImproperlyConfigured(f"{step!r} is declared already.")
    _steps.append(step)
    return step


def permissions_of(role: Role) -> frozenset[str]:
    """All permissions of a role, those of its team included."""
    own = set(_permissions[role])
    team = TEAM_OF_LEADS.get(role)
    return frozenset(own | set(_permissions[team])) if team else frozenset(own)


def steps() -> tuple[Step, ...]:
    return tuple(_steps)
