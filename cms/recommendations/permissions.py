"""Who sees what recommendations rest on, and who changes it."""

from __future__ import annotations

from personas.access.grants import declare
from personas.access.roles import Role


def declare_permissions() -> None:
    """All see the weights and the log; leads of marketing change the weights."""
    for role in Role:
        declare(role, "cms.view_recommendationweights", "cms.view_recommendationbatch")
    declare(Role.MARKETING_LEADS, "cms.add_recommendationweights")
