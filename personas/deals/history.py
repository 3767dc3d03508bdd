"""How the history of a deal says that it was won, lost or opened again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from personas.deals.services import LOSE, REOPEN, WIN


class Lost(LogFormatter):
    label = gettext_lazy("Lose deal")

    def format_message(self, log_entry: Any) -> str:
        return _("Lost")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


def log_actions(registry: LogActionRegistry) -> None:
    registry.register_action(WIN, gettext_lazy("Win deal"), gettext_lazy("Won"))
    registry.register_action(LOSE)(Lost)
    registry.register_action(REOPEN, gettext_lazy("Reopen deal"), gettext_lazy("Opened again"))
