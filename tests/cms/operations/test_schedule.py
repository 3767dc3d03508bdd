"""The scheduler: its tasks, its process, and what housekeeping takes away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations import housekeeping, schedule
from cms.operations.enums import JobState
from cms.operations.models import Job, Notification, WorkerBeat


def test_every_task_has_a_rhythm_and_gets_into_the_scheduler():
    scheduler = BackgroundScheduler(timezone="UTC")
    schedule.fill(scheduler)
    names = {job.id for job in scheduler.get_jobs()}
    assert {"operations.publish_scheduled", "operations.recover_jobs", "search.wake"} <= names


@pytest.mark.parametrize("rhythm", [{}, {"every": timedelta(1), "cron": "* * * * *"}])
def test_a_task_needs_one_rhythm(rhythm):
    with pytest.raises(ImproperlyConfigured):
        schedule.periodic("test.none", **rhythm)


def test_an_error_of_a_task_is_logged_and_no_more(caplog):
    def broken() -> None:
        raise ValueError("broken")

    task = schedule.PeriodicTask("test.broken", broken, timedelta(1), "", False)
    assert schedule.call(task) is False
    assert "test.broken failed" in caplog.text


@pytest.mark.django_db
def test_one_task_can_be_called_by_hand():
    call_command("run_scheduler", "--once", "operations.publish_scheduled", stdout=StringIO())
    with pytest.raises(CommandError, match="There is no task"):
        call_command("run_scheduler", "--once", "operations.nothing")
    out = StringIO()
    call_command("run_scheduler", "--list", stdout=out)
    assert "search.reconcile" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_process_recovers_jobs_and_leaves_when_told_to():
    Job.objects.create(
        kind="search.process_outbox",
        label="Left behind",
        queue="interactive",
        state=JobState.RUNNING,
        attempt=1,
        created_at=timezone.now() - timedelta(minutes=5),
        heartbeat_at=timezone.now() - timedelta(minutes=2),
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduler"],
        cwd=settings.BASE_DIR,
        env=os.environ.copy(),
    )
    try:
        end = time.monotonic() + 30
        while not (
            DBTaskResult.objects.filter(queue_name="interactive").exists()
            and WorkerBeat.objects.filter(role="scheduler").exists()
        ):
            assert time.monotonic() < end
            time.sleep(0.1)
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
    assert Job.objects.get(label="Left behind").state == JobState.QUEUED
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db
def test_housekeeping_takes_what_is_old_and_nothing_else(rep):
    now = timezone.now()

    def finished(days: int, **values) -> Job:
        at = now - timedelta(days=days)
        state = values.pop("state", JobState.DONE)
        return Job.objects.create(
            kind="x", label="x", queue="bulk", state=state, finished_at=at, **values
        )

    kept = [
        finished(6),
        finished(30, owner=rep),
        finished(30, state=JobState.FAILED),
        Job.objects.create(kind="x", label="x", queue="bulk"),
    ]
    for gone in (finished(8), finished(200, owner=rep), finished(200, state=JobState.FAILED)):
        assert gone.pk
    Notification.objects.create(user=None, text="of a deleted user", kind="x")
    Notification.objects.create(user=rep, text="new", kind="x")
    WorkerBeat.objects.create(name="old", role="bulk", seen_at=now - timedelta(days=2))
    for status, days in (("SUCCESSFUL", 1), ("FAILED", 3), ("RUNNING", 3), ("RUNNING", 15)):
        at = now - timedelta(days=days)
        DBTaskResult.objects.create(
            status=status,
            started_at=at,
            finished_at=None if status == "RUNNING" else at,
            args_kwargs={},
            backend_name="jobs",
            queue_name="bulk",
            exception_class_path="",
            traceback="",
        )
    deleted = housekeeping.purge(now)
    assert deleted == {"messages": 2, "jobs": 3, "notifications": 1, "beats": 1}
    assert set(Job.objects.all()) == set(kept)
