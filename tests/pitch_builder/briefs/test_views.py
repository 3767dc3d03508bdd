"""The screen of a brief: who opens it, what it shows, how it makes the deck, what it keeps."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from pitch_builder.briefs.drafting import Brief, Choose, draft
from pitch_builder.briefs.making import make_deck
from pitch_builder.decks.alternatives import alternatives_of
from pitch_builder.decks.models import Deck
from search.errors import ModelMissing
from tests.factories.personas import AccountFactory
from tests.pitch_builder.briefs.conftest import BRIEF
from tests.soup import values

pytestmark = pytest.mark.django_db

HERE = "/admin/brief/"


@pytest.fixture
def browser(rep):
    client = Client()
    client.force_login(rep)
    return client


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def form_of(page: BeautifulSoup) -> dict[str, str]:
    """What the browser would send with "Make the deck"."""
    form = page.select_one("form.bf__draft")
    sent = {
        field["name"]: field.get("value", "")
        for field in form.select("input[type=hidden], input[type=text]")
        if field.get("name")
    }
    return sent | {one["name"]: one["value"] for one in form.select("input[type=radio][checked]")}


def test_before_anything_is_said_the_screen_teaches(browser, library, cfo):
    page = soup(browser.get(HERE))
    assert page.select_one("textarea[name=words]")
    example = page.select_one(".bf__examples a")
    assert cfo.name in example.text
    assert page.select_one("form.bf__draft") is None
    drafted = soup(browser.get(HERE + example["href"]))
    assert drafted.select("form.bf__draft .bf__part")


def test_the_storyline_stands_with_slides_reasons_and_alternatives(browser, library, template):
    page = soup(browser.get(HERE, {"words": BRIEF}))
    assert "Storyline of “First meeting”" in page.text
    parts = [part.h3.span.text for part in page.select(".bf__part")]
    assert parts == ["What goes wrong", "One story", "Next step"]
    place = page.select_one("fieldset.bf__place")
    options = place.select(".bf__option")
    assert len(options) == 3
    assert [option.input.has_attr("checked") for option in options] == [True, False, False]
    for option in options:
        assert option.select_one("t-slide template") and option.select_one(".bf__why").text
    assert "Locked: comes with the template." in page.select_one(".bf__place--start").text


def test_the_storyline_wears_the_look_of_its_template(browser, library, template):
    def style() -> str:
        return soup(browser.get(HERE, {"words": BRIEF})).select_one(".bf")["data-style"]

    assert "Vector Display" not in style()
    template.theme = "vector"
    template.save()
    assert "Vector Display" in style()


def test_what_was_understood_can_be_taken_away_and_corrected(browser, library):
    page = soup(browser.get(HERE, {"words": BRIEF}))
    pills = {pill.select_one("b").text: pill.a["href"] for pill in page.select(".w-pill")}
    assert set(pills) == {"Chief financial officer", "Notice", "Cold storage", "energy at night"}
    without = soup(browser.get(HERE + pills["Cold storage"]))
    assert "Cold storage" not in {pill.select_one("b").text for pill in without.select(".w-pill")}
    assert without.select_one("input[name=not][value='industry:cold-storage']")
    assert without.select_one("#id_industry option").text == "Not known"
    chosen = soup(browser.get(HERE, {"words": BRIEF, "industry": "metals"}))
    assert chosen.select_one("#id_industry option[selected]")["value"] == "metals"
    assert "Cold storage" not in {pill.select_one("b").text for pill in chosen.select(".w-pill")}


def test_the_deck_is_made_as_it_was_shown_and_chosen(browser, library, template, account):
    page = soup(browser.get(HERE, {"words": BRIEF, "account": account.pk}))
    sent = form_of(page)
    place = page.select_one("fieldset.bf__place")
    other = place.select(".bf__option input")[1]
    sent[other["name"]] = other["value"]
    response = browser.post(HERE, sent)
    deck = Deck.objects.get()
    assert response.url == deck.get_absolute_url()
    assert deck.account == account and deck.template == template
    asset, block = other["value"].split(":")
    assert deck.deck_slides.filter(asset=asset, block_id=block).exists()
    story = soup(browser.get(deck.get_absolute_url()))
    assert "The deck is made." in story.text
    assert story.select("[data-slide] .bf__about")


def test_what_is_missing_is_said_and_everything_is_kept(browser, library):
    page = soup(browser.get(HERE, {"words": BRIEF}))
    sent = form_of(page) | {"title": "A title of mine"}
    other = page.select_one(".bf__option input:not([checked])")
    sent[other["name"]] = other["value"]
    again = soup(browser.post(HERE, sent))
    assert not Deck.objects.exists()
    assert "a deck is for somebody" in again.text
    assert again.select_one("[name=title]")["value"] == "A title of mine"
    assert again.select_one("textarea[name=words]").text.strip() == BRIEF
    checked = again.select_one(f"input[name='{other['name']}'][checked]")
    assert checked["value"] == other["value"]


def test_without_search_the_words_are_kept_and_the_way_out_is_said(browser, library, monkeypatch):
    def fails(*args, **kwargs):
        raise ModelMissing("no model")

    monkeypatch.setattr("pitch_builder.briefs.understanding.present", fails)
    page = soup(browser.get(HERE, {"words": BRIEF}))
    assert page.select_one("textarea[name=words]").text.strip() == BRIEF
    assert "prepare_model" in page.select_one("[role=alert]").text


def test_a_brief_about_something_else_says_so_and_makes_nothing(browser, library):
    page = soup(browser.get(HERE, {"words": "zeppelin hangars"}))
    assert "No slide speaks to “zeppelin hangars”." in page.text
    assert page.select_one("form.bf__draft button[type=submit]").has_attr("disabled")


def test_only_those_who_make_decks_open_it(library, rep, sales_lead, marketer, outsider):
    codes = {}
    for user in (rep, sales_lead, marketer, outsider):
        client = Client()
        client.force_login(user)
        codes[user.username] = client.get(HERE, {"words": BRIEF}).status_code
    assert codes == {"rep": 200, "sales_lead": 200, "marketer": 302, "outsider": 302}


def test_nobody_elses_prospect_can_be_drafted_for(browser, library, joan, other_rep):
    joan.owner = other_rep
    joan.save()
    page = soup(browser.get(HERE, {"words": BRIEF, "prospect": joan.pk}))
    assert page.select_one("form.bf__draft") is None
    assert "Threlkeld" not in page.text
    assert "This prospect is not yours" in page.select_one("[role=alert]").text
    assert soup(browser.get(HERE, {"words": BRIEF, "prospect": "x"})).select_one("[role=alert]")


def test_the_ways_in(browser, library, joan, account):
    assert soup(browser.get("/admin/")).select_one(f"form.hm__brief[action='{HERE}']")
    assert soup(browser.get(reverse("deck:index"))).select_one(f"a[href='{HERE}']")
    for name, row in (("prospect", joan), ("account", account)):
        page = soup(browser.get(reverse(f"{name}:inspect", args=[row.pk])))
        link = page.select_one(f"a[href^='{HERE}']")
        assert link["href"] == f"{HERE}?{name}={row.pk}"
    drafted = soup(browser.get(HERE, {"prospect": joan.pk}))
    assert drafted.select_one("[name=for_account]")["value"] == str(account.pk)


def test_the_screen_asks_a_few_times_for_each_part(
    browser, library, template, django_assert_max_num_queries
):
    browser.get(HERE, {"words": BRIEF})
    # session, user, groups; the form's choices; drafting; drawing and the brand
    with django_assert_max_num_queries(48):
        browser.get(HERE, {"words": BRIEF})


def test_on_the_storyboard_a_place_shows_its_other_slides_and_swaps(browser, library, rep, joan):
    found = draft(Brief(BRIEF, template=Choose.OWN), user=rep)
    deck = make_deck(found, user=rep, account=joan.account).deck
    slide = next(slide for slide in deck.deck_slides.all() if alternatives_of(slide))
    board = soup(browser.get(reverse("decks:board", args=[deck.pk])))
    about = board.select_one(f"[data-slide='{slide.pk}'] .bf__about")
    assert slide.reason in about.text
    others = soup(browser.get(about["hx-get"]))
    assert len(others.select("t-slide")) == len(alternatives_of(slide))
    other = alternatives_of(slide)[0]
    url = reverse("briefs:swap", args=[deck.pk, slide.pk])
    form = others.select("form[data-put]")[0]
    assert form["action"] == url
    sent = values(form) | {"token": "one"}
    assert sent["block"] == other.block_id
    answer = browser.post(url, sent)
    card = soup(answer).select_one(f"#board [data-slide='{slide.pk}']")
    assert card["data-title"] == other.title
    toast = json.loads(answer["HX-Trigger"])["t-toast"]
    assert "swapped for" in toast["text"] and "/undo/?change=" in toast["undo"]
    slide.refresh_from_db()
    assert slide.block_id == other.block_id
    assert browser.post(url, sent).status_code == 200  # the same request again does nothing
    assert browser.post(url, {"asset": "x"}).status_code == 400
    refused = browser.post(url, {"asset": other.asset_id, "block": "none"})
    assert refused.status_code == 409 and "to choose from by now" in refused.content.decode()


def test_a_colleagues_deck_is_not_there_and_marketing_swaps_nothing(
    library, rep, other_rep, marketer
):
    found = draft(Brief(BRIEF, template=Choose.OWN), user=rep)
    deck = make_deck(found, user=rep, account=AccountFactory(owner=rep)).deck
    slide = next(slide for slide in deck.deck_slides.all() if alternatives_of(slide))
    other = alternatives_of(slide)[0]
    sent = {"asset": other.asset_id, "block": other.block_id}
    for user, code in ((other_rep, 404), (marketer, 302)):
        client = Client()
        client.force_login(user)
        url = reverse("briefs:swap", args=[deck.pk, slide.pk])
        assert client.post(url, sent).status_code == code
    slide.refresh_from_db()
    assert slide.block_id != other.block_id
