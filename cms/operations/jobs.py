"""Starting jobs, stopping them, and taking up those whose worker died."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from cms.operations.enums import JobState, Queue
from cms.operations.handlers import get_handler
from cms.operations.models import HEARTBEAT_LIMIT, MAX_ATTEMPTS, Job

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)


def start(
    kind: str,
    *,
    owner: User | None,
    args: Mapping[str, Any] | None = None,
    queue: Queue = Queue.INTERACTIVE,
    label: str,
    link: str = "",
    coalesce: bool = False,
    after: timedelta | None = None,
) -> Job:
    """Write a job in the caller's transaction, and put it on its queue after the commit.

    `args` holds ids and other small JSON values only. `link` is the page that the job
    belongs to. With `coalesce` a job of the same kind and arguments that still waits is
    returned instead of a second one; use it from `on_commit`, where that job is certain
    to see the caller's rows. It is taken up at once, or `after` a while.

    Raises UnknownJobKindError, and TypeError for other arguments.
    """
    get_handler(kind)
    arguments = json.loads(json.dumps(dict(args or {})))
    if coalesce:
        waiting = Job.objects.filter(state=JobState.QUEUED, kind=kind, args=arguments).first()
        if waiting is not None:
            return waiting
    job = Job.objects.create(
        kind=kind, owner=owner, args=arguments, queue=queue, label=label[:255], link=link
    )
    transaction.on_commit(lambda: enqueue(job, after))
    return job


def enqueue(job: Job, after: timedelta | None = None) -> None:
    """Put a message for the job on its queue, to be taken up at once or `after` a while."""
    from cms.operations.tasks import run_job

    now = timezone.now()
    task = run_job.using(queue_name=job.queue, run_after=now + after if after else None)
    result = task.enqueue(job.pk)
    job.ticket, job.enqueued_at = str(result.id), now + (after or timedelta())
    Job.objects.filter(pk=job.pk).update(ticket=job.ticket, enqueued_at=job.enqueued_at)


def stop(job: Job) -> bool:
    """Stop a job that waits or runs; its handler ends at the next step that it reports.

    What the handler had done by then is kept. Returns whether there was anything to stop.
    """
    stopped = (
        Job.objects.unfinished()
        .filter(pk=job.pk)
        .update(state=JobState.STOPPED, finished_at=timezone.now())
    )
    job.refresh_from_db()
    return bool(stopped)


def recover(now: datetime | None = None) -> int:
    """Enqueue again the jobs whose worker died or whose message was lost; return how many.

    A job that was taken up MAX_ATTEMPTS times fails instead, and says so.
    """
    now = now or timezone.now()
    silent = Job.objects.silent(now)
    silent.filter(attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        finished_at=now,
        error=_(
            "The worker ended without a word each of the %(n)d times that it did this job. "
            "That is often a lack of memory: see its log."
        )
        % {"n": MAX_ATTEMPTS},
    )
    lost = [*silent.values_list("pk", flat=True)]
    Job.objects.filter(pk__in=lost).silent(now).update(state=JobState.QUEUED)
    waiting = Job.objects.filter(state=JobState.QUEUED)
    unheard = (
        waiting.filter(pk__in=lost)
        | waiting.filter(enqueued_at=None)
        | waiting.filter(enqueued_at__lt=now - HEARTBEAT_LIMIT)
    )
    count = 0
    for job in unheard.filter(created_at__lt=now - HEARTBEAT_LIMIT):
        if job.pk in lost or not _is_on_queue(job, now):
            logger.warning("Enqueueing job %s (%s) again", job.pk, job.kind)
            enqueue(job)
            count += 1
    return count


def _is_on_queue(job: Job, now: datetime) -> bool:
    from cms.operations.tasks import run_job

    if not job.ticket:
        return False
    try:
        message = run_job.get_result(job.ticket)
    except TaskResultDoesNotExist:
        return False
    if message.status == TaskResultStatus.READY:
        return True
    # Taken by a worker a moment ago, which is about to mark the job as running.
    started = message.started_at
    return (
        message.status == TaskResultStatus.RUNNING
        and started is not None
        and started > now - HEARTBEAT_LIMIT
    )


def claim(job_id: int) -> Job | None:
    """Take up a job for this process, or return None where there is nothing to do.

    One UPDATE decides, so that of two workers with a message for one job only one wins.
    """
    now = timezone.now()
    claimed = (
        Job.objects.claimable(now)
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            finished_at=None,
            done=0,
            total=0,
            message="",
            error="",
            traceback="",
        )
    )
    return Job.objects.filter(pk=job_id).first() if claimed else None
