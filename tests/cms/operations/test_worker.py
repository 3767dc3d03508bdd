"""Real worker processes: doing jobs, being killed, racing for one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations import handlers, jobs
from cms.operations.enums import JobState
from cms.operations.models import Job, WorkerBeat
from cms.operations.tasks import run_job

# Run inside the worker's process: a handler that works silently until a file is there.
WORKER = """
import os, sys, time
from pathlib import Path
import django
django.setup()
from cms.operations import handlers
from django.core.management import call_command

@handlers.handler("test.slow")
def slow(*, job_id, progress, gate, note):
    with open(note, "a") as file:
        file.write(f"{os.getpid()}\\n")
    progress(1, 2, "waiting at the gate")
    while not Path(gate).exists():
        time.sleep(0.02)
    return {"summary": "through"}

for name, function in handlers.get_warm_ups():
    handlers._warm_ups.remove(name)
call_command("run_worker", "--queue", "interactive", "--interval", "0.05", *sys.argv[1:])
"""


@pytest.fixture
def slow_kind() -> Iterator[None]:
    handlers.handler("test.slow")(lambda **kwargs: None)
    yield
    handlers._handlers.remove("test.slow")


@pytest.fixture
def start_worker(transactional_db) -> Iterator[Callable[..., subprocess.Popen]]:
    started = []

    def start(*args: str) -> subprocess.Popen:
        # The child's database is this test's, through DATABASE_URL.
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, *args], cwd=settings.BASE_DIR, env=os.environ.copy()
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def make_slow_job(tmp_path) -> Job:
    return jobs.start(
        "test.slow",
        owner=None,
        label="Slow",
        args={"gate": str(tmp_path / "gate"), "note": str(tmp_path / "note")},
    )


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_taken_up_again(tmp_path, slow_kind, start_worker):
    job = make_slow_job(tmp_path)
    first = start_worker()
    until(lambda: Job.objects.get(pk=job.pk).message == "waiting at the gate")
    first.send_signal(signal.SIGKILL)
    first.wait()
    (tmp_path / "gate").touch()

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert jobs.recover() == 0, "its heartbeat is fresh"
    assert jobs.recover(timezone.now() + timedelta(seconds=61)) == 1

    second = start_worker("--batch")
    until(lambda: Job.objects.get(pk=job.pk).is_finished)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2)
    assert job.report == {"summary": "through"}
    assert (tmp_path / "note").read_text().split() == [str(first.pid), str(second.pid)]
    assert second.wait(20) == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_says_that_it_is_alive_and_leaves_when_told_to(start_worker):
    worker = start_worker()
    until(lambda: WorkerBeat.objects.filter(role="interactive").exists())
    beat = WorkerBeat.objects.get()
    assert str(worker.pid) in beat.name
    time.sleep(0.5)
    worker.terminate()
    assert worker.wait(20) == 0
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_with_a_message_for_one_job_one_does_it(tmp_path, slow_kind, start_worker):
    job = make_slow_job(tmp_path)
    jobs.enqueue(job)
    assert DBTaskResult.objects.count() == 2
    workers = [start_worker("--batch"), start_worker("--batch")]
    until(lambda: Job.objects.get(pk=job.pk).state == JobState.RUNNING)
    until(lambda: DBTaskResult.objects.successful().count() == 1)
    (tmp_path / "gate").touch()
    for worker in workers:
        assert worker.wait(30) == 0
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 1)
    assert len((tmp_path / "note").read_text().split()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_silent_step_keeps_beating(monkeypatch):
    monkeypatch.setattr("cms.operations.progress.BEAT_INTERVAL", 0.1)
    beats = set()

    def silent(**kwargs):
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            time.sleep(0.1)
            beats.add(Job.objects.get().heartbeat_at)

    handlers.handler("test.silent")(silent)
    try:
        job = jobs.start("test.silent", owner=None, label="Silent")
        run_job.call(job.pk)
    finally:
        handlers._handlers.remove("test.silent")
    assert len(beats) >= 3


@pytest.mark.django_db(transaction=True)
def test_its_heartbeat_leaves_no_thread_and_no_connection_behind():
    before = threading.active_count()
    handlers.handler("test.quick")(lambda progress, **kwargs: progress(1, 1, "quick"))
    try:
        job = jobs.start("test.quick", owner=None, label="Quick")
        run_job.call(job.pk)
    finally:
        handlers._handlers.remove("test.quick")
    job.refresh_from_db()
    assert threading.active_count() == before
    assert (job.state, job.message, job.total) == (JobState.DONE, "quick", 1)
    if connection.vendor == "postgresql":
        assert eventually(lambda: connections_to_the_database() == 1)


def connections_to_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def eventually(is_so) -> bool:
    """The server forgets a connection a moment after it was closed."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.django_db(transaction=True)
def test_the_last_step_is_written_however_fast_the_work_was():
    def fast(*, progress, **kwargs):
        for step in range(1, 501):
            progress(step, 500, f"step {step}")

    handlers.handler("test.fast")(fast)
    try:
        job = jobs.start("test.fast", owner=None, label="Fast")
        run_job.call(job.pk)
    finally:
        handlers._handlers.remove("test.fast")
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (500, 500, "step 500")
