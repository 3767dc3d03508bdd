"""Remarks on decks and slides."""

from __future__ import annotations

import pytest

from cms.operations.models import Notification
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.services import remove_slides
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.teamwork.commenting import comment, delete, open_counts, resolve
from pitch_builder.teamwork.models import LONGEST_COMMENT, DeckComment
from pitch_builder.teamwork.sharing import share, stop_sharing
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides(FactFactory()))


def test_the_owner_and_who_wrote_before_are_told(deck, rep, other_rep, sales_lead):
    share(deck, user=rep, with_user=other_rep)
    comment(deck, user=sales_lead, text="Start with the figure.")
    comment(deck, user=other_rep, text="I would not.")
    told = Notification.objects.filter(kind="decks.comment").values_list("user__username", "text")
    assert sorted(who for who, _text in told) == ["rep", "rep", "sales_lead"]
    assert any("Start with the figure." in text for _who, text in told)


def test_whom_a_deck_was_taken_back_from_is_told_nothing_more(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep)
    comment(deck, user=other_rep, text="I would not.")
    stop_sharing(deck, user=rep, with_user=other_rep)
    comment(deck, user=rep, text="Between us only.")
    assert not Notification.objects.filter(user=other_rep, kind="decks.comment").exists()


def test_a_remark_keeps_the_name_of_a_slide_that_is_gone_and_stands_by_it_again(deck, rep):
    slide = deck.deck_slides.first()
    remark = comment(deck, user=rep, text="Too long", slide=slide)
    name = remark.slide_title
    assert name
    remove_slides(deck, user=rep, slide_ids=[slide.pk])
    remark = deck.comments.select_related("slide").get()
    assert (remark.slide, remark.slide_title) == (None, name)
    undo(deck, user=rep)
    assert deck.comments.select_related("slide").get().slide == slide
    assert open_counts(deck)[slide.pk] == 1


def test_only_who_sees_a_deck_writes_on_it(deck, other_rep, outsider):
    for user in (other_rep, outsider):
        with pytest.raises(NotAllowed):
            comment(deck, user=user, text="Hello")
    assert not DeckComment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_COMMENT + 1)])
def test_empty_and_endless_remarks_are_refused(deck, rep, text):
    with pytest.raises(PitchError):
        comment(deck, user=rep, text=text)


def test_a_slide_of_another_deck_is_refused(deck, rep):
    other = make_deck(rep, case_study_with_slides(FactFactory()))
    with pytest.raises(PitchError):
        comment(deck, user=rep, text="Hm", slide=other.deck_slides.first())


def test_remarks_are_ticked_off_and_opened_again(deck, rep, sales_lead, other_rep):
    remark = comment(deck, user=sales_lead, text="Shorter")
    resolve(remark, user=rep)
    assert remark.resolved_at is not None
    assert remark.resolved_by == rep
    resolve(remark, user=sales_lead, done=False)
    assert remark.resolved_at is None
    assert remark.resolved_by is None
    with pytest.raises(NotAllowed):
        resolve(remark, user=other_rep)


def test_one_takes_back_ones_own_words_only(deck, rep, sales_lead):
    remark = comment(deck, user=sales_lead, text="Shorter")
    with pytest.raises(NotAllowed):
        delete(remark, user=rep)
    delete(remark, user=sales_lead)
    assert not DeckComment.objects.exists()
