"""Reading a question is pure: phrases and stems against a vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.library.finding import Criteria
from cms.library.understanding import (
    MOST_LINES,
    Name,
    make_vocabulary,
    recognise,
    stems_of,
    ways_to_say_role,
)
from cms.library.widening import boosts_of, expansions_of

CFO = Name("persona", ("cfo",), "Chief financial officer")
BUYER = Name("persona", ("procurement-manager",), "Procurement manager")
COMPARE = Name("stage", ("compare",), "Compare")
CASES = Name("kind", ("case_study",), "Case study")
LEDGER = Name("product", ("tarnwell-ledger",), "Tarnwell Ledger")


def plain(slug: str, label: str) -> Name:
    return Name("industry", (slug,), label, plain=True)


NAMES = [
    *((said, CFO) for said in ways_to_say_role("Chief financial officer")),
    *((said, BUYER) for said in ways_to_say_role("Procurement manager")),
    ("Compare", COMPARE),
    ("Case study", CASES),
    ("Tarnwell Ledger", LEDGER),
    ("Road freight", Name("industry", ("road-freight",), "Road freight")),
    ("Logistics", plain("logistics", "Logistics")),
    ("Trust", plain("trust", "Trust")),
    ("IT", plain("it", "IT")),
    ("Banking", plain("banking", "Banking")),
    ("Bank", plain("bank", "Bank")),
]
LINES = [
    ("objection", "cfo", "Chief financial officer", "We have a spreadsheet, and it was free."),
    ("objection", "cfo", "Chief financial officer", "What happens if you are bought?"),
    ("pain", "procurement-manager", "Procurement manager", "Levies are charged twice."),
    ("question", "compare", "Compare", "Spreadsheet, consultant or ledger: which, and why?"),
]
VOCABULARY = make_vocabulary(NAMES, LINES)


def read(asked: str, **more) -> list[str]:
    return [term.key.rsplit(":", 1)[0] if term.line else term.key
            for term in recognise(asked, VOCABULARY, **more).terms]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("chief financial officers", ["persona:cfo"]),
        ("what does the CFO of a haulier want", ["persona:cfo"]),
        ("head of procurement", ["persona:procurement-manager"]),
        ("comparing offers", ["stage:compare"]),
        ("case studies for road freight", ["kind:case_study", "industry:road-freight"]),
        ("why Tarnwell ledger", ["product:tarnwell-ledger"]),
        ("carbon report of a logistics company", ["industry:logistics"]),
        ("what do we have in logistics for the board", ["industry:logistics"]),
        ("can the board trust a figure from us", []),
        ("does it work at night", []),
        ("what does IT say about the interface", []),
        ("questions for IT about the interface", ["industry:it"]),
        ("they say the spreadsheet is free", ["objection:cfo"]),
        ("levy charged twice on our bill", ["pain:procurement-manager"]),
        ('"road freight"', []),
        ("energy -logistics", []),
        ("", []),
    ],
)
def test_it_reads_what_is_named(asked, understood):
    assert read(asked) == understood


def test_names_that_read_the_same_become_one_term():
    (term,) = recognise("banks", VOCABULARY).terms
    assert set(term.slugs) == {"bank", "banking"}


def test_the_longest_name_wins():
    names = [*NAMES, ("Freight", plain("freight", "Freight"))]
    terms = recognise("road freight", make_vocabulary(names, [])).terms
    assert [term.key for term in terms] == ["industry:road-freight"]


def test_a_line_is_read_from_its_meaning_too():
    key = VOCABULARY.lines[1].key
    assert read("records after a takeover") == []
    assert read("records after a takeover", near={key: 0.6}) == ["objection:cfo"]
    assert read("records after a takeover", near={key: 0.3}) == []


def test_a_stages_question_needs_more_than_a_subject():
    key = VOCABULARY.lines[3].key
    assert read("energy price", near={key: 0.9}) == []
    assert read("which tool fits at what price", near={key: 0.9}) == ["question:compare"]


def test_what_was_chosen_by_hand_stands_before_what_was_read():
    reading = recognise("CFO comparing offers", VOCABULARY)
    assert boosts_of(reading, {"persona": ("it-lead",)}) == {
        "persona": ("it-lead",),
        "stage": ("compare",),
    }


def test_a_persona_widens_by_its_pains_and_fully_where_nothing_else_is_asked():
    alone = recognise("procurement manager", VOCABULARY)
    beside = recognise("procurement manager with 40 vans", VOCABULARY)
    personas = ("procurement-manager",)
    (fully,) = expansions_of(alone, VOCABULARY, personas=personas)
    (partly,) = expansions_of(beside, VOCABULARY, personas=personas)
    assert fully.text == partly.text == "Levies are charged twice."
    assert fully.weight > partly.weight
    assert "Procurement manager" in fully.why


def test_an_objection_widens_by_its_own_words_and_says_so():
    reading = recognise("they say the spreadsheet is free", VOCABULARY)
    (expansion,) = expansions_of(reading, VOCABULARY)
    assert expansion.term == "objection"
    assert expansion.text == "We have a spreadsheet, and it was free."
    assert expansion.why == "Answers the objection “We have a spreadsheet, and it was free.”"


words_asked = st.lists(
    st.one_of(
        st.sampled_from([said for said, _name in NAMES] + [text for *_rest, text in LINES]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12),
    ),
    max_size=6,
).map(" ".join)


@given(words_asked)
def test_anything_can_be_read_and_each_term_is_there_once(asked):
    reading = recognise(asked, VOCABULARY)
    keys = [term.key for term in reading.terms]
    assert len(keys) == len(set(keys))
    assert len(reading.lines) <= MOST_LINES


@given(words_asked)
def test_a_term_that_is_taken_away_stays_away_and_leaves_the_others(asked):
    before = recognise(asked, VOCABULARY)
    names = [term.key for term in before.terms if not term.line]
    for key in names:
        after = [term.key for term in recognise(asked, VOCABULARY, ignored={key}).terms]
        assert key not in after
        assert [name for name in names if name != key] == [k for k in after if k in names]


@given(words_asked)
def test_everything_can_be_taken_away(asked):
    ignored: set[str] = set()
    for _round in range(len(LINES) + len(NAMES) + 1):
        found = {term.key for term in recognise(asked, VOCABULARY, ignored=ignored).terms}
        ignored |= found
    assert not recognise(asked, VOCABULARY, ignored=ignored).terms


@given(words_asked)
def test_understanding_never_filters(asked):
    reading = recognise(asked, VOCABULARY)
    assert Criteria(words=asked).filters == {}
    assert set(boosts_of(reading, {})) <= {"persona", "stage", "industry", "product", "kind"}


@given(st.text(st.sampled_from("bcdfghjklmnpqrstvwxz "), max_size=60))
def test_words_that_share_nothing_with_the_vocabulary_mean_nothing(asked):
    known = {stem for name in VOCABULARY.names for stem in name}
    if not known & set(stems_of(asked)):
        assert recognise(asked, VOCABULARY).terms == ()


@given(st.sampled_from([(said, name) for said, name in NAMES if said != "IT"]))
def test_a_name_alone_is_always_understood(pair):
    said, name = pair
    reading = recognise(said, VOCABULARY)
    assert set(name.slugs) <= set(reading.slugs(name.facet))
    assert reading.only_names
