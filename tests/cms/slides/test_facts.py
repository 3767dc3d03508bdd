from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.facts.models import Fact
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.slides.facts import figure_value
from cms.slides.rendering import render_slide
from tests.cms.slides.cast import context, value


def make_fact(**changes: Any) -> Fact:
    fields = {
        "key": "saving",
        "label": "lower cost",
        "value": Decimal("68.4"),
        "unit": "%",
        "decimals": 1,
        "as_of": date(2026, 10, 31),
        "source": "ledger",
        "fallback": "most sites",
        **changes,
    }
    return Fact.objects.create(**fields)


def test_it_finds_facts_in_texts_choosers_and_tables() -> None:
    raw = [
        {
            "type": "statement",
            "id": "a",
            "value": {
                "statement": '<p>Save <embed embedtype="fact" fallback="a &lt; b" id="7"/> now '
                '<embed id="8" embedtype="fact"/></p>'
            },
        },
        {
            "type": "figures",
            "id": "b",
            "value": {
                "items": [
                    {"type": "item", "id": "c", "value": {"fact": 9, "value": ""}},
                    {"type": "item", "id": "d", "value": {"fact": None, "value": "7"}},
                ]
            },
        },
        {
            "type": "table",
            "id": "e",
            "value": {
                "table": {
                    "columns": [
                        {"type": "text", "heading": "A"},
                        {"type": "fact", "heading": "B"},
                        {"type": "number", "heading": "C"},
                    ],
                    "rows": [
                        {"values": ["x", 10, 11]},
                        {"values": ["y", None, 12]},
                        {"values": ["z", 7, 13]},
                    ],
                }
            },
        },
    ]
    assert facts_in(raw) == {7, 8, 9, 10}


def test_a_comparison_is_no_table_of_facts() -> None:
    raw = {"columns": [{"name": "Today"}], "rows": [{"criterion": "x", "cells": ["1"]}]}
    assert facts_in(raw) == set()


def test_other_embeds_are_no_facts() -> None:
    assert facts_in('<embed embedtype="image" id="3"/><p id="4">x</p>') == set()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["fact", "value", "rows", "columns", "type"]), inner)
        ),
        max_leaves=30,
    )
)
def test_any_data_can_be_walked(raw: Any) -> None:
    found = facts_in(raw)
    assert len(found) == len(set(found))


@pytest.mark.django_db
def test_a_figure_shows_the_facts_value_now() -> None:
    fact = make_fact()
    block = value("figures", items=[{"fact": fact.pk, "value": "", "unit": "", "label": ""}])
    assert "68.4" in render_slide("figures", block, context())
    Fact.objects.filter(pk=fact.pk).update(value=Decimal("71.2"))
    fresh = value("figures", items=[{"fact": fact.pk, "value": "", "unit": "", "label": ""}])
    html = render_slide("figures", fresh, context())
    assert "71.2" in html and "lower cost" in html


@pytest.mark.django_db
def test_an_expired_fact_gives_its_authors_words() -> None:
    fact = make_fact(valid_until=date.today() - timedelta(days=1))  # noqa: DTZ011
    shown = figure_value({"fact": fact})
    assert (shown.text, shown.label) == ("–", "most sites")
    with fact_scope([fact.pk], show_expired=True):
        assert figure_value({"fact": fact}).text == "68.4"


@pytest.mark.django_db
def test_facts_of_a_build_stay_fixed() -> None:
    fact = make_fact()
    fixed = fact.current
    Fact.objects.filter(pk=fact.pk).update(value=Decimal("1"))
    with fact_scope(fixed={fact.pk: fixed}):
        assert figure_value({"fact": Fact.objects.get(pk=fact.pk)}).text == "68.4"


@pytest.mark.django_db
def test_texts_and_tables_show_facts_too() -> None:
    fact = make_fact()
    embed = f'<embed embedtype="fact" id="{fact.pk}"/>'
    html = render_slide(
        "statement", value("statement", statement=f"<p>It is {embed} now.</p>"), context()
    )
    assert "68.4\xa0%" in html
    table = {
        "columns": [{"type": "text", "heading": "A"}, {"type": "fact", "heading": "B"}],
        "rows": [{"values": ["x", fact.pk]}],
        "caption": "",
    }
    assert "68.4\xa0%" in render_slide("table", value("table", table=table), context())
    rows = [
        {"label": "A", "fact": fact.pk, "value": None, "series": ""},
        {"label": "B", "value": 20.0, "series": ""},
    ]
    assert "68.4" in render_slide("chart", value("chart", rows=rows), context())


def test_a_typed_value_is_shown_as_typed() -> None:
    shown = figure_value({"fact": None, "value": "-12", "unit": "%", "label": "x"})
    assert (shown.text, shown.unit) == ("\u221212", "%")
