"""Comparing all assets with each other."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.operations.handlers import Progress, handler
from cms.operations.reports import Report
from search.errors import SearchError


@handler("likeness.find", errors=(SearchError,))
def find(*, job_id: int, progress: Progress) -> Report:
    from cms.likeness.finding import refresh

    count = refresh(progress)
    return {
        "summary": ngettext(
            "%(count)d pair of assets says much the same.",
            "%(count)d pairs of assets say much the same.",
            count,
        )
        % {"count": count},
        "links": [{"text": _("Look at them"), "url": reverse("likeness:index")}],
    }
