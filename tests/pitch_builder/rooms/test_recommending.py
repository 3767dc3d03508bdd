"""What a room recommends, and what its rep is offered, comes from one service and is logged."""

from __future__ import annotations

import json

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from cms.recommendations.models import RecommendationBatch, RecommendationOutcome, What
from cms.recommendations.settling import settle
from pitch_builder.rooms.contents import contents_of
from pitch_builder.rooms.recommending import recommend, recommended_ids
from search import services as search
from tests.factories.cms import ArticleFactory, ComparisonFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.rooms import BROWSER, beacon, make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return JourneyStageFactory(name="Compare", buyer_question="What does a cold store save?")


@pytest.fixture
def cfo():
    return PersonaFactory(name="CFO", pains="The bill of the cold store")


@pytest.fixture
def assets(cfo, stage):
    words = {"summary": "What a cold store saves."}
    made = [
        ArticleFactory(title="Cold store, sent", stages=[stage], **words),
        ArticleFactory(title="Cold store, fits", personas=[cfo], stages=[stage], **words),
        ArticleFactory(title="Cold store, near", stages=[stage], **words),
        ArticleFactory(title="Cold store, for others", personas=[PersonaFactory()], **words),
        ComparisonFactory(
            title="Cold store, internal", stages=[stage], visibility="internal", **words
        ),
    ]
    search.rebuild()
    return made


@pytest.fixture
def link(rep, assets, cfo, stage):
    room = make_room(rep, assets[0], persona=cfo, stage=stage)
    return make_link(room, rep)


def test_a_room_recommends_what_fits_its_reader_and_was_not_sent(link, assets):
    contents = contents_of(link.room)
    found = recommend(link.room, link.prospect, contents)
    assert {one.asset.title for one in found} == {"Cold store, fits", "Cold store, near"}
    batch = RecommendationBatch.objects.get()
    assert (batch.place, batch.about) == ("room", f"room:{link.room.pk}")
    assert batch.prospect == link.prospect
    logged = list(batch.items.order_by("position").values_list("asset", flat=True))
    assert logged == [one.asset.pk for one in found]


def test_what_is_recommended_is_kept_without_a_query(link, django_assert_num_queries):
    contents = contents_of(link.room)
    found = recommended_ids(link.room, link.prospect, contents)
    with django_assert_num_queries(0):
        assert recommended_ids(link.room, link.prospect, contents) == found


def test_without_role_and_stage_nothing_is_recommended(rep, assets):
    link = make_link(make_room(rep, assets[0]), rep)
    assert recommend(link.room, link.prospect, contents_of(link.room)) == []
    assert not RecommendationBatch.objects.exists()


def test_a_visit_makes_it_shown_and_reading_makes_it_read(link, assets):
    visitor = Client(HTTP_USER_AGENT=BROWSER)
    assert "Recommended for you" in visitor.get(link.path).content.decode()
    settle()
    assert not RecommendationOutcome.objects.exists()  # a request alone is no reader
    from pitch_builder.rooms.access import enter
    from pitch_builder.rooms.beacons import read_beacon
    from pitch_builder.rooms.visiting import note_beacon

    fits = assets[1]
    seen = [
        {"ms": 9000, "gestures": 5},
        {"what": f"asset:{fits.pk}", "ms": 45_000, "gestures": 5},
    ]
    note_beacon(
        enter(link.token), read_beacon(json.dumps(beacon(*seen)).encode()), user_agent=BROWSER
    )
    settle()
    found = set(RecommendationOutcome.objects.values_list("item__asset__title", "what"))
    assert {("Cold store, near", "shown"), ("Cold store, fits", "shown")} <= found
    assert {("Cold store, fits", "opened"), ("Cold store, fits", "read")} <= found
    assert ("Cold store, near", "read") not in found


def test_a_room_opens_where_search_does_not_answer(link, monkeypatch):
    from search.errors import StoreUnavailable

    def fails(*args, **kwargs):
        raise StoreUnavailable("down")

    monkeypatch.setattr("cms.recommendations.candidates.search.search", fails)
    caches["renditions"].clear()
    page = Client(HTTP_USER_AGENT=BROWSER).get(link.path).content.decode()
    assert "Cold store, fits" in page and "Cold store, for others" not in page


def test_what_a_rep_adds_from_the_offer_is_noted(client, link, rep, assets):
    client.force_login(rep)
    page = client.get(reverse("rooms:find", args=[link.room.pk])).content.decode()
    assert "Why this?" in page and "Cold store, internal" not in page
    batch = RecommendationBatch.objects.get(place="offer")
    assert batch.prospect == link.prospect and batch.user == rep
    client.post(
        reverse("rooms:add", args=[link.room.pk]), {"asset": assets[1].pk, "batch": batch.pk}
    )
    assert RecommendationOutcome.objects.get().what == What.IN_ROOM
    typed = client.get(reverse("rooms:find", args=[link.room.pk]), {"q": "cold"})
    assert b"Cold store" in typed.content
    assert RecommendationBatch.objects.filter(place="offer").count() == 1
