"""Imported assets that nobody has tagged yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.assets.models import Asset
from cms.dashboards.cards import Card


class ImportsCard(Card):
    name = "imports"
    order = 120
    icon = "upload"
    most = 5
    rows_template = "cms/dashboards/imports.html"
    empty_title = gettext_lazy("Every import is tagged")
    empty_text = gettext_lazy(
        "What is imported without a persona or a stage stands here until somebody says for whom "
        "it is and when; only then can it be recommended."
    )

    @property
    def title(self) -> str:
        return _("Imported, not tagged")

    @property
    def sentence(self) -> str:
        if not self.count:
            return ""
        text = ngettext(
            "%(n)s imported asset has no persona or stage.",
            "%(n)s imported assets have no persona or stage.",
            self.count,
        )
        return text % {"n": str(apnumber(self.count)).capitalize()}

    @property
    def more_url(self) -> str:
        return f"{reverse('importing:review')}?tags=none"

    @property
    def more_label(self) -> str:
        return _("Tag all %(n)d") % {"n": self.count}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse("importing:index"), _("Import content")

    @cached_property
    def count(self) -> int:
        return int(self._untagged().count())

    def _untagged(self) -> Any:
        return Asset.objects.filter(imported__isnull=False).untagged()

    def find_rows(self) -> Sequence[Asset]:
        rows = self._untagged().order_by("-pk").only("title", "draft_title", "kind")
        return list(rows[: self.most])
