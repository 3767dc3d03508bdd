"""The one task that the queues carry."""

from __future__ import annotations

import logging
from datetime import timedelta
from traceback import format_exc
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.operations import jobs
from cms.operations.enums import JobState, Queue
from cms.operations.errors import JobInterrupted, OperationsError, TryAgainLaterError
from cms.operations.handlers import get_handler
from cms.operations.models import MAX_ATTEMPTS, Job
from cms.operations.notifications import notify
from cms.operations.progress import JobProgress

logger = logging.getLogger(__name__)

TELL_AFTER = timedelta(seconds=20)


@task(backend="jobs", queue_name=Queue.INTERACTIVE.value)
def run_job(job_id: int) -> str:
    """Do a job and return its state afterwards; does nothing where it is gone or over."""
    job = jobs.claim(job_id)
    if job is None:
        return ""
    try:
        handler = get_handler(job.kind)
    except OperationsError as error:
        return _finish(job, JobState.FAILED, error=str(error))
    try:
        with JobProgress(job) as progress:
            report = handler.handle(job_id=job.pk, progress=progress, **job.args)
    except JobInterrupted:
        return ""
    except TryAgainLaterError as error:
        return _put_off(job, str(error), error.after)
    except handler.errors as error:
        return _finish(job, JobState.FAILED, error=str(error))
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        text = _("It ended with an unexpected error: %(error)s") % {
            "error": f"{type(error).__name__}: {error}"
        }
        return _finish(job, JobState.FAILED, error=text, traceback=format_exc())
    return _finish(job, JobState.DONE, report=dict(report or {}))


def _put_off(job: Job, reason: str, after: timedelta) -> str:
    if job.attempt >= MAX_ATTEMPTS:
        return _finish(job, JobState.FAILED, error=reason)
    if _settle(job, state=JobState.QUEUED, message=reason[:255]):
        jobs.enqueue(job, after)
    return JobState.QUEUED


def _finish(job: Job, state: JobState, **values: Any) -> str:
    if _settle(job, state=state, finished_at=timezone.now(), **values):
        job.refresh_from_db()
        _tell_owner(job)
    return state


def _tell_owner(job: Job) -> None:
    """Notify the owner of a job that took so long that its page was left, most likely."""
    if job.owner is None or job.duration is None or job.duration < TELL_AFTER:
        return
    if job.state == JobState.DONE:
        text = _("Done: %(job)s") % {"job": job.label}
    else:
        text = _("Failed: %(job)s") % {"job": job.label}
    notify(job.owner, text, kind="job", link=job.get_absolute_url())


def _settle(job: Job, **values: Any) -> int:
    """Write the outcome, unless the job was stopped or taken over in the meantime."""
    running = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
    return running.update(**values)
