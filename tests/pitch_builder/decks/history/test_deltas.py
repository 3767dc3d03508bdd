"""What a change did, done backwards and forwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.decks.history.deltas import (
    State,
    applied,
    combined,
    difference,
    is_empty,
)

NAMES = ("title", "section", "sort_order")
values = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["", "a", "b"]))
rows = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
states = st.builds(State, rows, st.dictionaries(st.integers(1, 5), rows, max_size=5))


@given(states, states)
def test_a_change_leads_there_and_back(before, after):
    delta = difference(before, after)
    assert applied(before, delta) == after
    assert applied(after, delta, backwards=True) == before
    assert is_empty(delta) == (before == after)


@given(states, states, states)
def test_two_changes_as_one_lead_there_and_back(first, second, third):
    delta = combined(difference(first, second), difference(second, third))
    assert applied(first, delta) == third
    assert applied(third, delta, backwards=True) == first
    assert is_empty(delta) == (first == third)


def test_only_what_changed_is_kept():
    before = State({"title": "T"}, {1: {"section": "A", "notes": "n"}, 2: {"section": "A"}})
    after = State({"title": "T"}, {1: {"section": "B", "notes": "n"}, 2: {"section": "A"}})
    assert difference(before, after) == {
        "deck": {},
        "slides": {"1": [{"section": "A"}, {"section": "B"}]},
    }


def test_a_slide_that_is_gone_is_left_out():
    delta = {"deck": {}, "slides": {"1": [{"section": "A"}, {"section": "B"}]}}
    assert applied(State(), delta) == State()
