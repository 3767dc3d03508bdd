"""The library: choosing, searching, showing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.assets.enums import Visibility
from cms.assets.services import save_asset
from cms.site.listing import FIRST, MOST, Asked
from search import services as search
from search.errors import StoreUnavailable
from tests.factories.cms import ArticleFactory

pytestmark = pytest.mark.django_db


def titles(page):
    return [a.text for a in page.select(".results .card-title a")]


def test_it_shows_the_newest_and_how_many(read, library):
    page = read("/library/")
    assert len(titles(page)) == FIRST
    assert page.select_one(".section-head p").text == "19 pieces"
    assert page.select_one("h2#found").text == "Newest first"
    assert page.select_one(".more a").text == "Show 6 more"
    assert len(titles(read("/library/" + page.select_one(".more a")["href"].split("#")[0]))) == 19


def test_chips_choose_by_persona_stage_and_kind(read, library):
    page = read("/library/?persona=cfo&stage=compare")
    assert page.select_one("h2#found").text == "For chief financial officer, compare, newest first"
    chosen = [a.text.strip() for a in page.select(".chip[aria-current]")]
    assert chosen == ["Chief financial officer", "Compare", "All kinds"]
    assert "3 of 19" in page.select_one(".section-head p").text
    only = read("/library/?kind=video")
    assert titles(only) == ["A night in the yard"]
    assert page.select_one("meta[name=robots]")["content"] == "noindex, follow"


def test_it_searches_in_plain_words(read, library):
    search.process_outbox()
    page = read("/library/?q=audited+year")
    assert titles(page)[0] == "The first audited year"
    assert page.select_one("input[name=q]")["value"] == "audited year"


def test_what_is_withdrawn_after_indexing_is_not_found(read, library):
    search.process_outbox()
    asset = ArticleFactory(title="Zebra crossing", summary="About zebras.")
    search.process_outbox()
    assert "Zebra crossing" in titles(read("/library/?q=zebra"))
    asset.visibility = Visibility.INTERNAL
    save_asset(asset, publish=True)  # and the index does not know it yet
    assert "Zebra crossing" not in titles(read("/library/?q=zebra"))


def test_without_search_it_looks_at_titles_and_says_so(read, library, monkeypatch):
    def broken(query):
        raise StoreUnavailable("down")

    monkeypatch.setattr("cms.site.listing.search", broken)
    page = read("/library/?q=audited")
    assert titles(page) == ["The first audited year"]
    assert "out of order" in page.select_one(".notice").text


def test_nothing_found_offers_everything(read, library):
    page = read("/library/?kind=nonsense")
    assert page.select_one(".empty a")["href"] == "?"


@given(st.dictionaries(st.sampled_from(["q", "persona", "stage", "kind", "show"]), st.text()))
def test_any_address_is_read(query):
    asked = Asked.read(query)
    assert FIRST <= asked.show <= MOST
    assert asked.address().startswith("?")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "persona=' OR 1=1",
        "show=-1",
        "show=99999999999",
        "show=²",
        "q=" + "x" * 3000,
        "q=<script>",
    ],
)
def test_bad_addresses_get_a_page(client, library, query):
    response = client.get(f"/library/?{query}")
    assert response.status_code == 200
    assert b"<script" not in response.content
