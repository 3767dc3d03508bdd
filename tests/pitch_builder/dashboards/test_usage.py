"""Decks and rooms in the list of what uses an asset or a fact."""

from __future__ import annotations

import pytest

from cms.facts.models import Fact
from cms.library.usage import Subject, UseState, uses_of
from pitch_builder.builds.services import build_now
from pitch_builder.decks import services
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset():
    return case_study_with_slides(title="Harrow")


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset, title="The Harrow deck")


def found(subject, instance, user):
    return {
        group.heading: [(use.title, use.state) for use in group.uses]
        for group in uses_of(subject, instance.pk, user)
        if group.heading != "Assets"
    }


def test_an_asset_on_a_deck_without_a_pdf_is_a_draft_use(asset, deck, marketer):
    expected = {"Decks": [("The Harrow deck", UseState.DRAFT)]}
    assert found(Subject.ASSET, asset, marketer) == expected


def test_a_built_deck_is_a_live_use_of_asset_and_fact(asset, deck, rep, marketer):
    build_now(deck, user=rep)
    expected = {"Decks": [("The Harrow deck", UseState.LIVE)]}
    assert found(Subject.ASSET, asset, marketer) == expected
    assert found(Subject.FACT, Fact.objects.get(), marketer) == expected


def test_slides_taken_off_a_built_deck_still_stand_in_its_pdf(asset, deck, rep, marketer):
    build_now(deck, user=rep)
    other = case_study_with_slides(Fact.objects.get(), title="Other")
    services.add_slides(deck, user=rep, asset=other.asset_ptr)
    mine = deck.deck_slides.filter(asset=asset.pk).values_list("pk", flat=True)
    services.remove_slides(deck, user=rep, slide_ids=list(mine))
    expected = {"Decks": [("The Harrow deck", UseState.LEAVING)]}
    assert found(Subject.ASSET, asset, marketer) == expected


def test_a_room_is_live_as_long_as_a_link_is_open(asset, deck, rep, marketer):
    build_now(deck, user=rep)
    room = make_room(rep, deck=deck, title="For Rosa")
    assert found(Subject.FACT, Fact.objects.get(), marketer)["Rooms"] == [
        ("For Rosa", UseState.DRAFT)
    ]
    make_link(room, rep)
    assert found(Subject.ASSET, asset, marketer)["Rooms"] == [("For Rosa", UseState.LIVE)]


def test_a_rep_is_not_told_of_anothers_decks(asset, deck, other_rep):
    assert found(Subject.ASSET, asset, other_rep) == {}


def test_the_queries_do_not_grow_with_the_decks(asset, rep, marketer, django_assert_num_queries):
    for number in range(4):
        build_now(make_deck(rep, asset, title=f"Deck {number}"), user=rep)
    with django_assert_num_queries(11):
        uses_of(Subject.ASSET, asset.pk, marketer)
