"""Suggesting tags for many assets, and accepting many suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.errors import ContentError
from cms.operations.errors import JobError
from cms.operations.handlers import Progress, handler
from cms.operations.reports import Report
from search.errors import SearchError


@handler("tagging.suggest", errors=(ContentError, SearchError))
def suggest(
    *, job_id: int, progress: Progress, user_id: int, ids: list[int], filters: str
) -> Report:
    from cms.tagging import services

    report = services.suggest(ids, user=_user(user_id), progress=progress)
    report["links"] = [{"text": _("Look at them"), "url": reverse("tagging:index") + filters}]
    return report


@handler("tagging.accept", errors=(ContentError,))
def accept(*, job_id: int, progress: Progress, user_id: int, ids: list[int]) -> Report:
    from cms.tagging import services

    return services.accept_suggestions(ids, user=_user(user_id), progress=progress)


def _user(pk: int) -> Any:
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise JobError(_("Whoever asked for this is no longer here."))
    return user
