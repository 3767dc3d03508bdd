"""Names in a brief: only those that the rep may see, and only where they are meant."""

from __future__ import annotations

import pytest

from personas.prospects.privacy import erase_prospect
from pitch_builder.briefs.understanding import industries_like, known_in, read
from tests.factories.personas import AccountFactory, ProspectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(rep, other_rep):
    wetherlam = AccountFactory(name="Wetherlam Logistics", owner=rep)
    return {
        "joan": ProspectFactory(
            first_name="Joan",
            last_name="Threlkeld",
            email="joan@wetherlam.example",
            account=wetherlam,
            owner=rep,
        ),
        "hidden": ProspectFactory(first_name="Ida", last_name="Hidden", owner=other_rep),
        "tyne": AccountFactory(name="Tyne Gap Forgings"),
    }


def known(brief, user):
    return {(one.facet, one.name) for one in known_in(brief, user)}


@pytest.mark.parametrize(
    ("brief", "found"),
    [
        ("meeting with Joan Threlkeld", {("prospect", "Joan Threlkeld")}),
        ("meeting with joan threlkeld", {("prospect", "Joan Threlkeld")}),
        ("Threlkeld asked for it", {("prospect", "Joan Threlkeld")}),
        ("joan@wetherlam.example wants a call", {("prospect", "Joan Threlkeld")}),
        ("Joan wants a call", set()),
        ("second visit at Wetherlam", {("account", "Wetherlam Logistics")}),
        ("second visit at wetherlam", set()),
        ("wetherlam logistics, second visit", {("account", "Wetherlam Logistics")}),
        ("Tyne Gap Forgings", {("account", "Tyne Gap Forgings")}),
        ("a company that nobody knows", set()),
    ],
)
def test_people_and_companies_are_known_by_name(brief, found, people, rep):
    got = known(brief, rep)
    assert {one for one in got if one[0] == "prospect"} == {
        one for one in found if one[0] == "prospect"
    }
    if any(one[0] == "account" for one in found):
        assert found <= got


def test_a_colleagues_prospect_is_not_known(people, rep, other_rep, outsider):
    assert known("Ida Hidden", other_rep) == {("prospect", "Ida Hidden")}
    assert known("Ida Hidden", rep) == set()
    assert known("Wetherlam Logistics", outsider) == set()


def test_a_first_word_that_two_companies_share_names_neither(people, rep):
    AccountFactory(name="Wetherlam Foods")
    assert known("visit at Wetherlam", rep) == set()
    assert known("visit at Wetherlam Foods", rep) == {("account", "Wetherlam Foods")}


def test_erased_people_are_forgotten(people, rep):
    erase_prospect(people["joan"])
    assert known("Joan Threlkeld", rep) == set()


def test_a_brief_is_read_with_what_the_site_knows(library, people, rep):
    found = read(
        "First meeting with Joan Threlkeld, CFO of a cold storage company. "
        "She says they have a spreadsheet and it was free.",
        user=rep,
    )
    facets = [term.facet for term in found.terms]
    assert facets == [
        *("prospect", "persona", "stage", "industry", "objection", "worry"),
    ]
    assert found.slugs("stage") == ("notice",)
    assert found.lines[0].text == "We have a spreadsheet and it was free"


def test_trades_are_known_by_name_and_by_their_stories(library):
    assert [row.slug for row in industries_like("Cold storage")] == ["cold-storage"]
    assert [row.slug for row in industries_like("metals")] == ["metals"]
    assert industries_like("kindergarten") == []
    assert industries_like("  ") == []


def test_reading_asks_the_same_for_a_long_brief(library, people, rep, django_assert_num_queries):
    read("CFO", user=rep)  # the vocabulary is kept
    # stages, accounts, people, the rep's groups; industries and their stories
    short = "CFO of a cold company"
    long = f"{short} at Wetherlam with Joan Threlkeld, worried about the doors, the night, lamps"
    read(long, user=rep)
    with django_assert_num_queries(5):
        read(short, user=rep)
    with django_assert_num_queries(5):
        read(long, user=rep)
