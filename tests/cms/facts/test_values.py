"""How figures are written, and when they may be shown."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.facts.values import FactState, FactValue, format_number


def value(**changes) -> FactValue:
    plain = {
        "id": 1,
        "key": "k",
        "label": "Label",
        "number": Decimal(68),
        "prefix": "",
        "unit": "%",
        "decimals": 0,
        "as_of": None,
        "source": "",
        "valid_until": None,
        "fallback": "most",
        "version": 7,
    }
    return FactValue(**{**plain, **changes})


@pytest.mark.parametrize(
    ("number", "decimals", "prefix", "written"),
    [
        ("68", 0, "", "68"),
        ("1250", 0, "£", "£1,250"),
        ("-3.45", 1, "", "\u22123.5"),
        ("0.005", 2, "", "0.01"),
        ("-0.4", 0, "", "0"),
        ("1234567.891", 2, "€", "€1,234,567.89"),
    ],
)
def test_numbers_are_written_as_in_print(number, decimals, prefix, written):
    assert format_number(Decimal(number), decimals=decimals, prefix=prefix) == written


def test_the_unit_is_bound_by_a_no_break_space():
    assert value().display == "68\u00a0%"
    assert value(unit="").display == "68"


def test_the_last_valid_day_counts():
    today = date(2026, 11, 22)
    assert value(valid_until=today).state(today) is FactState.LIVE
    assert value(valid_until=today - timedelta(days=1)).state(today) is FactState.EXPIRED
    assert value(published=False).state(today) is FactState.UNPUBLISHED


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6), st.integers(0, 6))
def test_a_written_number_reads_back_within_half_a_step(number, decimals):
    written = format_number(number, decimals=decimals)
    read = Decimal(written.replace(",", "").replace("\u2212", "-"))
    assert abs(read - number) <= Decimal(1).scaleb(-decimals) / 2
