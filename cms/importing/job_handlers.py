"""The long work of imports."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from cms.errors import ContentError
from cms.operations.errors import JobError
from cms.operations.handlers import Progress, handler
from cms.operations.reports import Report


@handler("content.import", errors=(ContentError,))
def import_upload(*, job_id: int, progress: Progress, run_id: int) -> Report:
    from cms.importing.uploads import run_import
    from cms.likeness import services as likeness

    report = run_import(run_id, progress)
    likeness.start(None)
    return report


@handler("content.review", errors=(ContentError,))
def review(
    *,
    job_id: int,
    progress: Progress,
    user_id: int,
    action: str,
    ids: list[int],
    terms: dict[str, list[int]],
) -> Report:
    """Tag, give slides to or publish many assets, as the user who asked for it."""
    from cms.importing.reviewing import act_on

    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise JobError(_("Whoever asked for this is no longer here."))
    return act_on(action, ids, user=user, terms=terms, progress=progress)
