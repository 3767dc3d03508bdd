"""The field on a rep's first screen that goes to a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.dashboards.cards import Card


class BriefCard(Card):
    """Always there: one line, and the deck is drafted."""

    name = "brief"
    order = 25
    icon = "comment"
    is_wide = True
    rows_template = "pitch_builder/briefs/home.html"

    @property
    def title(self) -> str:
        return _("Draft a deck")

    def find_rows(self) -> Sequence[Any]:
        return [reverse("briefs:brief")]
