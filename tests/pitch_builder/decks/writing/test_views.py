"""The editor of a slide: the form, drafts while typing, the way to the deck."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.slides.blocks import SlidesBlock
from pitch_builder.decks.writing.models import SlideDraft
from pitch_builder.decks.writing.services import change_slide
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.pitch_builder.decks.writing.forms import bullets_form, quote_form, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides())


@pytest.fixture
def quote(deck):
    return deck.deck_slides.order_by("sort_order").last()


@pytest.fixture
def browser(client, rep):
    client.force_login(rep)
    return client


def to(name, deck, *args):
    return reverse(f"decks:{name}", args=[deck.pk, *args])


def page(response) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def test_a_slide_of_ones_own_is_written_and_changed(browser, deck):
    answer = browser.post(to("own_slide_new", deck), quote_form("It held.", section="Proof"))
    slide = deck.deck_slides.get(block_id="")
    assert answer.url == f"{deck.get_absolute_url()}#slide-{slide.pk}"
    assert (slide.section, slide.title) == ("Proof", "It held.")
    assert "It held." in str(page(browser.get(to("own_slide", deck, slide.pk))))
    browser.post(to("own_slide", deck, slide.pk), quote_form("It held all summer."))
    slide.refresh_from_db()
    assert slide.title == "It held all summer."
    assert deck.deck_slides.count() == 4


def test_an_empty_own_slide_is_asked_for_again(browser, deck):
    answer = browser.post(to("own_slide_new", deck), {"own-count": "0"})
    assert "Choose a layout, and write the slide." in page(answer).text
    assert deck.deck_slides.count() == 3


def test_an_empty_own_slide_offers_every_layout_with_an_example(browser, deck):
    offered = page(browser.get(to("own_slide_new", deck))).select(".se__layouts button")
    assert [button["value"] for button in offered] == list(SlidesBlock().child_blocks)
    assert all(button.select_one("t-slide template").select(".slide") for button in offered)


def test_a_chosen_layout_begins_a_slide_and_keeps_nothing_yet(browser, deck):
    chosen = browser.get(to("own_slide_new", deck), {"layout": "quote", "section": "Proof"})
    assert [block.block_type for block in chosen.context["form"].instance.own] == ["quote"]
    shown = page(chosen)
    assert "An example" in shown.select_one("#se-slide").text
    assert shown.select_one("#se-form [name=section]")["value"] == "Proof"
    assert not SlideDraft.objects.exists()


def test_a_layout_does_not_write_over_a_draft(browser, deck):
    kept = browser.post(to("own_slide_draft", deck), quote_form("It held.", number="4")).json()
    asked = {"layout": "chart", "draft": kept["draft"]}
    chosen = browser.get(to("own_slide_new", deck), asked)
    assert [block.block_type for block in chosen.context["form"].instance.own] == ["quote"]


def test_an_unknown_layout_is_none(browser, deck):
    chosen = browser.get(to("own_slide_new", deck), {"layout": "hologram"})
    assert len(chosen.context["form"].instance.own) == 0
    assert page(chosen).select(".se__layouts button")


def test_marketings_slide_has_its_layout(browser, deck, quote):
    assert not page(browser.get(to("own_slide", deck, quote.pk))).select(".se__layouts")


def test_a_copy_of_marketings_slide_is_edited(browser, deck, quote):
    shown = page(browser.get(to("own_slide", deck, quote.pk)))
    assert "Marketing's slide stays as it is" in shown.text
    assert "arguing" in shown.select_one("#se-slide template").decode_contents()
    browser.post(to("own_slide", deck, quote.pk), quote_form("It held."))
    quote.refresh_from_db()
    assert quote.is_edited and quote.title == "It held."


def test_while_typing_the_slide_is_kept_and_shown(browser, deck, quote):
    form = quote_form("It held for {{account}}.", slide=quote.pk, version=0)
    answer = browser.post(to("own_slide_draft", deck), form).json()
    assert f"It held for {deck.account.name}." in answer["html"]
    draft = SlideDraft.objects.get()
    assert (answer["draft"], answer["version"], len(answer["saved"])) == (draft.pk, 1, 5)
    quote.refresh_from_db()
    assert not quote.is_edited
    again = page(browser.get(to("own_slide", deck, quote.pk)))
    assert again.select_one("[name=draft]")["value"] == str(draft.pk)
    assert "not on the deck yet" in again.text
    card = page(browser.get(to("board", deck))).select_one(f"#slide-{quote.pk}")
    assert "Your draft of" in card.text


def test_a_new_slide_that_is_not_finished_waits_on_the_board(browser, deck):
    form = quote_form("It held.", section="", version=0)
    draft = browser.post(to("own_slide_draft", deck), form).json()["draft"]
    begun = page(browser.get(to("board", deck))).select_one(".sb__begun")
    assert "It held." in begun.text
    address = begun.a["href"]
    assert "It held." in page(browser.get(address)).select_one("#se-slide").decode_contents()
    browser.post(address, quote_form("It held.", draft=draft))
    assert deck.deck_slides.count() == 4
    assert not SlideDraft.objects.exists()


def test_too_long_is_said_by_the_pdf_engine(browser, deck):
    form = quote_form("It held all summer and all winter long. " * 30, version=0)
    answer = browser.post(to("own_slide_draft", deck), form).json()
    assert any("Too long" in notice for notice in answer["notices"])


def test_what_is_lacking_is_said_beside_the_rest(browser, deck):
    form = {**bullets_form(("One", "a"), ("", "")), "version": "0"}
    answer = browser.post(to("own_slide_draft", deck), form).json()
    assert answer["notices"] == ["Heading: Give a heading or a text."]
    assert "Three things" in answer["html"]
    assert SlideDraft.objects.get().title == "Three things change"


def test_nothing_is_kept_of_an_empty_page(browser, deck):
    answer = browser.post(to("own_slide_draft", deck), {"own-count": "0", "number": "2"})
    assert answer.json() == {}
    assert not SlideDraft.objects.exists()


def test_two_windows_choose_and_both_versions_are_kept(browser, deck, quote):
    def post(words, **fields):
        form = quote_form(words, slide=quote.pk, **fields)
        return browser.post(to("own_slide_draft", deck), form)

    post("In the first", version=0)
    answer = post("In the second", version=0)
    assert answer.status_code == 409
    assert "In the first" in answer.json()["html"]
    assert post("In the second", version=0, take="mine").json()["version"] == 2
    assert SlideDraft.objects.get(set_aside=False).title == "In the second"
    assert SlideDraft.objects.get(set_aside=True).title == "In the first"
    assert post("In the third", version=0).status_code == 409
    assert post("In the third", version=0, take="theirs").json()["reload"]
    aside = set(SlideDraft.objects.filter(set_aside=True).values_list("title", flat=True))
    assert aside == {"In the first", "In the third"}
    kept = SlideDraft.objects.get(title="In the third")
    shown = page(browser.get(to("own_slide", deck, quote.pk)))
    assert len(shown.select(".se__aside li")) == 2
    browser.post(to("own_slide_back", deck, kept.pk))
    assert SlideDraft.objects.get(set_aside=False).title == "In the third"


def test_a_slide_that_a_colleague_changed_since_asks_which_to_take(
    browser, sales_lead, deck, quote
):
    browser.post(to("own_slide", deck, quote.pk), quote_form("First."))
    opened = page(browser.get(to("own_slide", deck, quote.pk)))
    seen = opened.select_one("[name=seen]")["value"]
    quote.refresh_from_db()
    change_slide(quote, user=sales_lead, stream=stream("Theirs"))
    answer = page(browser.post(to("own_slide", deck, quote.pk), quote_form("Mine.", seen=seen)))
    notice = answer.select_one(".se__conflict")
    assert "Sales Example" in notice.text
    assert "Theirs" in notice.find("template").decode_contents()
    assert "Mine." in str(answer.select_one("#panel-own-content, form"))
    browser.post(to("own_slide", deck, quote.pk), quote_form("Mine.", seen=seen, take="mine"))
    quote.refresh_from_db()
    assert quote.title == "Mine."


def test_a_draft_is_let_go(browser, deck, quote):
    form = quote_form("It held.", slide=quote.pk, version=0)
    draft = browser.post(to("own_slide_draft", deck), form).json()["draft"]
    assert browser.post(to("own_slide_drop", deck, draft)).url == deck.get_absolute_url()
    assert not SlideDraft.objects.exists()


def test_nobody_reads_or_drops_the_draft_of_another(browser, client, sales_lead, deck, quote):
    form = quote_form("Secret.", slide=quote.pk, version=0)
    draft = browser.post(to("own_slide_draft", deck), form).json()["draft"]
    client.force_login(sales_lead)
    assert "Secret." not in str(page(client.get(to("own_slide", deck, quote.pk))))
    assert "Secret." not in str(page(client.get(f"{to('own_slide_new', deck)}?draft={draft}")))
    assert client.post(to("own_slide_drop", deck, draft)).status_code == 404
    assert client.post(to("own_slide_back", deck, draft)).status_code == 404


def test_marketing_and_colleagues_write_nothing(client, marketer, other_rep, deck, quote):
    form = quote_form("x", slide=quote.pk, version=0)
    for user, expected in ((marketer, 302), (other_rep, 404)):
        client.force_login(user)
        for url in (to("own_slide", deck, quote.pk), to("own_slide_draft", deck)):
            assert client.post(url, form).status_code == expected
    assert not SlideDraft.objects.exists()


@pytest.mark.parametrize("field", ["number", "version", "take", "slide"])
def test_a_draft_that_cannot_be_read_is_refused(browser, deck, field):
    form = quote_form("x", **{"version": 0, field: "x"})
    assert browser.post(to("own_slide_draft", deck), form).status_code == 400
