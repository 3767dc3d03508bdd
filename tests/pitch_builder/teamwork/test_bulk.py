"""Handing several decks over from their list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.operations.models import Notification
from pitch_builder.decks.models import Deck
from tests.factories.pitch import make_deck
from tests.soup import soup

pytestmark = pytest.mark.django_db
ADDRESS = reverse("wagtail_bulk_action", args=["pitch_builder", "deck", "hand_over"])


@pytest.fixture
def decks(rep):
    return [make_deck(rep, title=f"Deck {n}") for n in range(3)]


@pytest.fixture
def lead(client, sales_lead):
    client.force_login(sales_lead)
    return client


def asked(*decks):
    return f"{ADDRESS}?next={reverse('deck:index')}" + "".join(f"&id={d.pk}" for d in decks)


def test_a_lead_ticks_decks_and_gives_them_to_a_colleague_who_is_told_once(
    lead, rep, other_rep, decks
):
    page = soup(lead.get(asked(*decks[:2])))
    assert "These 2 decks change hands" in page.text
    assert rep.get_full_name() in page.select_one(".tw__decks").text
    answer = lead.post(asked(*decks[:2]), {"to": other_rep.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("deck:index")
    assert "2 decks are Other" in soup(answer).text
    owners = [Deck.objects.get(pk=deck.pk).owner for deck in decks]
    assert owners == [other_rep, other_rep, rep]
    [told] = Notification.objects.filter(user=other_rep)
    assert "gave you 2 decks" in told.text


def test_a_new_owner_has_to_be_chosen(lead, rep, outsider, decks):
    for to in ("", outsider.pk):
        answer = lead.post(asked(decks[0]), {"to": to})
        assert answer.status_code == 200
        assert soup(answer).select("[aria-invalid=true], .error-message")
    assert Deck.objects.filter(owner=rep).count() == 3


def test_all_of_a_list_are_those_that_its_search_and_filters_leave(lead, other_rep, decks):
    Deck.objects.filter(pk=decks[1].pk).update(title="Barendrecht")
    lead.post(f"{ADDRESS}?id=all&q=barendrecht", {"to": other_rep.pk})
    assert list(Deck.objects.filter(owner=other_rep)) == [decks[1]]
    lead.post(f"{ADDRESS}?id=all&owner={other_rep.pk}", {"to": decks[0].owner.pk})
    assert not Deck.objects.filter(owner=other_rep).exists()


def test_what_is_gone_is_said(lead, decks):
    assert "None of these" in soup(lead.get(f"{ADDRESS}?id=x&id={10**6}")).text


@pytest.mark.parametrize("role", ["rep", "marketer", "marketing_lead", "outsider"])
def test_nobody_else_hands_decks_over(role, request, client, rep, other_rep, decks):
    client.force_login(request.getfixturevalue(role))
    for answer in (
        client.get(asked(decks[0])),
        client.post(asked(decks[0]), {"to": other_rep.pk}),
    ):
        assert answer.status_code == 302
    assert Deck.objects.get(pk=decks[0].pk).owner == rep


def test_only_a_lead_sees_boxes_to_tick(lead, client, rep, decks):
    page = soup(lead.get(reverse("deck:index")))
    boxes = page.select("[data-bulk-action-checkbox]")
    assert len(boxes) == 3
    assert all(page.find(id=box["aria-describedby"]) for box in boxes)
    assert page.select_one("[data-bulk-action-footer] a")["href"].startswith(ADDRESS)
    client.force_login(rep)
    page = soup(client.get(reverse("deck:index")))
    assert not page.select("[data-bulk-action-checkbox], [data-bulk-action-footer]")


def test_the_question_asks_the_same_for_many_decks(
    lead, rep, decks, django_assert_max_num_queries
):
    more = [make_deck(rep) for _n in range(5)]
    # session, user, groups; decks; colleagues; the admin's own
    with django_assert_max_num_queries(10):
        lead.get(asked(*decks, *more))
