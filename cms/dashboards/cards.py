"""A card of the first screen, and the greeting above all cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from personas.access.roles import is_lead


class Card(Component):
    """One card with its rows. A subclass says what they are, and in one sentence how many.

    `user` is whose first screen it is; a lead sees the team's rows.
    """

    order = 100
    name: str
    icon = "list-ul"
    is_wide = False
    most = 6
    rows_template: str
    template_name = "cms/dashboards/card.html"
    empty_title: Any = ""
    empty_text: Any = ""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.is_team = is_lead(user)

    @property
    def title(self) -> str:
        raise NotImplementedError

    def find_rows(self) -> Sequence[Any]:
        """Return what the card shows, the most pressing first."""
        raise NotImplementedError

    @cached_property
    def rows(self) -> Sequence[Any]:
        return list(self.find_rows())

    @property
    def sentence(self) -> str:
        """What the greeting says of this card; empty where nothing is to be done."""
        return ""

    @property
    def more_url(self) -> str:
        """Where all of it is listed."""
        return ""

    @property
    def more_label(self) -> str:
        return _("Show all")

    @property
    def empty_action(self) -> tuple[str, str] | None:
        """Address and words of the first step, where there is nothing yet."""
        return None

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        parent = parent_context or {}
        return {
            "card": self,
            "rows": self.rows[: self.most],
            "left_out": max(0, len(self.rows) - self.most),
            "now": timezone.now(),
            "request": parent.get("request"),
            "csrf_token": parent.get("csrf_token"),
        }


class Greeting(Component):
    """The hour's greeting, one sentence of what waits, and the field that goes to Find."""

    order = -100
    is_wide = True
    template_name = "cms/dashboards/greeting.html"
    most = 2

    def __init__(self, user: Any, panels: Sequence[Any]) -> None:
        self.user = user
        # The list that all apps add their cards to; it is complete when this is drawn.
        self.panels = panels

    @property
    def words(self) -> str:
        name = self.user.first_name or self.user.get_username()
        return greeting_at(timezone.localtime().hour) % {"name": name}

    @property
    def sentence(self) -> str:
        cards = sorted(
            (panel for panel in self.panels if isinstance(panel, Card)), key=lambda c: c.order
        )
        said = [card.sentence for card in cards if card.sentence]
        return " ".join(said[: self.most]) or _("Nothing waits for you today.")

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        return {
            "words": self.words,
            "sentence": self.sentence,
            "find_url": reverse("library:find"),
        }


def greeting_at(hour: int) -> str:
    """Return the greeting of an hour of the day, with a place for the name."""
    if 4 <= hour < 12:
        return _("Good morning, %(name)s")
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")
