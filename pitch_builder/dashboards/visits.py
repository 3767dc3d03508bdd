"""Who opened a room since yesterday, and what they looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.dashboards.cards import Card
from pitch_builder.rooms.attention import DeckAttention, VisitReport, visit_reports
from pitch_builder.rooms.models import Visit

READ = 40  # visits that are looked at


class VisitRow:
    """One visit. Its deck is the one that was looked at longest."""

    def __init__(self, report: VisitReport) -> None:
        self.report = report
        self.visit = report.visit
        self.room = report.visit.link.room
        decks = sorted(report.decks, key=lambda deck: -deck.total_ms)
        self.deck: DeckAttention | None = decks[0] if decks else None

    @property
    def time(self) -> str:
        """How long, in words: “5 min 33 s”."""
        seconds = round(self.report.total_ms / 1000)
        minutes, rest = divmod(seconds, 60)
        if minutes:
            return _("%(m)d min %(s)d s") % {"m": minutes, "s": rest}
        return _("%(s)d s") % {"s": rest}

    @property
    def says(self) -> str:
        """What was done, in one line: questions first, then slides, texts and files."""
        if self.report.questions:
            return _("Asked: %(text)s") % {"text": self.report.questions[0]}
        parts = []
        if self.deck and self.deck.opened:
            parts.append(_slides(self.deck))
        if not self.deck and self.report.reads:
            parts.append(_("Read “%(title)s”") % {"title": self.report.reads[0][0]})
        if self.report.downloads:
            parts.append(_("saved %(title)s") % {"title": self.report.downloads[0]})
        return ", ".join(parts) or _("Opened the room")


def _slides(deck: DeckAttention) -> str:
    seen = [number for number, seconds in enumerate(deck.seconds, start=1) if seconds]
    words = {"n": deck.longest, "last": seen[-1], "all": len(deck.seconds)}
    if len(seen) == 1:
        return _("Only slide %(n)d") % words
    if seen[-1] < len(deck.seconds) and seen[-1] <= len(seen) + 1:
        return _("Longest on slide %(n)d, stopped after %(last)d of %(all)d") % words
    return _("Longest on slide %(n)d of %(all)d") % words


class VisitsCard(Card):
    name = "visits"
    order = 20
    icon = "view"
    is_wide = True
    most = 8
    rows_template = "pitch_builder/dashboards/visits.html"
    empty_title = gettext_lazy("No visit since yesterday")
    empty_text = gettext_lazy(
        "Send somebody a room, and you see here which slides they read and for how long. Mail "
        "scanners and colleagues are not counted."
    )

    @property
    def title(self) -> str:
        return (
            _("Visits since yesterday: the team") if self.is_team else _("Visits since yesterday")
        )

    @property
    def sentence(self) -> str:
        people = len({row.visit.link_id for row in self.rows})
        if not people:
            return ""
        text = ngettext(
            "%(n)s person opened a room since yesterday.",
            "%(n)s people opened a room since yesterday.",
            people,
        )
        return text % {"n": str(apnumber(people)).capitalize()}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse("room_list:index"), _("See all rooms")

    @cached_property
    def since(self) -> datetime:
        """The beginning of yesterday, where the user is."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=1)

    def find_rows(self) -> Sequence[VisitRow]:
        """Return the visits, newest first. Four queries."""
        visits: Any = Visit.objects.real().since(self.since)
        mine = visits.visible_to(self.user) if self.is_team else visits.owned_by(self.user)
        newest = mine.select_related(
            "link__prospect__account", "link__room__account", "link__room__owner"
        ).order_by("-last_seen_at")[:READ]
        return [VisitRow(report) for report in visit_reports(list(newest))]
