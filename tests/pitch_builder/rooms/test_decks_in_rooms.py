"""Decks in rooms: the newest released build as slides and as a file, never what was withdrawn."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from cms.assets.services import unpublish_asset
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks.services import add_own_slide
from pitch_builder.rooms.slides import sections_of
from tests.factories.cms import ArticleFactory, FactFactory, ImageFactory
from tests.factories.personas import ContactCardFactory, JourneyStageFactory
from tests.factories.pitch import case_study_with_slides, embed, make_deck
from tests.factories.rooms import make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact, visibility="by_link")


@pytest.fixture
def deck(rep, asset):
    deck = make_deck(rep, asset)
    deck.cover_picture = ImageFactory()
    deck.save()
    build_now(deck, user=rep)
    return deck


@pytest.fixture
def deck_link(rep, deck):
    return make_link(make_room(rep, deck=deck), rep)


@pytest.fixture
def base(deck_link, deck):
    return f"{deck_link.path}d/{deck.pk}/"


def body(visitor, path):
    response = visitor.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_document_is_cut_into_its_slides(deck):
    build = Build.objects.get(deck=deck)
    assert len(sections_of(build)) == build.pages


def test_every_slide_has_an_address(visitor, base):
    assert visitor.get(base)["Location"] == f"{base}1/"
    pages = [body(visitor, f"{base}{n}/") for n in range(1, 6)]
    assert "slide 1 of 5" in pages[0]
    assert "The pilot paid for itself" in pages[2]
    assert f'rel="next" href="{base}4/"' in pages[2]
    assert f'rel="prev" href="{base}2/"' in pages[2]
    assert 'rel="next"' not in pages[4]
    assert visitor.get(f"{base}6/").status_code == 404
    assert visitor.get(f"{base}0/").status_code == 404


def test_a_slide_names_its_figures_and_leads_on_to_its_asset(visitor, base, asset, deck_link):
    page = body(visitor, f"{base}3/")
    assert "Less energy per pallet" in page and "31 October 2026" in page
    assert f'href="{deck_link.path}a/{asset.pk}/"' in page
    assert visitor.get(f"{deck_link.path}a/{asset.pk}/").status_code == 200


def test_pictures_on_slides_come_through_the_room(visitor, base, deck, deck_link):
    page = body(visitor, f"{base}1/")
    name = deck.cover_picture.file.name
    assert "media:" not in page
    assert f"{deck_link.path}media/" in page
    assert visitor.get(f"{deck_link.path}media/{name}").status_code == 200


def test_only_slides_may_place_their_parts(visitor, base):
    policy = visitor.get(f"{base}1/")["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy and "script-src 'self'" in policy


def test_the_pdf_is_handed_out_where_that_is_allowed(visitor, base, deck_link):
    response = visitor.get(f"{base}pdf/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    deck_link.may_download = False
    deck_link.save()
    refused = visitor.get(f"{base}pdf/")
    assert refused.status_code == 403
    assert "for reading here" in refused.content.decode()
    assert "/pdf/" not in body(visitor, f"{base}1/")


def test_a_changed_figure_shows_as_being_updated_until_the_next_build(
    visitor, base, fact, deck, rep, deck_link
):
    assert "Current" in body(visitor, f"{base}1/")
    fact.value = 71
    fact.save_revision().publish()
    page = body(visitor, f"{base}3/")
    assert "Being updated" in page
    assert "68" in page
    build_now(deck, user=rep)
    page = body(visitor, f"{base}3/")
    assert "71" in page and "Current" in page


def test_withdrawn_slides_are_hidden_at_once_everywhere(visitor, base, asset, deck_link, deck):
    before = body(visitor, f"{base}3/")
    assert "The pilot paid for itself" in before
    unpublish_asset(asset, user=None)
    caches["renditions"].clear()
    for number in range(1, 6):
        page = body(visitor, f"{base}{number}/")
        for words in ("The pilot paid for itself", "It saves", "stopped arguing", asset.title):
            assert words not in page
    assert "This slide was withdrawn" in body(visitor, f"{base}3/")
    home = body(visitor, deck_link.path)
    assert "3 slides were withdrawn" in home
    assert "/pdf/" not in home
    refused = visitor.get(f"{base}pdf/")
    assert refused.status_code == 409
    assert "withdrawn" in refused.content.decode()


def test_a_deck_of_another_room_stays_there(visitor, rep, base, deck, link):
    assert visitor.get(f"{link.path}d/{deck.pk}/1/").status_code == 404
    assert visitor.get(f"{link.path}d/{deck.pk}/pdf/").status_code == 404


def test_a_lost_file_is_said_plainly(visitor, base, deck):
    build = Build.objects.get(deck=deck)
    build.pdf.storage.delete(build.pdf.name)
    build.html.storage.delete(build.html.name)
    caches["renditions"].clear()
    assert visitor.get(f"{base}pdf/").status_code == 503
    assert visitor.get(f"{base}1/").status_code == 200


def test_a_room_with_all_there_is_keeps_to_its_budget(
    visitor, rep, fact, deck, django_assert_max_num_queries, monkeypatch
):
    stage = JourneyStageFactory(buyer_question="What does it return?")
    ContactCardFactory(user=rep, photo=ImageFactory())
    pieces = [
        ArticleFactory(
            summary=f"It saves {embed(fact)}.", hero_image=ImageFactory(), stages=[stage]
        )
        for _ in range(6)
    ]
    monkeypatch.setattr(
        "pitch_builder.rooms.recommending._chosen", lambda *args: [one.pk for one in pieces[3:]]
    )
    add_own_slide(deck, user=rep, block_type="statement", raw={"statement": "<p>For you</p>"})
    build_now(deck, user=rep)
    link = make_link(make_room(rep, *pieces[:3], deck=deck, stage=stage), rep)
    assert "Recommended for you" in body(visitor, link.path)
    with django_assert_max_num_queries(12):
        page = visitor.get(link.path)
    assert len(page.content) < 60_000


def test_a_slides_page_asks_no_more_for_a_longer_deck(
    visitor, base, django_assert_max_num_queries
):
    visitor.get(f"{base}1/")
    with django_assert_max_num_queries(12):
        visitor.get(f"{base}3/")
