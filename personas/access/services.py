from __future__ import annotations

import logging
from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from personas.access import grants
from personas.access.roles import Role

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GroupsReport:
    """What `ensure_groups` did: permissions added, and declared ones that do not exist."""

    added: int
    unknown: tuple[str, ...]


@transaction.atomic
def ensure_groups() -> GroupsReport:
    """Create the four groups, give each what was declared for it, and run the declared steps.

    Idempotent. It only adds: a permission that an administrator gave by hand stays.
    """
    existing = _permissions_by_name()
    added = 0
    unknown: set[str] = set()
    for role in Role:
        group, _created = Group.objects.get_or_create(name=str(role))
        wanted = grants.permissions_of(role)
        unknown |= wanted - existing.keys()
        held = set(group.permissions.values_list("pk", flat=True))
        new = {existing[name] for name in wanted & existing.keys()} - held
        group.permissions.add(*new)
        added += len(new)
    for step in grants.steps():
        step()
    return GroupsReport(added, tuple(sorted(unknown)))


def _permissions_by_name() -> dict[str, int]:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}


def after_migrate(sender: AppConfig, **kwargs: object) -> None:
    """Receiver of `post_migrate`: acts once, when the last app's permissions are there."""
    if sender.name != _last_app_with_models().name:
        return
    report = ensure_groups()
    if report.unknown:
        logger.info("Declared permissions that do not exist (yet): %s", ", ".join(report.unknown))


def _last_app_with_models() -> AppConfig:
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]
