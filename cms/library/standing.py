"""Whether an asset is current, and until when: what the badge of a result says. No ORM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """`level` is that of a badge: ok or warn. `note` says until or since when."""

    level: str
    text: str
    note: str = ""

    @property
    def is_current(self) -> bool:
        return self.level == "ok"

    @property
    def icon(self) -> str:
        return "check" if self.is_current else "time"


def standing_of(
    *, expire_at: datetime | None, review_by: date | None, now: datetime, dead_facts: int = 0
) -> Standing:
    """Tell how an asset that is live stands. `dead_facts` counts figures that may not be shown."""
    today = timezone.localdate(now)
    if dead_facts:
        note = ngettext(
            "%(n)d figure is no longer valid", "%(n)d figures are no longer valid", dead_facts
        )
        return Standing("warn", _("Outdated"), note % {"n": dead_facts})
    if review_by is not None and review_by < today:
        note = _("Review due since %(date)s") % {"date": day(review_by, today)}
        return Standing("warn", _("Outdated"), note)
    if expire_at is not None and expire_at <= now + SOON:
        last = timezone.localdate(expire_at)
        return Standing("warn", _("Expires soon"), _("on %(date)s") % {"date": day(last, today)})
    if expire_at is not None:
        until = day(timezone.localdate(expire_at), today)
        return Standing("ok", _("Current"), _("Approved until %(date)s") % {"date": until})
    return Standing("ok", _("Current"))


def day(value: date, today: date) -> str:
    """Write a date, with its year where that is not the present one; parts stay together."""
    text = date_format(value, "j F" if value.year == today.year else "j F Y")
    return text.replace(" ", "\u00a0")
