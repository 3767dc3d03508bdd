"""Published slides are laid out before anybody looks at them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.assets.models import Asset
from cms.facts.scope import fact_scope
from cms.library import periodic_tasks
from cms.library.drawing import draw, drawings, measure_all, wanted_of
from cms.library.job_handlers import lay_out_slides
from cms.operations.models import Job
from tests.factories.cms import ArticleFactory, block

pytestmark = pytest.mark.django_db
LONG = "A title that goes on about so many things that it needs the smallest size"
TITLE = {"title": LONG, "lead": "", "picture": None, "variant": "split"}


@pytest.fixture(autouse=True)
def nothing_known():
    cache.clear()
    drawings.clear()
    yield
    drawings.clear()


@pytest.fixture
def asset(library):
    return ArticleFactory(slides=[block("title", TITLE)])


def drawn(asset):
    drawings.clear()
    with fact_scope(()):
        return draw(wanted_of(asset.slides.raw_data))[0].html


def test_a_slide_is_drawn_at_its_printed_size_once_it_was_laid_out(asset):
    before = drawn(asset)
    report = lay_out_slides(job_id=0, progress=lambda *args: None, days=1)
    assert report["counts"]["slides laid out"] == 4
    assert drawn(asset) != before
    assert "step-" in drawn(asset)
    with fact_scope(()):
        assert measure_all(wanted_of(asset.slides.raw_data)) == 0


def test_work_starts_after_a_publish_and_only_then(asset):
    periodic_tasks.lay_out_recent()
    periodic_tasks.lay_out_recent()
    assert Job.objects.filter(kind="library.lay_out_slides", args={"days": 1}).count() == 1
    Job.objects.all().delete()
    Asset.objects.update(last_published_at=timezone.now() - timedelta(hours=1))
    periodic_tasks.lay_out_recent()
    assert not Job.objects.filter(kind="library.lay_out_slides").exists()
    periodic_tasks.lay_out_all()
    assert Job.objects.filter(kind="library.lay_out_slides", args={"days": 0}).exists()
