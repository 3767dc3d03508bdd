"""Other slides for a place: swapped in place, back again, and refused where they may not stand."""

from __future__ import annotations

import pytest

from cms.assets.models import Asset
from cms.recommendations.models import RecommendationOutcome
from pitch_builder.briefs.drafting import Brief, Choose, draft
from pitch_builder.briefs.making import make_deck
from pitch_builder.decks.alternatives import alternatives_of, swap
from pitch_builder.decks.history import services as history
from pitch_builder.decks.models import DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.services import duplicate_deck
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from tests.factories.personas import AccountFactory
from tests.pitch_builder.briefs.conftest import BRIEF

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(library, rep, account):
    found = draft(Brief(BRIEF, template=Choose.OWN), user=rep)
    return make_deck(found, user=rep, account=account).deck


@pytest.fixture
def slide(deck):
    """A slide whose alternatives are of another asset."""
    return next(
        slide
        for slide in deck.deck_slides.order_by("sort_order")
        if any(one.asset_id != slide.asset_id for one in alternatives_of(slide))
    )


@pytest.fixture
def other(slide):
    return next(one for one in alternatives_of(slide) if one.asset_id != slide.asset_id)


def change(deck, slide, other, user):
    return swap(
        deck, user=user, slide_id=slide.pk, asset_id=other.asset_id, block_id=other.block_id
    )


def test_an_alternative_takes_the_place_and_can_be_swapped_back(deck, slide, other, rep):
    before = (slide.asset_id, slide.block_id, slide.title, slide.reason, slide.section)
    version, place = deck.version, slide.sort_order
    there = change(deck, slide, other, rep)
    assert (there.pk, there.sort_order, there.section) == (slide.pk, place, slide.section)
    assert (there.asset_id, there.block_id, there.reason) == (
        other.asset_id,
        other.block_id,
        other.reason,
    )
    deck.refresh_from_db()
    assert deck.version > version
    back = next(one for one in alternatives_of(there) if one.block_id == before[1])
    again = change(deck, there, back, rep)
    assert (again.asset_id, again.block_id, again.title, again.reason, again.section) == before
    assert {one.block_id for one in alternatives_of(again)} == {
        one.block_id for one in alternatives_of(slide)
    }


def test_a_swap_is_one_step_that_brings_the_former_slide_back(deck, slide, other, rep):
    before = DeckSlide.objects.filter(pk=slide.pk).values().get()
    change(deck, slide, other, rep)
    after = DeckSlide.objects.filter(pk=slide.pk).values().get()
    step = history.steps_of(deck, rep).undo
    assert step.label == f"“{slide}” swapped for “{other.title}”"
    history.undo(deck, user=rep, change=step.pk)
    assert DeckSlide.objects.filter(pk=slide.pk).values().get() == before
    assert [one.block_id for one in alternatives_of(deck.deck_slides.get(pk=slide.pk))] == [
        one.block_id for one in alternatives_of(slide)
    ]
    history.redo(deck, user=rep)
    assert DeckSlide.objects.filter(pk=slide.pk).values().get() == after


def test_what_the_rep_wrote_there_comes_back_by_undo(deck, slide, other, rep):
    slide.own = [{"type": "statement", "value": {"statement": "<p>Mine</p>"}, "id": "x"}]
    slide.based_digest, slide.taken = "d" * 64, "t" * 64
    slide.save()
    there = change(deck, slide, other, rep)
    assert not there.own and not there.is_edited and there.taken == ""
    history.undo(deck, user=rep)
    back = deck.deck_slides.get(pk=slide.pk)
    assert back.is_edited and back.taken == "t" * 64
    assert "Mine" in back.own.raw_data[0]["value"]["statement"]


def test_what_is_swapped_in_is_logged_as_taken_unless_the_deck_is_a_copy(deck, slide, other, rep):
    copy = duplicate_deck(deck, user=rep, account=AccountFactory(owner=rep))
    before = RecommendationOutcome.objects.count()
    row = copy.deck_slides.get(block_id=slide.block_id)
    assert change(copy, row, other, rep).block_id == other.block_id
    assert RecommendationOutcome.objects.count() == before
    change(deck, slide, other, rep)
    taken = RecommendationOutcome.objects.filter(
        what="on_deck", item__asset=other.asset_id, item__batch=slide.alternatives["batch"]
    )
    assert taken.count() == 1


def test_only_those_who_may_change_the_deck_swap(deck, slide, other, other_rep, marketer):
    for user in (other_rep, marketer):
        with pytest.raises(NotAllowed):
            change(deck, slide, other, user)


def test_what_may_not_stand_there_is_refused(deck, slide, other, rep):
    with pytest.raises(Conflict):
        swap(deck, user=rep, slide_id=slide.pk, asset_id=other.asset_id, block_id="none")
    with pytest.raises(Conflict):
        swap(deck, user=rep, slide_id=10**9, asset_id=other.asset_id, block_id=other.block_id)
    elsewhere = deck.deck_slides.exclude(pk=slide.pk).first()
    kept = elsewhere.asset_id, elsewhere.block_id
    elsewhere.asset_id, elsewhere.block_id = other.asset_id, other.block_id
    elsewhere.save()
    with pytest.raises(PitchError, match="already"):
        change(deck, slide, other, rep)
    elsewhere.asset_id, elsewhere.block_id = kept
    elsewhere.save()
    Asset.objects.get(pk=other.asset_id).unpublish()
    with pytest.raises(PitchError, match="Nothing was changed"):
        change(deck, slide, other, rep)
    Asset.objects.get(pk=other.asset_id).get_latest_revision().publish()
    deck.template = DeckTemplate.objects.create(name="Films", slug="films", kinds=["video"])
    deck.save()
    with pytest.raises(PitchError, match="The template does not take"):
        change(deck, slide, other, rep)
    slide.refresh_from_db()
    assert slide.block_id != other.block_id
    assert history.steps_of(deck, rep).undo is None
    slide.alternatives = None
    assert alternatives_of(slide) == ()
