from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MOST_WORDS, parse, reworded


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_is_an_error(typed):
    parsed = parse(typed)
    assert len(parsed.words) <= MOST_WORDS
    assert all(word for word in parsed.words)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=4, max_size=8), max_size=8))
def test_plain_words_come_back_as_typed(words):
    parsed = parse(" ".join(words))
    assert parsed.text == " ".join(words)
    assert not parsed.phrases
    assert not parsed.excluded


@pytest.mark.parametrize(
    "typed", ['"carbon report" cost', "“carbon report” cost", "„carbon report“ cost"]
)
def test_a_quoted_phrase_must_stand_there_and_its_words_score(typed):
    parsed = parse(typed)
    assert parsed.phrases == (("carbon", "report"),)
    assert parsed.words == ("carbon", "report", "cost")


def test_a_word_or_phrase_after_a_minus_is_left_out():
    parsed = parse('carbon -offset -"supply chain"')
    assert parsed.words == ("carbon",)
    assert parsed.excluded == (("offset",), ("supply", "chain"))
    assert parsed.text == "carbon"


def test_a_minus_within_a_word_is_part_of_it():
    assert parse("off-site 4711-B").words == ("off-site", "4711-B")
    assert parse("a - b").excluded == ()


def test_an_open_quote_is_read_as_words():
    assert parse('"carbon report').words == ("carbon", "report")


def test_stop_words_are_dropped_from_what_scores_but_not_from_what_is_meant():
    parsed = parse("What does it cost to switch?")
    assert parsed.words == ("cost", "switch")
    assert parsed.text == "What does it cost to switch?"


def test_a_query_of_stop_words_alone_keeps_them():
    assert parse("who are you").words == ("who", "are", "you")


def test_repeated_words_are_kept_as_often_as_typed():
    assert parse("risk risk cost").words == ("risk", "risk", "cost")


def test_nothing_typed_is_empty():
    assert parse("  ").is_empty
    assert not parse("-x").is_empty


def test_rewording_touches_whole_words_only():
    assert reworded("Repot: repot, repots?", {"repot": "report"}) == "Repot: report, repots?"


def test_it_tells_which_words_stand_together():
    parsed = parse("How do we report the carbon reporting of freight forwarders?")
    assert parsed.words == ("report", "carbon", "reporting", "freight", "forwarders")
    assert parsed.together == (1, 3)
    assert parse("carbon").together == ()


@given(st.text())
def test_what_stands_together_are_places_of_words(typed):
    parsed = parse(typed)
    assert all(0 <= place < len(parsed.words) - 1 for place in parsed.together)
