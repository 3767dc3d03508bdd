"""A fact in place of a number that the rep has typed."""

from __future__ import annotations

import pytest

from cms.facts.references import facts_in
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.writing.figures import use_fact
from pitch_builder.decks.writing.services import write_new_slide
from pitch_builder.errors import Conflict, NotAllowed
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.pitch_builder.decks.writing.forms import stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    fact = FactFactory(value=61, unit="%")
    fact.value = 68
    fact.save_revision().publish()
    return fact


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides())


@pytest.fixture
def slide(rep, deck):
    return write_new_slide(deck, user=rep, stream=stream("We saved 61 % at {{account}}."))


def test_the_number_is_the_fact_and_one_step(rep, deck, slide, fact):
    use_fact(deck, user=rep, slide_id=slide.pk, written="61 %", fact_id=fact.pk)
    slide.refresh_from_db()
    own = slide.own.raw_data[0]
    assert facts_in(own["value"]) == {fact.pk}
    assert "{{account}}" in own["value"]["quote"]
    assert undo(deck, user=rep).label == "“61 %” is a fact now"
    slide.refresh_from_db()
    assert facts_in(slide.own.raw_data[0]["value"]) == set()


def test_what_is_no_longer_there_is_a_conflict(rep, deck, slide, fact):
    others = deck.deck_slides.order_by("sort_order").first()
    for slide_id, written, fact_id in (
        (slide.pk, "62 %", fact.pk),
        (slide.pk, "61 %", 10**6),
        (others.pk, "61 %", fact.pk),  # marketing's
        (10**6, "61 %", fact.pk),
    ):
        with pytest.raises(Conflict, match="no longer there"):
            use_fact(deck, user=rep, slide_id=slide_id, written=written, fact_id=fact_id)


def test_a_fact_that_has_expired_is_not_put_in(rep, deck, slide, fact):
    from datetime import date

    fact.valid_until = date(2020, 1, 1)
    fact.save_revision().publish()
    with pytest.raises(Conflict):
        use_fact(deck, user=rep, slide_id=slide.pk, written="61 %", fact_id=fact.pk)


def test_only_who_may_change_the_deck(other_rep, deck, slide, fact):
    with pytest.raises(NotAllowed):
        use_fact(deck, user=other_rep, slide_id=slide.pk, written="61 %", fact_id=fact.pk)
