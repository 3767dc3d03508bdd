from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.library.facets import SHOWN, SPARE, Facet, FacetValue, facets_of
from cms.library.ledger import ledger_of, percentages
from search import services as search
from search.results import Reason
from tests.factories.cms import ArticleFactory, IndustryFactory

FIND = "/admin/find/"


def values(count: int, chosen: int = 0) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(f"v{n}", f"V{n}", 100 - n, n < chosen) for n in range(count))


def test_a_few_more_are_not_folded():
    assert Facet("industry", "Industry", values(SHOWN + SPARE)).folded == 0
    assert Facet("industry", "Industry", values(SHOWN + SPARE + 1)).folded == SPARE + 1


def test_all_chosen_values_are_seen():
    facet = Facet("industry", "Industry", values(40, chosen=12))
    assert [value.slug for value in facet.first] == [f"v{n}" for n in range(12)]


@pytest.fixture
def many(db):
    """Fourteen industries: the higher its number, the more assets carry it."""
    industries = [IndustryFactory(name=f"Trade {n:02}", slug=f"trade-{n:02}") for n in range(14)]
    for least in (0, 4, 9):
        ArticleFactory(title=f"Cold store {least}", industries=industries[least:])
    search.rebuild()
    return industries


def test_the_strongest_stand_first_under_their_names(many):
    counts = {"industry": {"trade-00": 1, "trade-05": 2, "trade-13": 3}}
    chosen = dict.fromkeys(("persona", "stage", "kind", "product", "visibility"), ())
    (facet,) = facets_of(counts, {**chosen, "industry": ("trade-00",)})
    assert [value.name for value in facet.values] == ["Trade 00", "Trade 13", "Trade 05"]


def boxes(page) -> list[str]:
    return [box["value"] for box in page.select("[name=industry]")]


def test_a_long_facet_is_folded_and_shown_whole_on_demand(see, rep, many):
    page = see(rep, FIND, q="cold store")
    assert boxes(page) == [f"trade-{n:02}" for n in (9, 10, 11, 12, 13, 4, 5)]
    fold = page.select_one(".fd__fold")
    assert fold.text == "Show 7 more"
    whole = see(rep, FIND + fold["href"])
    assert len(boxes(whole)) == 14
    assert whole.select_one("input[type=hidden][name=more]")["value"] == "industry"
    assert boxes(see(rep, FIND + whole.select_one(".fd__fold")["href"])) == boxes(page)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_parts_add_up_to_a_hundred(shares):
    parts = percentages(shares)
    if sum(shares) <= 0:
        assert set(parts) == {0}
        return
    assert sum(parts) == 100
    exact = [100 * share / sum(shares) for share in shares]
    assert all(abs(part - value) < 1 for part, value in zip(parts, exact, strict=True))


def test_the_account_names_each_term():
    parts = ledger_of([Reason("words", 0.7, "Contains cold"), Reason("objection", 0.3, "Answers")])
    assert [(part.name, part.percent) for part in parts] == [("Words", 70), ("Objection", 30)]


def test_a_result_says_in_full_why_it_is_there(see, rep, library):
    page = see(rep, FIND, q="cold store energy", for_persona="cfo")
    ledger = page.select_one("[data-result] .fd__ledger")
    parts = [int(cell.text) for cell in ledger.select("tbody .fd__part")]
    assert sum(parts) == 100
    assert ledger.select_one("tfoot .fd__part").text == "100"
    assert {"Words", "Persona"} <= {cell.text for cell in ledger.select("tbody th")}


def test_without_a_question_there_is_nothing_to_account_for(see, rep, library):
    assert not see(rep, FIND).select(".fd__ledger")
