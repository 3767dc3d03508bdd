"""Built decks that wait for a lead's word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.dashboards.cards import Card
from pitch_builder.teamwork.approving import RIGHT
from pitch_builder.teamwork.models import DeckApproval


class ApprovalsCard(Card):
    """Stands there only while something waits: most templates ask for nobody's word."""

    name = "approvals"
    order = 15
    icon = "check"
    is_wide = True
    rows_template = "pitch_builder/dashboards/approvals.html"

    @property
    def title(self) -> str:
        return _("Decks that wait for your approval")

    @property
    def sentence(self) -> str:
        text = ngettext(
            "%(n)s deck waits for your approval.",
            "%(n)s decks wait for your approval.",
            len(self.rows),
        )
        return text % {"n": str(apnumber(len(self.rows))).capitalize()}

    def find_rows(self) -> Sequence[DeckApproval]:
        """Return the requests that this lead may decide, the longest waiting first. One query."""
        waiting = DeckApproval.objects.waiting().exclude(asked_by=self.user)
        rows = waiting.select_related("build__deck__account", "build__deck__prospect", "asked_by")
        return list(rows.order_by("asked_at"))


def approval_cards(user: Any) -> list[ApprovalsCard]:
    """Return the card, for a lead for whom something waits."""
    card = ApprovalsCard(user)
    return [card] if user.has_perm(RIGHT) and card.rows else []
