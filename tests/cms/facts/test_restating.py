"""Numbers that restate a fact, as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.facts.restating import KnownFact, Restates, numbers_in, restated, texts_in
from cms.facts.values import FactValue, format_number


def fact(number, *, unit="", prefix="", decimals=0, before=(), pk=1) -> KnownFact:
    value = FactValue(
        id=pk, key="k", label="Saving", number=Decimal(number), prefix=prefix, unit=unit,
        decimals=decimals, as_of=None, source="", valid_until=None, fallback="", version=1,
    )  # fmt: skip
    return KnownFact(value, tuple(Decimal(one) for one in before))


SAVING = fact("68", unit="%", before=["64", "61"])
PRICE = fact("1250", prefix="£", before=["1190"])
WEEKS = fact("6", unit="weeks", before=["8"])
SITES = fact("1412", before=["1380"])


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("It saves 68 % a year.", Restates.SAME),
        ("It saves 68% a year.", Restates.SAME),
        ("It saves 68\u00a0per cent.", Restates.SAME),
        ("We saved 64 % last year.", Restates.OLD),
        ("Some 70 % less.", Restates.NEAR),
        ("From £1,250 a month", Restates.SAME),
        ("From £1 190 a month", Restates.OLD),
        ("Live in 6 weeks", Restates.SAME),
        ("Live in 8 weeks.", Restates.OLD),
        ("One week? No: 6 weeks.", Restates.SAME),
        ("On 1,412 sites", Restates.SAME),
        ("On 1380 sites", Restates.OLD),
    ],
)
def test_it_is_found_as_it_is_written(text, how):
    [found] = restated(text, [SAVING, PRICE, WEEKS, SITES])
    assert found.how is how


@pytest.mark.parametrize(
    "text",
    [
        "68 depots",
        "room 68",
        "in 1968",
        "64 pages",
        "€1,250 a month",
        "6 months",
        "on 6 December 2026 at 8:30",
        "version 6.8.1",
        "the 68th store",
        "90 %",
        "",
        "sixty-eight per cent",
        "15 of 22 sites",
    ],
)
def test_what_is_another_number_is_left_alone(text):
    assert restated(text, [SAVING, PRICE, WEEKS, SITES]) == []


def test_each_number_gives_one_finding_and_the_present_value_wins():
    other = fact("70", unit="%", before=["68"], pk=2)
    [found] = restated("68 %", [other, SAVING])
    assert (found.how, found.fact.id) == (Restates.SAME, 1)


def test_facts_that_stand_in_the_text_are_no_numbers_of_it():
    raw = {
        "title": "We save 64 %",
        "text": '<p><embed embedtype="fact" fallback="68 %" id="1"/> of <b>1,380</b> sites.</p>',
        "items": [{"type": "item", "id": "68", "value": {"label": "68 % less"}}],
    }
    found = [one for text in texts_in(raw) for one in restated(text, [SAVING, SITES])]
    assert [(one.written.text, one.how) for one in found] == [
        ("64 %", Restates.OLD),
        ("1,380", Restates.OLD),
        ("68 %", Restates.SAME),
    ]


@given(
    st.decimals(-99_999, 99_999, places=2).filter(lambda n: abs(n) >= 1),
    st.integers(0, 2),
    st.sampled_from(["%", "kWh", "weeks", "t/year"]),
)
def test_a_fact_as_it_is_shown_is_known_again(number, decimals, unit):
    known = fact(str(number), unit=unit, decimals=decimals)
    [found] = restated(f"It is {known.value.display} now.", [known])
    assert found.how is Restates.SAME


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    for written in numbers_in(text):
        assert written.text in text
    restated(text, [SAVING, PRICE, WEEKS, SITES])


@given(st.integers(1, 10**9))
def test_thousands_are_read_with_commas_and_spaces(number):
    for written in (f"{number:,}", f"{number:,}".replace(",", "\u202f"), str(number)):
        if 1900 <= number <= 2100 and "," not in written and "\u202f" not in written:
            continue
        [found] = numbers_in(f"about {written} pallets")
        assert found.number == number


def test_minus_is_read():
    assert [one.number for one in numbers_in("by −3.5 % and -2 %")] == [
        Decimal("-3.5"), Decimal("-2"),
    ]  # fmt: skip
    assert format_number(Decimal("-3.5"), decimals=1) == "−3.5"
