"""Merge fields."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.merging import FIELDS, MergeValues, merge, merge_raw, missing_fields

VALUES = MergeValues(account="Almera Fresh", first_name="Rosa", rep="Ida Berg")


def test_fields_are_filled():
    assert merge("{{ first_name }} of {{account}}", VALUES) == "Rosa of Almera Fresh"


def test_an_empty_field_takes_a_word_that_reads_well():
    assert merge("Dear {{name}}", VALUES) == "Dear you"
    assert missing_fields("Dear {{name}} at {{account}}", VALUES) == {"name"}


def test_an_unknown_field_stays_to_be_seen():
    assert merge("{{price}}", VALUES) == "{{price}}"


def test_all_texts_of_a_raw_value_are_filled():
    raw = [{"type": "title", "value": {"title": "For {{account}}", "n": 3}}]
    assert merge_raw(raw, VALUES)[0]["value"] == {"title": "For Almera Fresh", "n": 3}


@given(st.text())
def test_text_without_fields_is_unchanged(text):
    if "{{" not in text:
        assert merge(text, VALUES) == text


@given(st.lists(st.sampled_from(FIELDS)))
def test_no_known_field_is_left(names):
    text = " ".join(f"{{{{{name}}}}}" for name in names)
    assert "{{" not in merge(text, MergeValues())
