"""Suggestions for a deck: for its persona and stage, explained, logged when they are taken."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.brand.themes import FOLIO, VECTOR
from cms.recommendations.models import RecommendationBatch, RecommendationOutcome
from pitch_builder.decks.suggesting import suggest
from pitch_builder.rooms import links, services
from pitch_builder.rooms.models import RoomItem
from search import services as search
from tests.factories.cms import ArticleFactory, CaseStudyFactory, block
from tests.factories.personas import JourneyStageFactory, PersonaFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def cfo():
    return PersonaFactory(name="CFO", pains="Energy of cold stores, and its bill")


@pytest.fixture
def stage():
    return JourneyStageFactory(name="Compare", buyer_question="What does a cold store save?")


@pytest.fixture
def assets(cfo, stage):
    """On the deck; made for its reader; for others; without slides."""
    made = [
        case_study_with_slides(title="Cold store on the deck"),
        case_study_with_slides(title="Cold store for the CFO", personas=[cfo], stages=[stage]),
        case_study_with_slides(title="Cold store for others", personas=[PersonaFactory()]),
        ArticleFactory(title="Cold store without slides", personas=[cfo]),
    ]
    search.rebuild()
    return made


@pytest.fixture
def deck(rep, assets, cfo, stage):
    return make_deck(rep, assets[0], persona=cfo, stage=stage)


def test_it_suggests_what_is_made_for_the_reader_and_not_on_the_deck(deck, rep):
    found = suggest(deck, user=rep)
    titles = [one.asset.title for one in found.results]
    assert titles[0] == "Cold store for the CFO" or found.results[0].why.explored
    assert "Cold store on the deck" not in titles
    assert "Cold store without slides" not in titles
    batch = RecommendationBatch.objects.get(pk=found.batch)
    assert (batch.place, batch.about, batch.user) == ("deck", f"deck:{deck.pk}", rep)


def test_a_sections_question_is_asked(deck, rep):
    template = make_template("Proof")
    section = template.sections.get()
    section.query = "We stopped arguing about whose fault it was"
    found = suggest(deck, section=section, user=rep)
    words = [term.text for term in found.results[0].why.terms if term.name == "words"]
    assert "arguing" in words[0]


def test_what_is_typed_is_answered_and_not_logged(deck):
    found = suggest(deck, words="cold store")
    assert found.results and found.batch is None
    assert not RecommendationBatch.objects.exists()


def test_the_storyboard_explains_each_and_notes_what_is_taken_and_sent(client, deck, rep, assets):
    client.force_login(rep)
    page = BeautifulSoup(
        client.get(reverse("decks:storyboard", args=[deck.pk])).content, "html.parser"
    )
    card = page.select_one(".sb__suggestion")
    ledger = card.select_one(".rc__ledger")
    assert "Why this?" in ledger.summary.text
    points = [int(cell.text.split()[0]) for cell in ledger.select("tbody td")]
    assert sum(points) == int(ledger.select_one("tfoot td").text.split()[0])
    form = {name: card[f"data-{name}"] for name in ("asset", "reason", "batch")}
    client.post(reverse("decks:add", args=[deck.pk]), form)
    outcome = RecommendationOutcome.objects.get()
    assert outcome.what == "on_deck" and str(outcome.item.asset_id) == form["asset"]
    room = services.create_room(user=rep, title="For you", account=deck.account)
    RoomItem.objects.create(room=room, deck=deck, title=deck.title)
    links.create_link(room, user=rep, prospect=ProspectFactory(account=deck.account, owner=rep))
    assert set(RecommendationOutcome.objects.values_list("what", flat=True)) == {"on_deck", "sent"}


def test_suggestions_ask_the_same_for_many(client, deck, rep, django_assert_max_num_queries):
    client.force_login(rep)
    url = reverse("decks:suggestions", args=[deck.pk])
    client.get(url)
    # session, user, groups, deck and its people, its slides; assets to judge; assets to show
    with django_assert_max_num_queries(12):
        client.get(url)


def test_without_search_tags_still_suggest_and_typed_words_say_why_not(
    client, deck, rep, monkeypatch
):
    from search.errors import StoreUnavailable

    def fails(*args, **kwargs):
        raise StoreUnavailable("down")

    monkeypatch.setattr("cms.recommendations.candidates.search.search", fails)
    assert [one.asset.title for one in suggest(deck, user=rep).results] == [
        "Cold store for the CFO"
    ]
    client.force_login(rep)
    url = reverse("decks:suggestions", args=[deck.pk])
    assert client.get(url, {"q": "cold"}).status_code == 200


def test_what_is_offered_is_drawn_in_the_decks_own_look(client, rep):
    row = block("item", {"label": "Wakefield", "value": 7})
    chart = block("chart", {"title": "Idling by depot", "kind": "bar", "rows": [row]})
    asset = CaseStudyFactory(slides=[chart])
    template = make_template("Proof")
    deck = make_deck(rep, template=template)
    client.force_login(rep)
    named = f"{asset.pk}:{asset.slides[0].id}"

    def drawing() -> str:
        address = reverse("decks:drawings", args=[deck.pk])
        return client.get(address, {"slide": named}).json()[named]

    assert FOLIO.colours.accent in drawing()
    template.theme = "vector"
    template.save()
    assert VECTOR.colours.accent in drawing()
    assert FOLIO.colours.accent not in drawing()
