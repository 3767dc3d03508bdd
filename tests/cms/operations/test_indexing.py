"""The search index, kept up to date by jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.operations import indexing, jobs
from cms.operations.enums import JobState, Queue
from cms.operations.errors import TryAgainLaterError
from cms.operations.models import Job
from cms.operations.tasks import run_job
from search import services
from search.errors import ModelMissing, StoreBusy
from search.models import IndexOutbox
from search.results import IndexReport

pytestmark = pytest.mark.django_db


def silent(done: int, total: int, message: str = "") -> None:
    """Report to nobody."""


def test_a_change_wakes_one_job_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.enqueue(["asset:1"])
        services.enqueue(["asset:2"])
        assert not Job.objects.exists()
    job = Job.objects.get(kind="search.process_outbox")
    assert (job.queue, job.owner, job.state) == (Queue.INTERACTIVE, None, JobState.QUEUED)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    assert not IndexOutbox.objects.exists()


def test_without_changes_nothing_is_started():
    assert indexing.wake() is None
    assert not Job.objects.exists()


def test_a_waiting_job_serves_later_changes_too():
    IndexOutbox.objects.create(key="asset:1")
    first = indexing.wake()
    assert indexing.wake() == first
    Job.objects.update(state=JobState.RUNNING)
    assert indexing.wake() != first, "a running one may have passed the new change"


def test_an_import_does_not_index_on_the_interactive_queue():
    IndexOutbox.objects.bulk_create(IndexOutbox(key=f"asset:{n}") for n in range(150))
    job = indexing.wake()
    assert job is not None
    assert job.queue == Queue.BULK


def test_the_comparison_runs_and_reports():
    job = indexing.start_reconcile()
    assert indexing.start_reconcile() == job
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    assert "documents indexed" in job.report["counts"]


def test_a_rebuild_can_be_started():
    job = jobs.start("search.rebuild", owner=None, queue=Queue.BULK, label="Rebuild")
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error


def test_a_busy_index_is_tried_again_and_a_missing_model_is_not():
    def busy(progress) -> IndexReport:
        raise StoreBusy("Another process writes.")

    def missing(progress) -> IndexReport:
        raise ModelMissing("Run prepare_model.")

    with pytest.raises(TryAgainLaterError, match="Another process writes") as caught:
        indexing.run(busy, silent)
    assert caught.value.after == timedelta(seconds=30)
    with pytest.raises(ModelMissing):
        indexing.run(missing, silent)
