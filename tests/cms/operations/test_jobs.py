"""Jobs: starting, doing, failing, stopping, recovering."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations import handlers, jobs
from cms.operations.enums import JobState, Queue
from cms.operations.errors import JobError, TryAgainLaterError, UnknownJobKindError
from cms.operations.models import Job, Notification
from cms.operations.tasks import run_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """Register a handler that does what the test says; returns the calls it got."""
    calls: list[dict] = []

    class Work:
        does = staticmethod(lambda **kwargs: None)

        def __call__(self, **kwargs):
            calls.append(kwargs)
            return self.does(**kwargs)

    work = Work()
    work.calls = calls
    handlers.handler("test.work", errors=(LookupError,))(work)
    yield work
    handlers._handlers.remove("test.work")


def start(rep, callbacks, **kwargs) -> Job:
    with callbacks(execute=True):
        return jobs.start("test.work", owner=rep, label="Work", **kwargs)


@pytest.fixture
def job(work, rep, django_capture_on_commit_callbacks) -> Job:
    return start(rep, django_capture_on_commit_callbacks, args={"page_id": 7})


def run(job: Job) -> Job:
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_it_puts_a_message_on_the_queue_after_the_commit(
    work, rep, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        job = jobs.start("test.work", owner=rep, label="Work", queue=Queue.BULK)
    assert not DBTaskResult.objects.exists()
    for callback in callbacks:
        callback()
    message = DBTaskResult.objects.get()
    assert message.queue_name == "bulk"
    assert message.args_kwargs["args"] == [job.pk]


def test_it_refuses_an_unknown_kind(rep):
    with pytest.raises(UnknownJobKindError):
        jobs.start("test.nothing", owner=rep, label="Nothing")
    assert not Job.objects.exists()


def test_it_refuses_arguments_that_are_not_json(work, rep):
    with pytest.raises(TypeError):
        jobs.start("test.work", owner=rep, label="Work", args={"user": rep})


def test_it_refuses_two_handlers_of_one_kind(work):
    with pytest.raises(ImproperlyConfigured):
        handlers.handler("test.work")(lambda **kwargs: None)


def test_it_returns_the_waiting_job_when_coalescing(work, job, rep):
    again = jobs.start("test.work", owner=rep, label="Work", args={"page_id": 7}, coalesce=True)
    other = jobs.start("test.work", owner=rep, label="Work", args={"page_id": 8}, coalesce=True)
    assert again == job
    assert other != job


def test_it_hands_over_the_arguments_and_keeps_the_report(work, job):
    work.does = lambda **kwargs: {"summary": "Done.", "counts": {"pages": 3}}
    run(job)
    (call,) = work.calls
    assert call["page_id"] == 7
    assert call["job_id"] == job.pk
    assert job.state == JobState.DONE
    assert job.report["counts"] == {"pages": 3}
    assert job.percent == 100
    assert job.attempt == 1


def test_it_does_nothing_when_its_row_is_gone(work, job):
    pk = job.pk
    job.delete()
    assert run_job.call(pk) == ""
    assert work.calls == []


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.STOPPED])
def test_it_does_not_run_again_when_it_is_over(work, job, state):
    Job.objects.update(state=state)
    run(job)
    assert work.calls == []


def test_it_says_in_plain_words_why_it_cannot_run(work, job):
    def does(**kwargs):
        raise JobError("Slide 3 is withdrawn.")

    work.does = does
    run(job)
    assert job.state == JobState.FAILED
    assert job.error == "Slide 3 is withdrawn."
    assert job.traceback == ""


def test_it_shows_the_text_of_errors_that_the_handler_names(work, job):
    def does(**kwargs):
        raise LookupError("The deck has no slides.")

    work.does = does
    assert run(job).error == "The deck has no slides."


def test_it_keeps_the_traceback_of_an_unexpected_error(work, job, caplog):
    def does(**kwargs):
        raise ZeroDivisionError("by zero")

    work.does = does
    run(job)
    assert job.error == "It ended with an unexpected error: ZeroDivisionError: by zero"
    assert "does" in job.traceback
    assert "failed" in caplog.text


def test_it_waits_and_tries_again_up_to_three_times(work, job, django_capture_on_commit_callbacks):
    def does(**kwargs):
        raise TryAgainLaterError("The server is busy.", timedelta(minutes=5))

    work.does = does
    run(job)
    assert job.state == JobState.QUEUED
    assert job.enqueued_at > timezone.now() + timedelta(minutes=4)
    assert DBTaskResult.objects.order_by("run_after").first().run_after > timezone.now()
    run(job)
    run(job)
    assert (job.state, job.attempt, job.error) == (JobState.FAILED, 3, "The server is busy.")
    assert len(work.calls) == 3


def test_it_fails_clearly_when_its_kind_is_no_longer_known(job):
    handlers._handlers.remove("test.work")
    run(job)
    assert job.state == JobState.FAILED
    assert "test.work" in job.error


def test_it_writes_progress_and_ends_when_stopped(work, job):
    def does(*, progress, **kwargs):
        progress(1, 4, "one")
        assert Job.objects.get(pk=job.pk).message == "one"
        assert jobs.stop(Job.objects.get(pk=job.pk))
        for step in range(2, 5):
            try:
                progress._written_at = 0
                progress(step, 4)
            except Exception:  # noqa: S110  as an importer that goes on with the rest
                pass
        raise AssertionError("not reached")

    work.does = does
    run(job)
    assert job.state == JobState.STOPPED
    assert job.done == 1


def test_stopping_a_finished_job_changes_nothing(work, job):
    run(job)
    assert not jobs.stop(job)
    assert job.state == JobState.DONE


def test_it_writes_progress_at_most_four_times_a_second(work, job, django_assert_max_num_queries):
    def does(*, progress, **kwargs):
        for step in range(1000):
            progress(step, 1000, "step")

    work.does = does
    # Claim (2), outcome (1), and one write for each quarter of a second of the loop.
    with django_assert_max_num_queries(8):
        run(job)


@pytest.mark.parametrize(("seconds", "count"), [(1, 0), (60, 1)])
def test_it_tells_the_owner_of_a_long_job_that_it_is_over(work, job, rep, seconds, count):
    def does(**kwargs):
        Job.objects.update(started_at=ago(seconds))

    work.does = does
    run(job)
    told = Notification.objects.of(rep)
    assert told.count() == count
    assert {note.link for note in told} <= {job.get_absolute_url()}


def test_it_tells_the_owner_that_a_long_job_failed(work, job, rep):
    def does(**kwargs):
        Job.objects.update(started_at=ago(60))
        raise JobError("No slide is left.")

    work.does = does
    run(job)
    assert Notification.objects.get(user=rep).text == "Failed: Work"


# --- recovery


def age(job: Job, **values) -> None:
    Job.objects.filter(pk=job.pk).update(created_at=ago(300), **values)


def ago(seconds: int):
    return timezone.now() - timedelta(seconds=seconds)


def test_it_enqueues_again_a_job_whose_worker_is_silent(work, job):
    DBTaskResult.objects.all().delete()
    age(job, state=JobState.RUNNING, attempt=1, heartbeat_at=ago(61))
    assert jobs.recover() == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert DBTaskResult.objects.get().args_kwargs["args"] == [job.pk]
    assert jobs.recover() == 0
    run(job)
    assert (job.state, job.attempt) == (JobState.DONE, 2)


def test_it_leaves_a_job_alone_that_beats(work, job):
    age(job, state=JobState.RUNNING, attempt=1, heartbeat_at=ago(50))
    assert jobs.recover() == 0
    run(job)
    assert work.calls == []


def test_it_gives_up_after_three_dead_workers(work, job):
    age(job, state=JobState.RUNNING, attempt=3, heartbeat_at=ago(61))
    assert jobs.recover() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3 times" in job.error


def test_it_enqueues_a_job_that_never_got_a_message(work, rep):
    job = jobs.start("test.work", owner=rep, label="Work")
    age(job)
    assert jobs.recover() == 1


def test_it_enqueues_a_job_whose_message_was_taken_by_a_worker_that_died(work, job):
    DBTaskResult.objects.update(status="RUNNING", started_at=ago(120))
    age(job, enqueued_at=ago(200))
    assert jobs.recover() == 1


def test_it_does_not_pile_up_messages_behind_a_long_job(work, job):
    age(job, enqueued_at=ago(200))
    assert jobs.recover() == 0
    assert DBTaskResult.objects.count() == 1


def test_a_worker_that_was_taken_for_dead_does_not_overwrite_its_successor(work, job):
    def does(*, progress, **kwargs):
        # Meanwhile another worker has taken the job up.
        Job.objects.filter(pk=job.pk).update(attempt=2, message="by the successor")
        return {"summary": "too late"}

    work.does = does
    run(job)
    assert job.state == JobState.RUNNING
    assert job.message == "by the successor"
    assert job.report == {}
