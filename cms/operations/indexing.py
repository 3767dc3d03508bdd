"""Keeping the search index up to date by jobs; search itself knows no jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.errors import TryAgainLaterError
from cms.operations.handlers import Progress
from cms.operations.models import Job
from cms.operations.reports import Report
from search.errors import SearchError
from search.models import IndexOutbox
from search.results import IndexReport

# More changed documents than this come from an import, and must not hold up builds.
INTERACTIVE_LIMIT = 100


def wake() -> Job | None:
    """Start a job for the changes noted in search's outbox, unless one waits already.

    settings.SEARCH_WAKE names this function; search calls it after each commit that notes
    a change.
    """
    waiting = IndexOutbox.objects.all()[: INTERACTIVE_LIMIT + 1].count()
    if not waiting:
        return None
    return jobs.start(
        "search.process_outbox",
        owner=None,
        queue=Queue.INTERACTIVE if waiting <= INTERACTIVE_LIMIT else Queue.BULK,
        label=_("Bring changes into the search index"),
        coalesce=True,
    )


def start_reconcile() -> Job:
    """Start the comparison of all content with the index, unless one waits already."""
    return jobs.start(
        "search.reconcile",
        owner=None,
        queue=Queue.BULK,
        label=_("Compare the search index with the content"),
        coalesce=True,
    )


def run(work: Callable[[Progress], IndexReport], progress: Progress) -> Report:
    """Do a piece of indexing, and say what it did.

    Raises TryAgainLaterError where the index is busy or out of reach, and SearchError.
    """
    try:
        done = work(progress)
    except SearchError as error:
        if error.permanent:
            raise
        raise TryAgainLaterError(str(error), timedelta(seconds=30)) from error
    return {
        "counts": {
            _("documents indexed"): done.written,
            _("unchanged"): done.unchanged,
            _("taken out"): done.deleted,
            _("passages"): done.passages,
        }
    }
