"""Building decks: real PDFs, gate, manifest, freshness afterwards."""

from __future__ import annotations

import io
from datetime import date, datetime

import pypdfium2
import pytest
from django.core.cache import caches
from django.utils import timezone, translation

from cms.assets.services import publish_asset, unpublish_asset
from cms.operations.models import Job
from cms.operations.tasks import run_job
from personas.deals.services import change_deal
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.reproducing import reproduce
from pitch_builder.builds.services import build_now, released_build, request_build
from pitch_builder.decks.services import add_own_slide, change_details
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.errors import GateClosed, NotAllowed, NothingToBuild
from tests.factories.cms import FactFactory
from tests.factories.personas import DealFactory
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact)


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset)


def text_of(build) -> list[str]:
    """The text of each page."""
    with build.pdf.open() as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


def publish_value(fact, value):
    fact.value = value
    fact.save_revision().publish()
    fact.refresh_from_db()


def state_of(build):
    return freshness_of([build])[build.pk]


def test_one_slide_is_one_page_with_its_live_figures(deck, rep):
    build = build_now(deck, user=rep)
    pages = text_of(build)
    assert build.pages == len(pages) == 5
    assert deck.account.name in pages[0]
    assert "It saves 68 % a year." in pages[1].replace("\u00a0", " ")
    assert rep.get_full_name() in pages[4]


def test_a_build_says_one_moment_everywhere(deck, rep, fact):
    moment = datetime(2020, 3, 5, 9, 0, tzinfo=timezone.get_default_timezone())
    fact.valid_until = date(2020, 3, 31)
    fact.save_revision().publish()
    quote = {"quote": "<p>As we said on {{date}}.</p>", "name": "Me"}
    add_own_slide(deck, user=rep, block_type="quote", raw=quote)
    build = build_now(deck, user=rep, moment=moment)
    pages = [page.replace("\u00a0", " ") for page in text_of(build)]
    assert "5 March 2020" in pages[0]
    assert "As we said on 5 March 2020." in pages[4]
    assert "It saves 68 % a year." in pages[1]  # as was valid on that day
    assert build.built_at == build.released_at == moment
    assert datetime.fromisoformat(build.manifest.built_at) == moment
    assert build.manifest.merge["date"] == "5 March 2020"
    assert reproduce(build).equal
    with pytest.raises(GateClosed):
        build_now(deck, user=rep)


def test_a_build_that_is_asked_for_now_says_now(deck, rep):
    before = timezone.now().replace(microsecond=0)
    build = build_now(deck, user=rep)
    assert before <= build.built_at <= timezone.now()
    assert build.built_at.isoformat() == build.manifest.built_at


def test_the_manifest_names_asset_revision_block_and_fact_version(deck, rep, asset, fact):
    manifest = build_now(deck, user=rep).manifest
    slide = manifest.slides[1]
    assert (slide.asset, slide.revision) == (asset.pk, asset.live_revision_id)
    assert slide.block == asset.slides[0].id
    [printed] = slide.facts
    assert (printed.key, printed.version) == (fact.key, fact.live_revision_id)
    assert printed.display == "68\u00a0%"


def test_an_own_slide_is_named_as_not_approved(deck, rep):
    add_own_slide(deck, user=rep, block_type="quote", raw={"quote": "<p>Hm.</p>", "name": "Me"})
    approved = [slide.approved for slide in build_now(deck, user=rep).manifest.slides]
    assert approved == [True, True, True, True, False, True]


def test_a_new_value_outdates_the_build_and_the_next_one_shows_it(deck, rep, fact):
    old = build_now(deck, user=rep)
    assert state_of(old).state is Freshness.CURRENT
    publish_value(fact, 71)
    found = state_of(old)
    assert found.state is Freshness.OUTDATED
    assert [slide.number for slide in found.changed] == [2, 3]
    assert found.codes == {ReasonCode.FACT}
    new = build_now(deck, user=rep)
    assert "71" in text_of(new)[1]
    assert state_of(new).state is Freshness.CURRENT
    assert "68" in text_of(old)[1]


def test_a_deal_with_another_value_outdates_the_slides_that_show_it(deck, rep):
    deal = DealFactory(account=deck.account, owner=rep, value=77000)
    change_details(deck, user=rep, deal=deal)
    for text in ("For {{deal_value}}.", "For {{account}}."):
        add_own_slide(
            deck, user=rep, block_type="quote", raw={"quote": f"<p>{text}</p>", "name": "Me"}
        )
    build = build_now(deck, user=rep)
    with translation.override("de"):  # a reader's notation is no change
        assert state_of(build).state is Freshness.CURRENT
    change_deal(deal, user=rep, value=81000)
    changed = state_of(build).changed
    assert [slide.title for slide in changed] == ["For £77,000."]


def test_a_changed_text_outdates_only_its_slide(deck, rep, asset):
    build = build_now(deck, user=rep)
    asset.slides[2].value["name"] = "Marit S."
    asset.save_revision()
    assert state_of(build).state is Freshness.CURRENT
    publish_asset(asset)
    assert [slide.number for slide in state_of(build).changed] == [4]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda asset, fact: unpublish_asset(asset), "is not published"),
        (lambda asset, fact: asset.delete(), "was deleted"),
        (
            lambda asset, fact: (
                type(asset).objects.filter(pk=asset.pk).update(expire_at=timezone.now())
            ),
            "has expired",
        ),
        (
            lambda asset, fact: (
                type(asset).objects.filter(pk=asset.pk).update(visibility="internal")
            ),
            "for the team only",
        ),
        (
            lambda asset, fact: (
                type(fact)
                .objects.filter(pk=fact.pk)
                .update(valid_until=timezone.localdate() - timezone.timedelta(days=1))
            ),
            "has expired",
        ),
        (lambda asset, fact: fact.unpublish(), "is not published"),
        (lambda asset, fact: fact.delete(), "was deleted"),
    ],
)
def test_the_gate_refuses_what_may_not_be_shown_and_names_it(deck, rep, asset, fact, spoil, words):
    good = build_now(deck, user=rep)
    spoil(asset, fact)
    with pytest.raises(GateClosed) as refused:
        build_now(deck, user=rep)
    assert any(words in finding for finding in refused.value.findings)
    failed = Build.objects.get(deck=deck, number=2)
    assert failed.state == BuildState.FAILED
    assert failed.findings == refused.value.findings
    assert not failed.pdf
    assert released_build(deck) == good


def test_an_empty_deck_is_not_built(rep):
    with pytest.raises(NothingToBuild):
        build_now(make_deck(rep), user=rep)


def test_a_colleague_may_not_build(deck, other_rep):
    with pytest.raises(NotAllowed):
        request_build(deck, user=other_rep)


def test_a_slide_that_does_not_fit_is_named(rep):
    deck = make_deck(rep)
    add_own_slide(
        deck,
        user=rep,
        block_type="quote",
        raw={"quote": f"<p>{'Many words in a row. ' * 60}</p>", "name": "Me"},
    )
    with pytest.raises(Exception, match="Slide 2 is too long"):
        build_now(deck, user=rep)
    assert "Slide 2" in Build.objects.get(deck=deck).error


def test_a_build_is_done_by_a_job_and_twice_does_nothing(
    deck, rep, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        build = request_build(deck, user=rep)
    job = Job.objects.get(kind="decks.build")
    run_job.call(job.pk)
    build.refresh_from_db()
    assert build.state == BuildState.BUILT
    digest = build.pdf_sha256
    Job.objects.filter(pk=job.pk).update(state="queued")
    run_job.call(job.pk)
    build.refresh_from_db()
    assert build.pdf_sha256 == digest


def test_freshness_of_many_builds_costs_the_same(rep, django_assert_num_queries):
    builds = [build_now(make_deck(rep, case_study_with_slides()), user=rep) for _ in range(3)]
    caches["renditions"].clear()
    # brand, assets, their slides, facts; there is no picture and no own slide
    with django_assert_num_queries(4):
        assert len(freshness_of(builds)) == 3
    # Slides are read once for each revision that goes live.
    with django_assert_num_queries(3):
        assert len(freshness_of(builds)) == 3
