"""The team's page of a deck: who does what there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pitch_builder.builds.services import build_now, released_build
from pitch_builder.decks.models import Deck
from pitch_builder.teamwork.models import DeckApproval, DeckComment
from pitch_builder.teamwork.sharing import share
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template
from tests.soup import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    template = make_template("Why")
    template.needs_approval = True
    template.save()
    return make_deck(rep, case_study_with_slides(FactFactory()), template=template)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(user, name, deck, *args, **data):
    return signed_in(user).post(reverse(f"teamwork:{name}", args=[deck.pk, *args]), data)


def test_a_rep_shares_and_both_write(deck, rep, other_rep):
    post(rep, "share", deck, with_user=other_rep.pk, may_edit="on")
    slide = deck.deck_slides.first()
    post(other_rep, "comment", deck, text="Which plant is this?", slide=slide.pk)
    page = soup(signed_in(rep).get(reverse("teamwork:team", args=[deck.pk])))
    said = page.select_one(".tw__comments").get_text(" ")
    assert "Which plant is this?" in said
    assert str(slide) in said
    remark = DeckComment.objects.get()
    post(rep, "change_comment", deck, remark.pk, done="1")
    remark.refresh_from_db()
    assert remark.resolved_by == rep
    post(rep, "unshare", deck, other_rep.pk)
    assert not Deck.objects.visible_to(other_rep).exists()


def test_who_leaves_a_shared_deck_is_led_to_the_list(deck, rep, other_rep):
    share(deck, user=rep, with_user=other_rep)
    answer = post(other_rep, "unshare", deck, other_rep.pk)
    assert answer["Location"] == reverse("deck:index")


def test_a_lead_decides_on_the_page(deck, rep, sales_lead, marketing_lead):
    build = build_now(deck, user=rep)
    approval = DeckApproval.objects.get()
    assert not soup(signed_in(rep).get(reverse("teamwork:team", args=[deck.pk]))).select(
        "button[name=approve]"
    )
    assert post(rep, "decide", deck, approval.pk, approve="1").status_code == 302
    assert released_build(deck) is None
    page = soup(signed_in(sales_lead).get(reverse("teamwork:team", args=[deck.pk])))
    assert page.select("button[name=approve]")
    post(sales_lead, "decide", deck, approval.pk, approve="1")
    assert released_build(deck) == build
    # The other lead comes late, and reads so.
    page = signed_in(marketing_lead).post(
        reverse("teamwork:decide", args=[deck.pk, approval.pk]), {"approve": "1"}, follow=True
    )
    assert "meanwhile" in page.content.decode()


def test_a_lead_hands_over_and_a_rep_has_no_form_for_it(deck, rep, other_rep, sales_lead):
    address = reverse("teamwork:team", args=[deck.pk])
    assert not soup(signed_in(rep).get(address)).select("[name=to]")
    post(rep, "hand_over", deck, to=other_rep.pk)
    deck.refresh_from_db()
    assert deck.owner == rep
    post(sales_lead, "hand_over", deck, to=other_rep.pk)
    deck.refresh_from_db()
    assert deck.owner == other_rep


def test_nothing_of_it_is_there_for_another_rep(deck, other_rep):
    for name, args in (("comment", ()), ("share", ()), ("hand_over", ()), ("unshare", (1,))):
        assert post(other_rep, name, deck, *args, text="x").status_code == 404, name


def test_the_page_costs_the_same_with_many_remarks(
    deck, rep, other_rep, sales_lead, django_assert_max_num_queries
):
    share(deck, user=rep, with_user=other_rep)
    for number in range(8):
        post(sales_lead, "comment", deck, text=f"Remark {number}")
    client = signed_in(rep)
    address = reverse("teamwork:team", args=[deck.pk])
    client.get(address)
    with django_assert_max_num_queries(26):
        client.get(address)
