"""What the words were understood as, on the screen and from a shell; what marketing pinned."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from cms.library.finding import Criteria, find
from cms.taxonomy.models import Industry
from personas.access.services import ensure_groups
from search import services as search
from tests.factories.cms import ArticleFactory, IndustryFactory
from tests.factories.personas import PersonaFactory

FIND = "/admin/find/"
LINE = "We have a spreadsheet, and it was free."


@pytest.fixture
def cfo(db):
    return PersonaFactory(
        name="Chief financial officer", slug="cfo", objections=LINE, pains="Carbon is guessed."
    )


def pills(page) -> dict[str, str]:
    return {
        pill.select_one(".w-pill__content").get_text(" ", strip=True): pill.a["href"]
        for pill in page.select(".fd__understood .w-pill")
    }


def titles(page) -> list[str]:
    return [link.get_text(strip=True) for link in page.select("[data-result-link]")]


def reasons_of(page, asset) -> str:
    rows = [row for row in page.select("[data-result]") if asset.title in row.text]
    return rows[0].select_one(".t-why").text


def test_words_are_understood_and_each_term_can_be_taken_away(see, rep, library):
    page = see(rep, FIND, q="CFO comparing cold stores")
    assert list(pills(page)) == ["Persona: Chief financial officer", "Stage: Compare"]
    assert "Understood as" in page.select_one(".fd__understood").text
    less = see(rep, FIND + pills(page)["Persona: Chief financial officer"])
    assert list(pills(less)) == ["Stage: Compare"]
    assert less.select_one("#find-q")["value"] == "CFO comparing cold stores"
    assert less.select_one("input[type=hidden][name=not]")["value"] == "persona:cfo"
    assert not pills(see(rep, FIND + pills(less)["Stage: Compare"]))


def test_what_is_understood_is_a_reason_and_hides_nothing(see, rep, library):
    understood = see(rep, FIND, q="cold store CFO")
    plainly = see(rep, FIND, **{"q": "cold store CFO", "not": "persona:cfo"})
    assert sorted(titles(understood)) == sorted(titles(plainly))
    assert "For Chief financial officer" in reasons_of(understood, library)
    assert "For Chief financial officer" not in reasons_of(plainly, library)


def test_an_objection_is_understood_and_answered_by_its_own_words(see, rep, library):
    answer = ArticleFactory(title="A spreadsheet was free, and costs")
    search.rebuild()
    page = see(rep, FIND, q="they say the spreadsheet is free in a cold store")
    assert "Objection: We have a spreadsheet, and it was free" in pills(page)
    line = next(row for row in page.select("[data-result]") if answer.title in row.text)
    assert f"Answers the objection “{LINE}”" in line.select_one(".fd__ledger").text


def test_a_preference_by_hand_needs_no_reading(see, rep, library):
    assert list(pills(see(rep, FIND, q="CFO cold store", for_persona="cfo"))) == [
        "Best for: Chief financial officer"
    ]


def test_an_industry_is_understood_once_an_asset_carries_it(see, rep, library):
    freight = IndustryFactory(name="Road freight", slug="road-freight")
    assert not pills(see(rep, FIND, q="cold store in road freight"))
    ArticleFactory(title="Cold stores on the road", industries=[freight])
    search.rebuild()
    freight.save()
    page = see(rep, FIND, q="cold store in road freight")
    assert list(pills(page)) == ["Industry: Road freight"]


def test_a_new_name_is_known_at_once(see, rep, library):
    assert not pills(see(rep, FIND, q="cold store for a plant manager"))
    PersonaFactory(name="Plant manager", slug="plant")
    assert list(pills(see(rep, FIND, q="cold store for a plant manager"))) == [
        "Persona: Plant manager"
    ]


def test_taking_terms_away_is_no_question_of_the_facets(see, rep, library):
    page = see(rep, FIND, **{"q": "cold store", "not": ["x:y", "<script>"]})
    assert len(titles(page)) == 3
    assert Industry.objects.count() == 0


# --- Best bets ------------------------------------------------------------------------
def pin(words: str, *pages) -> None:
    query = Query.get(words)
    for place, page in enumerate(pages):
        SearchPromotion.objects.create(query=query, page=page, sort_order=place)


def test_what_marketing_pinned_stands_first_and_says_so(see, rep, library):
    pinned = ArticleFactory(title="Our prices in one page", summary="What it costs.")
    search.rebuild()
    pin("cold stores' energy", pinned)
    page = see(rep, FIND, q="energy of a cold store")
    assert titles(page)[0] == pinned.title
    assert titles(page).count(pinned.title) == 1
    first = page.select_one("[data-result]")
    assert "Chosen by marketing for these words" in first.select_one(".t-why").text
    assert pinned.title not in titles(see(rep, FIND, q="energy of the cold store at night"))[:1]


def test_a_pin_is_counted_once_over_all_pages(rep, library):
    pin("cold store", library)
    pages = [
        find(
            Criteria(words="cold store"), user=rep, limit=1, offset=n, understanding=True
        )
        for n in range(4)
    ]  # fmt: skip
    found = [one.asset.pk for page in pages for one in page.results]
    assert found[0] == library.pk
    assert len(found) == len(set(found)) == 3
    assert {page.total for page in pages} == {3}
    (kinds,) = [facet for facet in pages[0].facets if facet.name == "kind"]
    assert sum(value.count for value in kinds.values) == 3


def test_a_pinned_asset_that_is_gone_or_filtered_out_is_not_shown(see, rep, library):
    pin("cold store", library)
    assert library.title not in titles(see(rep, FIND, q="cold store", kind="article"))
    library.unpublish()
    search.rebuild()
    assert library.title not in titles(see(rep, FIND, q="cold store"))


def test_another_layer_that_asks_sees_no_pins(rep, library):
    pinned = ArticleFactory(title="Our prices in one page")
    search.rebuild()
    pin("cold store", pinned)
    page = find(Criteria(words="cold store"), user=rep)
    assert pinned.pk not in [one.asset.pk for one in page.results[:1]]


def test_marketing_pins_and_sales_does_not(client, marketer, rep):
    ensure_groups()
    url = reverse("wagtailsearchpromotions:index")
    for user, status in ((marketer, 200), (rep, 302)):
        client.force_login(type(user).objects.get(pk=user.pk))
        assert client.get(url).status_code == status
    assert Permission.objects.filter(codename="add_searchpromotion").exists()


# --- From a shell ---------------------------------------------------------------------
def run(*args: str) -> str:
    out = StringIO()
    call_command("search", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_understood(library):
    text = run("CFO", "cold", "store")
    assert "Understood as persona: Chief financial officer  (--not persona:cfo)" in text
    assert "Understood as" not in run("CFO", "cold", "store", "--not", "persona:cfo")


def test_the_command_gives_machines_the_same(library):
    pin("cfo cold store", library)
    found = json.loads(run("CFO", "cold", "store", "--json"))
    assert found["understood"][0]["term"] == "persona:cfo"
    assert found["total"] == 3
    assert found["results"][0]["pinned"]
    terms = {reason["term"] for result in found["results"] for reason in result["reasons"]}
    assert {"pinned", "words"} <= terms
