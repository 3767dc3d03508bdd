"""Numbers that are typed on slides, held against facts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cms.facts.restating import KnownFact, Restates
from cms.facts.values import FactValue
from pitch_builder.decks.figures import number_hints, with_fact


def fact(number="68", unit="%", *, pk=7, before=(), prefix="", label="Average saving"):
    value = FactValue(
        id=pk,
        key="saving",
        label=label,
        number=Decimal(number),
        prefix=prefix,
        unit=unit,
        decimals=0,
        as_of=None,
        source="Survey",
        valid_until=None,
        fallback='about "a lot"',
        version=3,
    )
    return KnownFact(value, tuple(map(Decimal, before)))


def statement(words):
    return {"statement": f"<p>{words}</p>", "variant": "dark"}


def hints(words, *known, base=None):
    return number_hints("statement", statement(words), known, base=base)


@pytest.mark.parametrize(
    ("words", "how", "said"),
    [
        ("It saves 68 % a year.", Restates.SAME, "stays current"),
        ("It saves 61 % a year.", Restates.OLD, "it is 68\u00a0% now"),
        ("It saves about 70 % a year.", Restates.NEAR, "is near “Average saving”"),
        ("It saves 12 % a year.", None, "No fact holds “12 %”."),
    ],
)
def test_a_typed_number_is_held_against_the_facts(words, how, said):
    [hint] = hints(words, fact(before=["61"]))
    assert hint.how is how
    assert said in hint.text
    assert hint.may_use is (how is not None)


@pytest.mark.parametrize(
    "words", ["In 3 steps and 12 weeks", "Since 2019", "At 10:30", "The 2nd one", "No number"]
)
def test_what_is_no_claim_says_nothing(words):
    assert hints(words, fact()) == ()


@pytest.mark.parametrize("words", ["£40 each", "4,200 pallets", "1,250", "37 %"])
def test_a_claim_that_no_fact_holds_is_named(words):
    [hint] = hints(words)
    assert hint.fact is None and not hint.may_use


def test_what_marketings_own_slide_says_too_needs_no_fact():
    assert hints("Saves 12 % of 4,200 t", base=statement("Saves 12 %"))[0].written == "4,200 t"


def test_in_a_title_the_number_is_named_and_no_fact_can_stand_there():
    raw = {"title": "We save 61 %", "items": []}
    [hint] = number_hints("figures", raw, [fact(before=["61"])])
    assert hint.how is Restates.OLD and not hint.may_use
    assert with_fact("figures", raw, hint) == raw


def test_a_fact_takes_the_place_of_the_number_and_its_unit():
    raw = statement("It saves <b>61 %</b>, yes 61 %, not 161 %.")
    hint = next(h for h in number_hints("statement", raw, [fact(before=["61"])]) if h.fact)
    embed = '<embed embedtype="fact" fallback="about &quot;a lot&quot;" id="7"/>'
    done = with_fact("statement", raw, hint)
    assert done["statement"] == f"<p>It saves <b>{embed}</b>, yes {embed}, not 161 %.</p>"
    assert done["variant"] == "dark"
    left = number_hints("statement", done, [fact(before=["61"])])
    assert [one.written for one in left] == ["161 %"]


def test_a_word_behind_a_number_stays_where_the_fact_has_no_unit():
    raw = statement("For 1,250 customers.")
    [hint] = number_hints("statement", raw, [fact("1250", "")])
    assert with_fact("statement", raw, hint)["statement"].endswith('id="7"/> customers.</p>')


def test_a_large_figure_that_is_typed_becomes_the_fact():
    item = {"fact": None, "value": "61", "unit": "%", "label": "less energy"}
    raw = {"title": "It pays", "items": [{"type": "item", "id": "a", "value": item}]}
    [hint] = number_hints("figures", raw, [fact(before=["61"])])
    assert (hint.written, hint.may_use) == ("61 %", True)
    done = with_fact("figures", raw, hint)["items"][0]
    assert done["value"] == {"fact": 7, "value": "", "unit": "", "label": "less energy"}
    assert done["id"] == "a"
    assert number_hints("figures", with_fact("figures", raw, hint), [fact()]) == ()


def chart(*rows, unit="%"):
    items = [
        {"type": "item", "id": str(n), "value": {"label": label, "value": value, "fact": None}}
        for n, (label, value) in enumerate(rows)
    ]
    return {"title": "It pays", "unit": unit, "rows": items}


def test_a_charts_number_that_a_fact_holds_or_held_becomes_the_fact():
    raw = chart(("Venlo", 61.0), ("Tilburg", 66.0), ("Barendrecht", 12.0))
    [hint] = number_hints("chart", raw, [fact(before=["61"])])
    assert (hint.how, hint.may_use) == (Restates.OLD, True)
    first, second, third = (row["value"] for row in with_fact("chart", raw, hint)["rows"])
    assert first == {"label": "Venlo", "value": None, "fact": 7}
    assert (second["value"], third["value"]) == (66.0, 12.0)
    assert number_hints("chart", chart(("Venlo", 61.0), unit="MWh"), [fact(before=["61"])]) == ()


def test_a_tables_number_is_pointed_out_by_the_unit_in_its_heading():
    raw = {
        "title": "It pays",
        "table": {
            "columns": [
                {"type": "text", "heading": "Site"},
                {"type": "number", "heading": "Saved, %"},
            ],
            "rows": [{"values": ["Venlo", 68]}, {"values": ["Tilburg", None]}],
        },
    }
    [hint] = number_hints("table", raw, [fact()])
    assert (hint.how, hint.may_use) == (Restates.SAME, False)
    assert with_fact("table", raw, hint) == raw
