"""Decks shared with a colleague, and handed over to another."""

from __future__ import annotations

import pytest

from cms.operations.models import Notification
from pitch_builder.decks.models import Deck
from pitch_builder.decks.services import change_details, remove_slides
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.teamwork.models import DeckShare
from pitch_builder.teamwork.sharing import hand_over, share, stop_sharing
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides(FactFactory()))


def sees(user, deck) -> bool:
    return Deck.objects.visible_to(user).filter(pk=deck.pk).exists()


def changes(user, deck) -> bool:
    return Deck.objects.editable_by(user).filter(pk=deck.pk).exists()


def test_a_colleague_sees_what_is_shared_and_is_told_once(deck, rep, other_rep):
    assert not sees(other_rep, deck)
    share(deck, user=rep, with_user=other_rep)
    assert sees(other_rep, deck)
    assert not changes(other_rep, deck)
    share(deck, user=rep, with_user=other_rep, may_edit=True)
    assert changes(other_rep, deck)
    assert [note.kind for note in Notification.objects.filter(user=other_rep)] == ["decks.shared"]


def test_who_may_look_changes_nothing(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep)
    slide = deck.deck_slides.first()
    with pytest.raises(NotAllowed):
        remove_slides(deck, user=other_rep, slide_ids=[slide.pk])
    share(deck, user=rep, with_user=other_rep, may_edit=True)
    remove_slides(deck, user=other_rep, slide_ids=[slide.pk])
    assert not deck.deck_slides.filter(pk=slide.pk).exists()


def test_sharing_ends(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep, may_edit=True)
    stop_sharing(deck, user=rep, with_user=other_rep)
    assert not sees(other_rep, deck)
    share(deck, user=rep, with_user=other_rep)
    stop_sharing(deck, user=other_rep, with_user=other_rep)  # leaves
    assert not DeckShare.objects.exists()


def test_only_its_owner_or_a_sales_lead_shares_a_deck(deck, rep, other_rep, marketer, sales_lead):
    for user in (other_rep, marketer):
        with pytest.raises(NotAllowed):
            share(deck, user=user, with_user=other_rep)
    share(deck, user=sales_lead, with_user=other_rep)
    with pytest.raises(NotAllowed):
        stop_sharing(deck, user=marketer, with_user=other_rep)
    assert sees(other_rep, deck)


def test_a_deck_is_not_shared_with_its_owner_nor_outside_sales(deck, rep, outsider, marketer):
    for other in (rep, outsider, marketer):
        with pytest.raises(PitchError):
            share(deck, user=rep, with_user=other)


def test_who_has_left_sales_sees_shared_decks_no_longer(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep)
    other_rep.groups.clear()
    assert not sees(type(other_rep).objects.get(pk=other_rep.pk), deck)


def test_a_lead_hands_decks_over_and_one_message_says_so(deck, rep, other_rep, sales_lead):
    second = make_deck(rep, title="Next steps")
    share(deck, user=rep, with_user=other_rep)
    assert hand_over([deck, second], user=sales_lead, to=other_rep) == 2
    assert changes(other_rep, deck)
    assert not sees(rep, second)
    assert not DeckShare.objects.exists()  # it is theirs now
    note = Notification.objects.get(user=other_rep, kind="decks.handed-over")
    assert "2 decks" in note.text
    assert hand_over([deck], user=sales_lead, to=other_rep) == 0


def test_only_a_sales_lead_hands_over_and_only_within_sales(
    deck, rep, other_rep, sales_lead, marketer, marketing_lead
):
    for user in (rep, other_rep, marketing_lead):
        with pytest.raises(NotAllowed):
            hand_over([deck], user=user, to=other_rep)
    with pytest.raises(PitchError):
        hand_over([deck], user=sales_lead, to=marketer)


def test_lists_of_decks_cost_the_same_however_many_are_shared(
    rep, other_rep, django_assert_num_queries
):
    for number in range(3):
        share(make_deck(rep, title=f"Deck {number}"), user=rep, with_user=other_rep)
    other_rep = type(other_rep).objects.get(pk=other_rep.pk)
    list(Deck.objects.visible_to(other_rep))  # roles are read once for each user
    with django_assert_num_queries(1):
        assert len(Deck.objects.visible_to(other_rep)) == 3


def test_a_deck_shared_to_change_is_changed_by_its_services(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep, may_edit=True)
    change_details(deck, user=other_rep, title="Together")
    deck.refresh_from_db()
    assert deck.title == "Together"
