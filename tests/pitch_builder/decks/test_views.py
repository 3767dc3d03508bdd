"""The storyboard's addresses: what they show, what they change, whom they refuse."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from pitch_builder.decks.models import Deck
from pitch_builder.decks.services import add_own_slide
from tests.factories.personas import AccountFactory, DealFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template

pytestmark = pytest.mark.django_db


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def asset():
    return case_study_with_slides()


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset, title="Less for {{account}}")


@pytest.fixture
def browser(rep):
    return logged_in(rep)


def to(name, deck, *args):
    return reverse(f"decks:{name}", args=[deck.pk, *args])


def slide_ids(deck):
    return list(deck.deck_slides.order_by("sort_order").values_list("pk", flat=True))


def test_the_storyboard_shows_each_slide_and_says_what_is_wrong(browser, deck, asset):
    page = soup(browser.get(to("storyboard", deck)))
    assert f"Less for {deck.account.name}" in page.find("h1").text
    assert len(page.select("[data-slide]")) == 3
    drawn = page.select_one("[data-slide] t-slide template")
    assert "It saves" in drawn.decode_contents()
    asset.unpublish()
    card = soup(browser.get(to("board", deck))).select("[data-slide]")[0]
    assert "Withdrawn" in card.text
    assert "is not published" in card.text


def test_the_storyboard_asks_the_same_for_many_slides(
    browser, rep, deck, django_assert_max_num_queries
):
    browser.get(to("board", deck))
    for _more in range(4):
        from pitch_builder.decks.services import add_slides

        add_slides(deck, user=rep, asset=case_study_with_slides().asset_ptr)
    # session, user, profile and groups; deck and its people; slides, assets, facts; brand; contact
    with django_assert_max_num_queries(20):
        browser.get(to("board", deck))


@pytest.mark.parametrize(
    "name",
    ["storyboard", "board", "suggestions", "details", "copy", "own_slide_new", "changes", "sheet"],
)
def test_pages_open_for_the_owner_and_do_not_exist_for_a_colleague(deck, rep, other_rep, name):
    assert logged_in(rep).get(to(name, deck)).status_code == 200
    assert logged_in(other_rep).get(to(name, deck)).status_code == 404


def test_marketing_reads_a_deck_and_changes_nothing(deck, marketer):
    client = logged_in(marketer)
    page = soup(client.get(to("storyboard", deck)))
    assert not page.select("[data-post], [data-act], [data-card-menu], [data-section-menu]")
    slides = {"slides": slide_ids(deck)[0]}
    for name, args in (("act", ("remove",)), ("place", ()), ("build", ()), ("undo", ())):
        answer = client.post(to(name, deck, *args), slides)
        assert answer.url == "/admin/"  # refused, and told so there
    assert client.get(to("own_slide_new", deck)).url == "/admin/"
    assert len(slide_ids(deck)) == 3


def test_an_asset_that_may_not_be_used_is_refused_in_words(browser, deck):
    hidden = case_study_with_slides(visibility="internal", title="For us only")
    answer = browser.post(to("add", deck), {"asset": hidden.pk})
    assert "may not stand on decks" in json.loads(answer["HX-Trigger"])["t-toast"]["text"]
    assert browser.post(to("add", deck), {"asset": "x"}).status_code == 400
    assert browser.post(to("add", deck), {"asset": 10**9}).status_code == 404


def test_a_deck_is_made_from_the_form(browser, rep):
    account = AccountFactory(owner=rep, name="Sennhof Dairy")
    template = make_template("Why")
    answer = browser.post(
        reverse("decks:new"),
        {"title": "For {{account}}", "account": account.pk, "template": template.pk},
    )
    made = Deck.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.shown_title, made.owner, made.template) == ("For Sennhof Dairy", rep, template)


def test_a_deck_is_made_for_a_deal_of_its_account(browser, rep, other_rep):
    account = AccountFactory(owner=rep)
    deal = DealFactory(account=account, owner=rep)
    data = {"title": "{{deal}}", "account": account.pk}
    form = soup(browser.get(f"{reverse('decks:new')}?account={account.pk}&deal={deal.pk}"))
    assert form.select_one("input[name=deal]")["value"] == str(deal.pk)
    for wrong in (DealFactory(owner=rep), DealFactory(account=account, owner=other_rep)):
        answer = browser.post(reverse("decks:new"), {**data, "deal": wrong.pk})
        assert answer.context["form"].errors.keys() == {"deal"}
    browser.post(reverse("decks:new"), {**data, "deal": deal.pk})
    assert Deck.objects.get().shown_title == deal.name


def test_the_details_offer_the_deals_of_the_account_that_a_rep_sees(browser, rep, other_rep, deck):
    mine = DealFactory(account=deck.account, owner=rep, name="Mine", state="won")
    hidden = DealFactory(account=deck.account, owner=other_rep, name="Hidden")
    DealFactory(owner=rep, name="Other account")

    def offered() -> list[str]:
        options = soup(browser.get(to("details", deck))).select("select[name=deal] option")
        return [option.text.strip() for option in options if option["value"]]

    assert offered() == ["Mine (Won)"]
    browser.post(to("details", deck), {"title": deck.title, "deal": mine.pk})
    deck.refresh_from_db()
    assert deck.deal == mine
    assert "Mine" in soup(browser.get(to("storyboard", deck))).select_one(".sb__title").text
    answer = browser.post(to("details", deck), {"title": deck.title, "deal": hidden.pk})
    assert "deal" in answer.context["form"].errors
    Deck.objects.filter(pk=deck.pk).update(deal=hidden)  # by a lead
    assert offered() == ["Hidden (Open)", "Mine (Won)"]


def test_a_copy_is_made_from_the_form(browser, rep, deck):
    account = AccountFactory(owner=rep, name="Sennhof Dairy")
    browser.post(to("copy", deck), {"title": deck.title, "account": account.pk})
    made = Deck.objects.get(account=account)
    assert made.shown_title == "Less for Sennhof Dairy"
    assert made.deck_slides.count() == 3


def test_marketing_has_no_form_for_decks(marketer):
    assert logged_in(marketer).get(reverse("decks:new")).url == "/admin/"


def test_a_found_asset_goes_to_a_deck_of_choice(browser, rep, asset):
    deck = make_deck(rep)
    address = f"{reverse('decks:choose')}?asset={asset.pk}"
    assert deck.shown_title in soup(browser.get(address)).text
    browser.post(address, {"deck": deck.pk})
    assert deck.deck_slides.count() == 3
    assert browser.post(address, {"deck": "x"}).status_code == 404


@pytest.mark.parametrize("odd", ["x", "", "-1", "9" * 40, "²", "1.5"])
def test_odd_numbers_in_addresses_are_no_error(browser, odd):
    assert browser.get(reverse("decks:choose"), {"asset": odd}).status_code == 404
    assert browser.get(reverse("decks:new"), {"account": odd, "prospect": odd}).status_code == 200


def test_a_deck_without_a_pdf_has_none_to_open(browser, deck):
    assert browser.get(to("pdf", deck)).status_code == 404


def test_the_list_shows_decks_with_their_filled_titles(browser, rep, deck):
    add_own_slide(deck, user=rep, block_type="quote", raw={"quote": "<p>x</p>", "name": "y"})
    page = soup(browser.get(reverse("deck:index")))
    assert f"Less for {deck.account.name}" in page.find("main").text
    assert "Not built yet" in page.find("main").text


def test_a_found_asset_is_kept_on_the_way_to_a_new_deck(browser, rep, asset):
    choose = soup(browser.get(reverse("decks:choose"), {"asset": asset.pk}))
    link = choose.find("a", string="New deck")["href"]
    assert asset.title in soup(browser.get(link)).select_one(".help-info").text
    response = browser.post(link, {"title": "New", "account": AccountFactory(owner=rep).pk})
    made = Deck.objects.get(title="New")
    assert response.url == made.get_absolute_url()
    assert set(made.deck_slides.values_list("asset", flat=True)) == {asset.pk}
