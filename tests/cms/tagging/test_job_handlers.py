"""The jobs: what they leave behind, and what they refuse."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.likeness import job_handlers as likeness_jobs
from cms.operations.errors import JobError
from cms.tagging import job_handlers
from cms.tagging.models import TagSuggestion
from tests.cms.tagging.test_services import names

pytestmark = pytest.mark.django_db


class Told:
    """A progress callable that keeps what it was told."""

    def __init__(self):
        self.steps = []

    def __call__(self, done, total, message=""):
        assert 0 <= done <= total
        self.steps.append((done, total))


def test_suggesting_and_accepting_as_jobs(draft, marketer):
    told = Told()
    report = job_handlers.suggest(
        job_id=1, progress=told, user_id=marketer.pk, ids=[draft.pk], filters="?run=3"
    )
    assert told.steps[-1] == (1, 1)
    assert report["links"][0]["url"] == reverse("tagging:index") + "?run=3"
    ids = list(TagSuggestion.objects.filter(field="personas").values_list("pk", flat=True))
    for _attempt in range(2):  # once more, as after a crash at its very end
        job_handlers.accept(job_id=2, progress=told, user_id=marketer.pk, ids=ids)
    assert names(draft, "personas") == ["Plant engineer"]


def test_a_job_of_somebody_who_has_left_does_nothing(draft, marketer):
    marketer.is_active = False
    marketer.save()
    with pytest.raises(JobError):
        job_handlers.suggest(
            job_id=1, progress=Told(), user_id=marketer.pk, ids=[draft.pk], filters=""
        )
    assert not TagSuggestion.objects.exists()


def test_comparing_as_a_job_says_how_many(tagged):
    report = likeness_jobs.find(job_id=1, progress=Told())
    assert "much the same" in report["summary"]
    assert report["links"][0]["url"] == reverse("likeness:index")
