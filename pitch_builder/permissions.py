"""What the four groups may do with decks and rooms."""

from __future__ import annotations

from typing import Any

from personas.access.grants import declare
from personas.access.policies import RowPolicy
from personas.access.roles import Role


def declare_permissions() -> None:
    for role in Role:
        declare(
            role,
            "pitch_builder.view_deck",
            "pitch_builder.view_room",
            "pitch_builder.view_decktemplate",
            "pitch_builder.view_recall",
        )
    for role in Role.sales():
        for model in ("deck", "room"):
            declare(
                role,
                f"pitch_builder.add_{model}",
                f"pitch_builder.change_{model}",
                f"pitch_builder.delete_{model}",
            )
    # Those who answer for what leaves the house, on either side.
    for role in (Role.SALES_LEADS, Role.MARKETING_LEADS):
        declare(role, "pitch_builder.override_gate", "pitch_builder.approve_deck")
    for role in Role.marketing():
        declare(role, "pitch_builder.add_decktemplate", "pitch_builder.change_decktemplate")
    declare(Role.MARKETING_LEADS, "pitch_builder.delete_decktemplate", "pitch_builder.add_recall")


def register_policies() -> None:
    """Limit decks and rooms to the rows that a user may see, in lists, exports and choosers."""
    from wagtail.permissions import register_permission_policy

    from pitch_builder.decks.models import Deck
    from pitch_builder.rooms.models import Room

    for model in (Deck, Room):
        register_permission_policy(model, OwnedRowPolicy(model))


class OwnedRowPolicy(RowPolicy):
    """Read by `visible_to`, changed and deleted by `editable_by`."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        rows = self.model._default_manager.all()
        rows = rows.visible_to(user) if action == "view" else rows.editable_by(user)
        return bool(rows.filter(pk=instance.pk).exists())
