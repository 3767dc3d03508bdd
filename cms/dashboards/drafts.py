"""Drafts that wait: one's own unfinished ones, and those sent for one's approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, TaskState

from cms.assets.models import Asset
from cms.dashboards.cards import Card
from cms.facts.models import Fact

READ = 60  # drafts of the team that are looked at


@dataclass(frozen=True, slots=True)
class Draft:
    """`to_review` tells a colleague's draft that waits for one's approval from one's own."""

    title: str
    url: str
    terms: tuple[str, ...]
    who: str
    since: datetime | None
    to_review: bool

    @property
    def waiting(self) -> str:
        """Since when: “Today, 07:50”, “Yesterday”, “3 days”."""
        return waiting_words(self.since, timezone.now()) if self.since else ""


def waiting_words(since: datetime, now: datetime) -> str:
    local = timezone.localtime(since)
    days = (timezone.localdate(now) - local.date()).days
    if days <= 0:
        return _("Today, %(time)s") % {"time": date_format(local, "H:i")}
    if days == 1:
        return _("Yesterday")
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


class DraftsCard(Card):
    name = "drafts"
    order = 100
    icon = "edit"
    is_wide = True
    rows_template = "cms/dashboards/drafts.html"
    empty_title = gettext_lazy("No draft waits for you")
    empty_text = gettext_lazy(
        "Texts that you began and have not published stand here, and those that colleagues sent "
        "you for approval."
    )

    @property
    def title(self) -> str:
        return _("Drafts of the team") if self.is_team else _("Drafts waiting for you")

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse("wagtailadmin_explore_root"), _("Write an asset")

    @property
    def sentence(self) -> str:
        count = len(self.rows)
        if not count:
            return ""
        reviews = sum(row.to_review for row in self.rows)
        if reviews:
            text = ngettext(
                "%(n)s draft waits for your approval.",
                "%(n)s drafts wait for your approval.",
                reviews,
            )
            return text % {"n": str(apnumber(reviews)).capitalize()}
        text = ngettext("%(n)s draft waits for you.", "%(n)s drafts wait for you.", count)
        return text % {"n": str(apnumber(count)).capitalize()}

    def find_rows(self) -> Sequence[Draft]:
        """Return what waits for approval, longest first, then drafts, newest first."""
        reviews = list(_reviews(self.user))
        seen = {row.url for row in reviews}
        drafts = [row for row in self._drafts() if row.url not in seen]
        return [*reviews, *drafts]

    def _drafts(self) -> Iterable[Draft]:
        assets = (
            Asset.objects.drafts()
            .filter(imported=None)
            .select_related("owner")
            .prefetch_related("personas", "stages")
            .order_by("-latest_revision_created_at")
        )
        facts = (
            Fact.objects.filter(has_unpublished_changes=True)
            .select_related("owner", "latest_revision")
            .order_by("-latest_revision__created_at")
        )
        if not self.is_team:
            assets, facts = assets.filter(owner=self.user), facts.filter(owner=self.user)
        for asset in assets[:READ]:
            yield _draft_of_asset(asset)
        for fact in facts[:READ]:
            since = fact.latest_revision.created_at if fact.latest_revision else None
            yield Draft(fact.label, fact_url(fact), (), _name(fact.owner), since, False)


def _reviews(user: Any) -> Iterable[Draft]:
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision", "revision__user")
        .prefetch_related("revision__content_object")
        .order_by("started_at")
    )
    found = [(state, state.revision.content_object) for state in states]
    assets = (
        Asset.objects.filter(pk__in=[page.pk for _s, page in found if isinstance(page, Page)])
        .prefetch_related("personas", "stages")
        .in_bulk()
    )
    for state, obj in found:
        if obj is None:
            continue
        terms = _terms(assets[obj.pk]) if obj.pk in assets and isinstance(obj, Page) else ()
        yield Draft(
            title=getattr(obj, "draft_title", "") or getattr(obj, "label", "") or str(obj),
            url=_edit_url(obj),
            terms=terms,
            who=_name(state.revision.user),
            since=state.started_at,
            to_review=True,
        )


def _draft_of_asset(asset: Asset) -> Draft:
    return Draft(
        title=asset.draft_title or asset.title,
        url=_edit_url(asset),
        terms=_terms(asset),
        who=_name(asset.owner),
        since=asset.latest_revision_created_at,
        to_review=False,
    )


def _terms(asset: Asset) -> tuple[str, ...]:
    names = [term.name for term in (*asset.personas.all(), *asset.stages.all())]
    return tuple(names[:3])


def _edit_url(obj: Any) -> str:
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return fact_url(obj)


def fact_url(snippet: Any) -> str:
    """Return the address of a snippet's editor."""
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[quote(snippet.pk)])


def _name(user: Any) -> str:
    return user.get_full_name() or user.get_username() if user else ""
