"""Removing what nobody asks for any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.operations.enums import JobState
from cms.operations.models import Job, Notification, WorkerBeat

KEEP_MESSAGES = timedelta(days=2)
KEEP_LEFT_MESSAGES = timedelta(days=14)
KEEP_OWN_ERRANDS = timedelta(days=7)
KEEP_JOBS = timedelta(days=180)
KEEP_READ_NOTIFICATIONS = timedelta(days=90)
KEEP_BEATS = timedelta(days=1)


def purge(now: datetime | None = None) -> dict[str, int]:
    """Delete old messages, jobs, notifications and beats; return how many of each.

    Jobs that nobody started (index updates, mail) go after a week unless they failed, all
    others after half a year.
    """
    now = now or timezone.now()
    finished = Job.objects.finished()
    errands = Q(owner=None, finished_at__lt=now - KEEP_OWN_ERRANDS) & ~Q(state=JobState.FAILED)
    # A worker that died leaves its message as running for ever; the job has a new one.
    left = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - KEEP_LEFT_MESSAGES)
    over = Q(finished_at__lt=now - KEEP_MESSAGES)
    read = Q(read_at__lt=now - KEEP_READ_NOTIFICATIONS)
    old = {
        "messages": DBTaskResult.objects.filter(over | left),
        "jobs": finished.filter(errands | Q(finished_at__lt=now - KEEP_JOBS)),
        "notifications": Notification.objects.filter(read | Q(user=None)),
        "beats": WorkerBeat.objects.filter(seen_at__lt=now - KEEP_BEATS),
    }
    return {name: rows.delete()[0] for name, rows in old.items()}
