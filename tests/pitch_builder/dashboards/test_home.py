"""The first screen of reps and of their lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.facts.models import Fact
from personas.engagement.enums import Grade
from personas.engagement.services import record
from pitch_builder.builds.freshness import Reason
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.dashboards.decks import reason_words
from pitch_builder.enums import ReasonCode
from pitch_builder.rooms.events import slide_event
from pitch_builder.rooms.models import RoomLink, Visit
from tests.factories.pitch import case_study_with_slides, make_deck, make_template
from tests.factories.rooms import make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    def get(user):
        client.force_login(user)
        response = client.get("/admin/")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


def card(page, name):
    return page.select_one(f'[data-card="{name}"]')


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def visited(room, user, grade="human", when=None, **person):
    link = make_link(room, user, **person)
    when = when or timezone.now()
    return Visit.objects.create(
        link=link, key="a", grade=grade, visible_ms=53_000, started_at=when, last_seen_at=when
    )


@pytest.fixture
def sent(rep):
    """A built deck in a room of the rep."""
    deck = make_deck(rep, case_study_with_slides(title="Harrow"), title="The Harrow deck")
    build_now(deck, user=rep)
    return make_room(rep, deck=deck)


def change_the_fact() -> None:
    fact = Fact.objects.get()
    fact.value = 71
    fact.save_revision().publish()


def test_a_real_visit_stands_there_with_attention_and_its_room(home, rep, sent):
    visit = visited(sent, rep, first_name="Rosa", last_name="Lind")
    build = Build.objects.get()
    shared = {
        "grade": Grade.HUMAN,
        "prospect_id": visit.link.prospect_id,
        "account_id": sent.account_id,
        "context": visit.link,
    }
    record(
        [
            slide_event(
                build, build.manifest.slides[n], visit=visit, key=f"s{n}", dwell_ms=ms, **shared
            )
            for n, ms in ((0, 2000), (1, 30_000))
        ]
    )
    page = home(rep)
    row = card(page, "visits").select_one("tbody tr")
    assert words(row.select_one(".hm__what a")) == "Rosa Lind"
    assert "Slide 2: 30 seconds" in row.select_one("svg.t-att")["aria-label"]
    assert "53 s" in words(row)
    assert "Longest on slide 2, stopped after 2 of" in words(row)
    assert row.select_one("a.button")["href"] == sent.get_absolute_url()
    assert "One person opened a room since yesterday." in words(page.select_one(".hm__greeting p"))


@pytest.mark.parametrize("grade", ["scanner", "internal"])
def test_scanners_and_colleagues_are_no_visit(home, rep, sent, grade):
    visited(sent, rep, grade=grade)
    assert not card(home(rep), "visits").select("tbody tr")


def test_visits_before_yesterday_are_over(home, rep, sent):
    visited(sent, rep, when=timezone.now() - timedelta(days=3))
    assert "No visit since yesterday" in words(card(home(rep), "visits"))


def test_a_rep_sees_their_own_and_a_lead_the_teams(home, rep, other_rep, sales_lead, sent):
    visited(sent, rep)
    assert not card(home(other_rep), "visits").select("tbody tr")
    row = card(home(sales_lead), "visits").select_one("tbody tr")
    assert "Rep Example" in words(row)


def test_an_outdated_deck_says_what_changed_and_to_how_many_it_was_sent(home, rep, sent):
    make_link(sent, rep)
    assert "Every deck is current" in words(card(home(rep), "outdated"))
    change_the_fact()
    row = card(home(rep), "outdated").select_one("li")
    assert "was 68\u00a0%, is now 71\u00a0%" in row.select_one(".hm__say").get_text()
    assert "Sent to 1 person." in words(row)
    assert row.select_one(".t-badge").get_text(strip=True) == "Outdated"


def test_one_click_builds_it_anew(client, home, rep, sent):
    change_the_fact()
    form = card(home(rep), "outdated").select_one("form")
    response = client.post(form["action"])
    assert response["Location"] == sent.items.get().deck.get_absolute_url()
    assert Build.objects.count() == 2


def test_a_withdrawn_slide_cannot_be_built_away(home, rep, sent):
    from cms.assets.models import Asset

    Asset.objects.get(title="Harrow").unpublish()
    row = card(home(rep), "outdated").select_one("li")
    assert row.select_one(".t-badge").get_text(strip=True) == "Withdrawn"
    assert not row.select_one("form")
    assert "Open deck" in words(row.select_one("a.button"))


def test_another_reps_deck_cannot_be_built(client, other_rep, sent):
    client.force_login(other_rep)
    url = reverse("home_build", args=[sent.items.get().deck_id])
    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 405


def test_links_that_end_within_two_weeks_stand_there(home, rep, sent):
    soon, later = make_link(sent, rep), make_link(sent, rep, first_name="Ivo")
    RoomLink.objects.filter(pk=soon.pk).update(expires_at=timezone.now() + timedelta(days=3))
    RoomLink.objects.filter(pk=later.pk).update(expires_at=timezone.now() + timedelta(days=60))
    (row,) = card(home(rep), "links").select("li")
    assert "Rosa" in words(row)
    assert "3 days" in words(row)
    assert "t-meter--warn" in row.progress["class"]
    assert row.a["href"] == sent.get_absolute_url()


def test_a_deck_without_a_pdf_stands_there_by_its_own_name(home, rep):
    deck = make_deck(rep, title="First look for {{account}}")
    (row,) = card(home(rep), "unbuilt").select("li")
    assert row.a.text == f"First look for {deck.account.name}"
    assert row.a["href"] == deck.get_absolute_url()


def test_marketing_has_no_cards_of_sales_and_sales_none_of_marketing(home, marketer, rep):
    assert not card(home(marketer), "visits")
    assert not card(home(rep), "coverage")


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_words(code):
    assert reason_words(Reason(code, "Less energy", "68 %", "71 %"))


def test_the_queries_do_not_grow_with_rooms_and_decks(
    client, sales_lead, rep, django_assert_max_num_queries
):
    def more(count):
        for number in range(count):
            make_deck(rep, title=f"Begun {number}")
            deck = make_deck(rep, case_study_with_slides(), title=f"Deck {number}")
            build_now(deck, user=rep)
            room = make_room(rep, deck=deck)
            visited(room, rep)
            RoomLink.objects.update(expires_at=timezone.now() + timedelta(days=3))

    more(1)
    client.force_login(sales_lead)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    count = len(few)
    more(5)
    client.get("/admin/")  # reads slides that this process has not seen since they went live
    with django_assert_max_num_queries(count):
        client.get("/admin/")


def test_a_deck_that_waits_for_approval_stands_first_for_leads_who_may_decide(
    home, rep, other_rep, sales_lead, marketing_lead
):
    template = make_template("Why")
    template.needs_approval = True
    template.save()
    assert card(home(sales_lead), "approvals") is None
    deck = make_deck(rep, case_study_with_slides(), template=template)
    build_now(deck, user=rep)
    for lead in (sales_lead, marketing_lead):
        page = home(lead)
        assert "One deck waits for your approval." in words(page)
        found = card(page, "approvals")
        assert found.select_one("a.button")["href"] == f"/admin/deck/{deck.pk}/team/"
        assert "5 slides, asked by" in words(found)
    for user in (rep, other_rep):
        assert card(home(user), "approvals") is None
