"""Links to rooms that expire soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.dashboards.cards import Card
from cms.library.standing import day
from pitch_builder.merging import merge
from pitch_builder.rooms.access import room_values
from pitch_builder.rooms.models import RoomLink

DAYS = 14
SOON = 0.4


@dataclass(frozen=True, slots=True)
class EndingLink:
    link: RoomLink
    when: str
    left: float

    @property
    def room_title(self) -> str:
        """The headline as this person reads it."""
        return merge(self.link.room.title, room_values(self.link.room, self.link.prospect))

    @property
    def meter(self) -> str:
        return "t-meter--full t-meter--warn" if self.left < SOON else "t-meter--full"


class LinksCard(Card):
    name = "links"
    order = 40
    icon = "link"
    rows_template = "pitch_builder/dashboards/links.html"
    empty_title = gettext_lazy("No link expires within 14 days")
    empty_text = gettext_lazy(
        "A person's link to a room closes on its day. Two weeks before, it stands here, so that "
        "you can extend it."
    )

    @property
    def title(self) -> str:
        return _("Links of the team that expire") if self.is_team else _("Links that expire")

    @property
    def sentence(self) -> str:
        if not self.rows:
            return ""
        text = ngettext(
            "%(n)s link expires within two weeks.",
            "%(n)s links expire within two weeks.",
            len(self.rows),
        )
        return text % {"n": str(apnumber(len(self.rows))).capitalize()}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse("room_list:index"), _("See all rooms")

    def find_rows(self) -> Sequence[EndingLink]:
        """Return the links, the first to go first. One query."""
        links: Any = RoomLink.objects.expiring_within(DAYS)
        mine = links.visible_to(self.user) if self.is_team else links.filter(room__owner=self.user)
        today = timezone.localdate()
        return [
            _ending(link, today)
            for link in mine.select_related("room__account", "room__owner", "prospect")[:40]
        ]


def _ending(link: RoomLink, today: Any) -> EndingLink:
    last = timezone.localdate(link.expires_at)
    days = (last - today).days
    when = ngettext("Ends %(date)s, %(n)d day", "Ends %(date)s, %(n)d days", days)
    return EndingLink(link, when % {"date": day(last, today), "n": days}, max(0.0, days / DAYS))
