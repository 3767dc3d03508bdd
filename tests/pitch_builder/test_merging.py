"""Merge fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.merging import (
    FIELDS,
    MergeValues,
    merge,
    merge_for_all,
    merge_raw,
    missing_fields,
    with_deal,
)

VALUES = MergeValues(account="Almera Fresh", first_name="Rosa", rep="Ida Berg")


def test_fields_are_filled():
    assert merge("{{ first_name }} of {{account}}", VALUES) == "Rosa of Almera Fresh"


def test_a_deal_reads_well_with_and_without_its_value():
    text = "{{deal}} for {{deal_value}}"
    known = MergeValues(deal="Cold ledger", deal_value="£77,000")
    assert merge(text, known) == "Cold ledger for £77,000"
    assert merge(text, MergeValues()) == "your project for a price to be agreed"


def test_an_empty_field_takes_a_word_that_reads_well():
    assert merge("Dear {{name}}", VALUES) == "Dear you"
    assert missing_fields("Dear {{name}} at {{account}}", VALUES) == {"name"}


@pytest.mark.parametrize("text", ["{{first_name}}, this is it", "{{ name }}, this is it"])
def test_a_sentence_begins_without_a_name_that_is_not_known(text):
    assert merge(text, MergeValues()) == "This is it"
    assert merge(f"Good day,\n{text}", MergeValues()) == "Good day,\nThis is it"
    assert merge(text, MergeValues(first_name="Rosa", name="Rosa")) == "Rosa, this is it"


def test_lists_speak_to_nobody_by_name():
    said = merge_for_all("{{first_name}}, for {{account}}: ask {{first_name}}", VALUES)
    assert said == "For Almera Fresh: ask …"


def test_an_unknown_field_stays_to_be_seen():
    assert merge("{{price}}", VALUES) == "{{price}}"


def test_all_texts_of_a_raw_value_are_filled():
    raw = [{"type": "title", "value": {"title": "For {{account}}", "n": 3}}]
    assert merge_raw(raw, VALUES)[0]["value"] == {"title": "For Almera Fresh", "n": 3}


def test_only_the_deal_is_filled_to_tell_whether_it_changed():
    raw = {"title": "{{deal}} for {{account}}", "items": ["{{ deal_value }}"], "n": 3}
    assert with_deal(raw, deal="Cold ledger", value="9.00 EUR") == {
        "title": "Cold ledger for {{account}}",
        "items": ["9.00 EUR"],
        "n": 3,
    }


@given(st.text())
def test_text_without_fields_is_unchanged(text):
    if "{{" not in text:
        assert merge(text, VALUES) == text


@given(st.lists(st.sampled_from(FIELDS)))
def test_no_known_field_is_left(names):
    text = " ".join(f"{{{{{name}}}}}" for name in names)
    assert "{{" not in merge(text, MergeValues())
