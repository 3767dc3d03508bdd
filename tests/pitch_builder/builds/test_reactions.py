"""What a change does to builds: they are marked, built again, or their owners are told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from cms.assets.services import publish_asset, unpublish_asset
from cms.brand.models import Brand
from cms.operations.models import Job, Notification
from cms.operations.tasks import run_job
from personas.deals.services import change_deal
from pitch_builder.builds.models import Build
from pitch_builder.builds.reactions import react, react_to_all, tell_owners
from pitch_builder.builds.services import build_now
from pitch_builder.decks.services import add_own_slide, change_details, remove_slides
from tests.factories.cms import CaseStudyFactory, FactFactory, ImageFactory, block
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


def publish_value(fact, value):
    fact.value = value
    fact.save_revision().publish()
    fact.refresh_from_db()


def publish_name(asset, name):
    asset.slides[2].value["name"] = name
    asset.save_revision()
    publish_asset(asset)


def texts(user):
    return [told.text for told in Notification.objects.filter(user=user).order_by("pk")]


def test_new_figures_reach_live_decks_by_themselves(deck, rep, fact):
    build_now(deck, user=rep)
    publish_value(fact, 71)
    assert react("fact", fact.pk) == {"marked": 1, "rebuilt": 1, "told": 0}
    assert Build.objects.filter(deck=deck).count() == 2
    assert react("fact", fact.pk) == {"marked": 0, "rebuilt": 0, "told": 0}


def test_other_changes_ask_the_owner_once(deck, rep, asset):
    build_now(deck, user=rep)
    publish_name(asset, "Marit S.")
    assert react("asset", asset.pk) == {"marked": 1, "rebuilt": 0, "told": 1}
    assert tell_owners() == 1
    assert react("asset", asset.pk)["told"] == 0
    assert tell_owners() == 0
    [told] = texts(rep)
    assert "slides 4 changed" in told


def test_a_deals_new_value_is_told_where_slides_show_it(
    deck, rep, django_capture_on_commit_callbacks
):
    deal = DealFactory(account=deck.account, owner=rep, value=77000)
    change_details(deck, user=rep, deal=deal)
    add_own_slide(
        deck,
        user=rep,
        block_type="quote",
        raw={"quote": "<p>For {{deal_value}}.</p>", "name": "Me"},
    )
    build_now(deck, user=rep)
    with django_capture_on_commit_callbacks(execute=True):
        change_deal(deal, user=rep, notes="They called.")
    assert react("deal", deal.pk) == {"marked": 0, "rebuilt": 0, "told": 0}
    with django_capture_on_commit_callbacks(execute=True):
        change_deal(deal, user=rep, value=81000)
    assert Job.objects.filter(kind="builds.react", args__kind="deal").exists()
    assert react("deal", deal.pk) == {"marked": 1, "rebuilt": 0, "told": 1}
    assert tell_owners() == 1
    assert "slides 5 changed" in texts(rep)[-1]


def test_what_changes_in_one_go_is_told_in_one_message(rep, other_rep, asset):
    for title in ("Alder", "Birch"):
        build_now(make_deck(rep, asset, title=title), user=rep)
    build_now(make_deck(other_rep, asset, title="Cedar"), user=other_rep)
    publish_name(asset, "Marit S.")
    react("asset", asset.pk)
    unpublish_asset(asset)
    react("asset", asset.pk)
    assert tell_owners() == 2
    [mine] = texts(rep)
    assert "2 decks changed" in mine
    assert "“Alder” (withdrawn: slides 2, 3, 4); “Birch”" in mine
    assert "Cedar" not in mine
    [theirs] = texts(other_rep)
    assert "“Cedar” shows withdrawn content" in theirs


def test_outdated_and_then_withdrawn_is_told_again(deck, rep, asset):
    build_now(deck, user=rep)
    publish_name(asset, "Marit S.")
    react("asset", asset.pk)
    tell_owners()
    unpublish_asset(asset)
    react("asset", asset.pk)
    tell_owners()
    assert ["outdated" in texts(rep)[0], "withdrawn" in texts(rep)[1]] == [True, True]


def test_what_was_put_right_before_is_not_spoken_of(deck, rep, asset):
    build_now(deck, user=rep)
    publish_name(asset, "Marit S.")
    react("asset", asset.pk)
    publish_name(asset, "Marit Solheim")
    react("asset", asset.pk)
    assert tell_owners() == 0
    assert texts(rep) == []


def test_a_deck_that_the_rep_changed_since_is_not_rebuilt_behind_their_back(deck, rep, fact):
    build_now(deck, user=rep)
    remove_slides(deck, user=rep, slide_ids=[deck.deck_slides.last().pk])
    publish_value(fact, 71)
    counts = react("fact", fact.pk)
    assert (counts["rebuilt"], counts["told"]) == (0, 1)


def test_every_build_is_marked_since_when_older_ones_too(deck, rep, asset, fact):
    old, new = build_now(deck, user=rep), build_now(deck, user=rep)
    with freeze_time("2026-11-18 09:00"):
        publish_name(asset, "Marit S.")
        assert react("asset", asset.pk)["marked"] == 2
    with freeze_time("2026-11-19 10:00"):
        publish_value(fact, 71)
        react("fact", fact.pk)
    for build in (old, new):
        build.refresh_from_db()
        assert build.freshness == "outdated"
        assert build.noticed["4"] == {"text": "2026-11-18T09:00:00+00:00"}
        assert build.noticed["2"] == {"fact": "2026-11-19T10:00:00+00:00"}
    publish_name(asset, "Marit Solheim")
    react("asset", asset.pk)
    old.refresh_from_db()
    assert "4" not in old.noticed


def test_a_change_wakes_a_job_and_the_job_marks(
    deck, rep, asset, django_capture_on_commit_callbacks
):
    build = build_now(deck, user=rep)
    with django_capture_on_commit_callbacks(execute=True):
        publish_name(asset, "Marit S.")
    with django_capture_on_commit_callbacks(execute=True):
        run_job.call(Job.objects.get(kind="builds.react").pk)
    build.refresh_from_db()
    assert build.freshness == "outdated"
    tell = Job.objects.get(kind="builds.tell")
    assert tell.enqueued_at > timezone.now() + timedelta(seconds=5)
    run_job.call(tell.pk)
    assert len(texts(rep)) == 1


def test_a_new_look_and_another_picture_wake_one_too(rep, django_capture_on_commit_callbacks):
    picture = ImageFactory()
    pictured = block("picture", {"title": "A depot", "image": picture.pk, "alt": "A depot"})
    build_now(make_deck(rep, CaseStudyFactory(slides=[pictured])), user=rep)
    with django_capture_on_commit_callbacks(execute=True):
        picture.file_hash = "changed"
        picture.save()
    assert Job.objects.get(kind="builds.react").args == {"kind": "image", "object_id": picture.pk}
    with django_capture_on_commit_callbacks(execute=True):
        from wagtail.models import Site

        brand = Brand.for_site(Site.objects.get(is_default_site=True))
        brand.accent = "#114477"
        brand.save()
    assert Job.objects.filter(kind="builds.react", args__kind="brand").count() == 1


def test_what_expires_is_marked_without_an_event(deck, rep, asset):
    build = build_now(deck, user=rep)
    type(asset).objects.filter(pk=asset.pk).update(expire_at=timezone.now())
    react_to_all()
    build.refresh_from_db()
    assert build.freshness == "withdrawn"


def test_many_builds_cost_few_queries(rep, asset, django_assert_max_num_queries):
    for _number in range(4):
        build_now(make_deck(rep, asset), user=rep)
    publish_name(asset, "Marit S.")
    # Ids, builds, brand, assets, slides, facts, pictures; marks in one.
    with django_assert_max_num_queries(8):
        react("asset", asset.pk)


def test_however_many_builds_there_are_some_are_looked_after_at_a_time(rep, asset, monkeypatch):
    monkeypatch.setattr("pitch_builder.builds.reactions.BATCH", 2)
    builds = [build_now(make_deck(rep, asset), user=rep) for _number in range(5)]
    publish_name(asset, "Marit S.")
    assert react_to_all() == {"marked": 5, "rebuilt": 0, "told": 5}
    assert {type(build).objects.get(pk=build.pk).freshness for build in builds} == {"outdated"}
    tell_owners()
    assert "5 decks changed" in texts(rep)[-1]
