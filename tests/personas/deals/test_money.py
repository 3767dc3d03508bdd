"""Amounts and currencies: read from what people write, written as they read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from personas.deals.money import clean_amount, clean_currency, home_currency, money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("77000", "77000"),
        ("77,000", "77000"),
        ("77 000", "77000"),
        ("1'200'000", "1200000"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1.200.000", "1200000"),
        ("1200,5", "1200.50"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert clean_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "much", "-5", "1.200", "1,2,3", "£5", "9" * 13, "1e5", "٣"])
def test_what_may_mean_two_things_or_none_is_refused(text):
    with pytest.raises(ValidationError):
        clean_amount(text)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_a_plain_amount_is_read_as_it_is(amount):
    assert clean_amount(str(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("77000", "GBP", "£77,000"),
        ("12500.50", "EUR", "€12,500.50"),
        ("9000.00", "CHF", "CHF\u00a09,000"),
        (None, "GBP", ""),
    ],
)
def test_an_amount_stands_with_its_currency(amount, currency, written):
    assert money(Decimal(amount) if amount else None, currency) == written


def test_an_amount_is_written_as_the_reader_writes_numbers():
    with translation.override("de"):
        assert money(Decimal("1200.5"), "EUR") == "€1.200,50"


@pytest.mark.parametrize(
    ("language", "currency"),
    [("en-gb", "GBP"), ("en-US", "USD"), ("de", "EUR"), ("de_CH", "CHF"), ("nl", "EUR")],
)
def test_the_sites_language_names_its_own_currency(settings, language, currency):
    settings.LANGUAGE_CODE = language
    assert home_currency() == currency


def test_a_currency_is_a_code_of_three_letters():
    assert clean_currency(" eur") == "EUR"
    for text in ("€", "EURO", "", "12A"):
        with pytest.raises(ValidationError):
            clean_currency(text)
