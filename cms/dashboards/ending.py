"""Facts and assets that end, or are due for review, within a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.assets.models import Asset
from cms.dashboards.cards import Card
from cms.dashboards.drafts import fact_url
from cms.facts.models import Fact
from cms.facts.usage import live_asset_counts
from cms.library.standing import day

DAYS = 30
SOON = 0.4  # of the month; below it the bar is amber


@dataclass(frozen=True, slots=True)
class Ending:
    """`left` is the share of the month that is left; 0 where it has ended."""

    title: str
    url: str
    detail: str
    when: str
    last: date
    left: float

    @property
    def meter(self) -> str:
        return "t-meter--full t-meter--warn" if self.left < SOON else "t-meter--full"


class EndingCard(Card):
    name = "ending"
    order = 110
    icon = "calendar-alt"
    rows_template = "cms/dashboards/ending.html"
    empty_title = gettext_lazy("Nothing ends within 30 days")
    empty_text = gettext_lazy(
        "A fact ends with the day it is valid until, an asset with its expiry. A month before, "
        "both stand here, with what they are used in."
    )

    @property
    def title(self) -> str:
        return _("Ends within 30 days")

    @property
    def sentence(self) -> str:
        if not self.rows:
            return ""
        text = ngettext(
            "%(n)s fact or asset ends within 30 days.",
            "%(n)s facts and assets end within 30 days.",
            len(self.rows),
        )
        return text % {"n": str(apnumber(len(self.rows))).capitalize()}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse(Fact.snippet_viewset.get_url_name("list")), _("See all facts")

    def find_rows(self) -> Sequence[Ending]:
        today = timezone.localdate()
        rows = [*self._facts(today), *self._assets(today)]
        return sorted(rows, key=lambda row: (row.last, row.title))

    def _facts(self, today: date) -> list[Ending]:
        ending = Fact.objects.expiring_within(DAYS)
        if not self.is_team:
            ending = ending.filter(Q(owner=self.user) | Q(owner=None))
        facts = list(ending)
        counts = live_asset_counts([fact.pk for fact in facts])
        return [
            _ending(
                str(fact),
                fact_url(fact),
                _used_in(counts.get(fact.pk, 0)),
                fact.valid_until,
                today,
            )
            for fact in facts
            if fact.valid_until
        ]

    def _assets(self, today: date) -> list[Ending]:
        assets = Asset.objects.expiring_within(DAYS)
        if not self.is_team:
            assets = assets.filter(Q(owner=self.user) | Q(owner=None))
        rows = []
        for asset in assets.only("title", "kind", "expire_at", "review_by"):
            ends = timezone.localdate(asset.expire_at) if asset.expire_at else None
            last = min(day for day in (ends, asset.review_by) if day)
            rows.append(
                _ending(
                    asset.title,
                    reverse("wagtailadmin_pages:edit", args=[asset.pk]),
                    asset.get_kind_display(),
                    last,
                    today,
                    review=last == asset.review_by,
                )
            )
        return rows


def _used_in(count: int) -> str:
    if not count:
        return _("Used nowhere")
    return ngettext("In %(n)d asset", "In %(n)d assets", count) % {"n": count}


def _ending(
    title: str,
    url: str,
    detail: Any,
    last: date,
    today: date,
    *,
    review: bool = False,
) -> Ending:
    days = (last - today).days
    when = {"date": day(last, today), "n": days}
    if days < 0 and review:
        text = _("Review due since %(date)s") % when
    elif days < 0:
        text = _("Ended %(date)s") % when
    elif review:
        text = _("Review by %(date)s") % when
    else:
        text = ngettext("Ends %(date)s, %(n)d day", "Ends %(date)s, %(n)d days", days) % when
    return Ending(title, url, str(detail), text, last, max(0.0, days / DAYS))
