"""The page of weights, its versions, the log, and "more like this": who sees and does what."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.errors import ContentError, NotAllowed
from cms.recommendations import versions
from cms.recommendations.models import (
    Kept,
    RecommendationBatch,
    RecommendationOutcome,
    RecommendationWeights,
)
from cms.recommendations.services import Place, What, log_taken, recommend
from cms.recommendations.weights import DEFAULTS, Weights
from personas.access.services import ensure_groups

pytestmark = pytest.mark.django_db

PAGE = "recommendations:weights"


@pytest.fixture(autouse=True)
def _rights():
    ensure_groups()


def see(client, user, name, *args, **query):
    client.force_login(user)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def typed(reason="Because", **changes):
    return {**DEFAULTS.as_dict(), "reason": reason, **changes}


# --- Versions -------------------------------------------------------------------------
def test_each_change_is_a_version_and_an_old_one_can_be_put_back(marketing_lead):
    assert versions.in_force() == versions.InForce(0, DEFAULTS)
    first = versions.change({**DEFAULTS.as_dict(), "outcome": 30}, user=marketing_lead, reason="a")
    versions.change({"outcome": 40}, user=marketing_lead, reason="b")
    assert versions.in_force().weights.outcome == 40
    third = versions.restore(1, user=marketing_lead)
    assert third.number == 3 and third.weights == first.weights
    assert versions.restore(0, user=marketing_lead).weights == DEFAULTS
    assert [row.made_by for row in RecommendationWeights.objects.all()] == [marketing_lead] * 4
    with pytest.raises(Kept):
        first.save()
    with pytest.raises(ContentError):
        versions.change(DEFAULTS.as_dict(), user=marketing_lead, reason="the same")
    with pytest.raises(ContentError):
        versions.change({"outcome": 50}, user=marketing_lead, reason="  ")


@pytest.mark.parametrize("role", ["marketer", "rep", "sales_lead", "outsider"])
def test_only_leads_of_marketing_change_weights(role, request, client):
    user = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        versions.change({"outcome": 50}, user=user, reason="x")
    client.force_login(user)
    client.post(reverse(PAGE), typed(outcome=50))
    client.post(reverse("recommendations:restore", args=[0]))
    assert not RecommendationWeights.objects.exists()


def test_a_lead_changes_weights_on_the_page(marketing_lead, client):
    page = see(client, marketing_lead, PAGE)
    assert page.select_one("input[name=outcome]")["value"] == "15"
    assert "The weights were never changed" in page.text
    client.post(reverse(PAGE), typed("Rooms told us more", outcome=30))
    page = see(client, marketing_lead, PAGE)
    assert page.select_one("input[name=outcome]")["value"] == "30"
    assert "Version 1" in page.text and "Rooms told us more" in page.text
    old = see(client, marketing_lead, "recommendations:version", 0)
    assert "differs" in old.text and "Put back in force" in old.text
    client.post(reverse("recommendations:restore", args=[0]))
    assert versions.in_force() == versions.InForce(2, Weights())


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "x"},
        {"outcome": -1},
        {"trials": 0.9},
        {"reason": ""},
        dict.fromkeys(("words", "meaning", "persona", "stage", "freshness", "outcome", "seen"), 0),
    ],
)
def test_weights_that_cannot_be_used_are_said_in_words(wrong, marketing_lead, client):
    client.force_login(marketing_lead)
    response = client.post(reverse(PAGE), typed(**wrong))
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".rc__error")
    assert not RecommendationWeights.objects.exists()


@pytest.mark.parametrize("role", ["marketer", "rep", "sales_lead"])
def test_all_see_what_counts_and_only_leads_a_form(role, request, client):
    page = see(client, request.getfixturevalue(role), PAGE)
    assert "How it did" in page.text and "Leads of marketing change these" in page.text
    assert not page.select("input[name=outcome]")
    assert see(client, request.getfixturevalue(role), "recommendations:versions")


# --- What came of it ------------------------------------------------------------------
def test_the_page_says_what_came_of_lists(library, cfo, marketing_lead, client):
    page = see(client, marketing_lead, PAGE)
    assert "Nothing was recommended yet" in page.text
    made = recommend(persona=cfo, place=Place.DECK, about="deck:1")
    for what in (What.ON_DECK, What.WON):
        log_taken(made.batch, made.items[0].asset_id, what)
    came = see(client, marketing_lead, PAGE).select_one(".rc__came tbody tr")
    numbers = [str(len(made.items)), "1", "0", "0", "1"]  # shown, taken, sent, read, won
    assert [cell.text for cell in came.select("td")] == numbers


def test_the_log_filters_sorts_and_exports(library, cfo, compare, marketing_lead, client):
    made = recommend(persona=cfo, place=Place.DECK, about="deck:1")
    recommend(stage=compare, place=Place.OFFER)
    log_taken(made.batch, made.items[0].asset_id, What.ON_DECK)
    page = see(client, marketing_lead, "recommendations:log", place="deck", ordering="-taken")
    rows = page.select("table.listing tbody tr")
    assert len(rows) == 1 and "Storyboard" in rows[0].text and "CFO" in rows[0].text
    client.force_login(marketing_lead)
    answer = client.get(reverse("recommendations:log"), {"export": "csv"})
    table = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert len(table) == 3
    assert [len(row) for row in table] == [12] * 3


def test_a_rep_sees_the_lists_made_for_them(library, cfo, rep, other_rep, client):
    recommend(persona=cfo, place=Place.DECK, user=rep)
    assert len(see(client, rep, "recommendations:log").select("table.listing tbody tr")) == 1
    page = see(client, other_rep, "recommendations:log")
    assert "Nothing was recommended yet" in page.text


def test_a_list_says_what_stood_where_and_what_came_of_it(
    library, cfo, compare, rep, other_rep, client
):
    made = recommend(persona=cfo, stage=compare, place=Place.DECK, user=rep)
    log_taken(made.batch, made.items[0].asset_id, What.ON_DECK)
    page = see(client, rep, "recommendations:list", made.batch)
    rows = page.select(".rc__shown tbody tr")
    assert len(rows) == len(made.items)
    assert made.items[0].title in rows[0].text and "Put on a deck" in rows[0].text
    assert "Not taken" in rows[1].text
    client.force_login(other_rep)
    assert client.get(reverse("recommendations:list", args=[made.batch])).status_code == 404


def test_the_log_asks_the_same_for_many_lists(
    library, cfo, marketing_lead, client, django_assert_max_num_queries
):
    for number in range(6):
        recommend(persona=cfo, place=Place.DECK, about=f"deck:{number}")
    client.force_login(marketing_lead)
    client.get(reverse("recommendations:log"))
    with django_assert_max_num_queries(16):
        client.get(reverse("recommendations:log"))


# --- More like this -------------------------------------------------------------------
def test_more_like_this_names_its_terms_and_logs_what_is_opened(library, rep, client):
    page = see(client, rep, "recommendations:like", library[1].pk)
    titles = [link.text for link in page.select(".rc__like h2 a")]
    assert library[1].title not in titles and len(titles) >= 2
    ledger = page.select_one(".rc__ledger")
    assert "Why this?" in ledger.text
    points = [int(cell.text.split()[0]) for cell in ledger.select("tbody td")]
    assert sum(points) == int(ledger.select_one("tfoot td").text.split()[0])
    client.get(page.select_one(".rc__like h2 a")["href"])
    assert RecommendationOutcome.objects.get().what == What.OPENED


def test_find_content_leads_to_more_like_this(library, rep, client):
    page = see(client, rep, "library:find", q="cold store")
    link = page.find("a", href=reverse("recommendations:like", args=[library[0].pk]))
    assert "More like this" in link.text
    client.force_login(rep)
    part = client.get(link["href"], headers={"HX-Request": "true"})
    assert part.content.strip().startswith(b"<dialog")


def test_more_like_this_is_for_the_team(library, outsider, client):
    client.force_login(outsider)
    url = reverse("recommendations:like", args=[library[0].pk])
    assert client.get(url).status_code == 302
    assert not RecommendationBatch.objects.exists()


def test_more_like_this_asks_the_same_for_many(
    library, rep, client, django_assert_max_num_queries
):
    url = reverse("recommendations:like", args=[library[1].pk])
    client.force_login(rep)
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)
