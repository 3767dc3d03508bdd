"""Amounts with their currency: how they are written, and which currency is the site's own."""

from __future__ import annotations

import re
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

# Signs that mean one currency to every reader; others are written as their code.
SIGNS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
# Countries without the euro, as far as languages of the interface name them ("en-gb").
COUNTRIES = {
    "au": "AUD",
    "br": "BRL",
    "ca": "CAD",
    "ch": "CHF",
    "cz": "CZK",
    "dk": "DKK",
    "gb": "GBP",
    "hu": "HUF",
    "in": "INR",
    "jp": "JPY",
    "no": "NOK",
    "nz": "NZD",
    "pl": "PLN",
    "se": "SEK",
    "us": "USD",
    "za": "ZAR",
}
ELSEWHERE = "EUR"
NBSP = "\u00a0"
LARGEST = Decimal("999999999999.99")
_CODE = re.compile(r"[A-Z]{3}\Z")
_AMOUNT = re.compile(r"\d+(\.\d+)?\Z")


def home_currency() -> str:
    """The currency of the country that LANGUAGE_CODE names; the euro where it names none."""
    country = settings.LANGUAGE_CODE.lower().replace("_", "-").rpartition("-")[2]
    return COUNTRIES.get(country, ELSEWHERE)


def clean_currency(text: str) -> str:
    """`eur` -> `EUR`. Raises ValidationError for what is no code of three letters."""
    code = text.strip().upper()
    if not _CODE.match(code):
        raise ValidationError(
            _("“%(text)s” is no currency code of three letters, such as EUR") % {"text": text}
        )
    return code


def clean_amount(text: str) -> Decimal:
    """`1 200.50`, `1,200.50` and `1200,5` -> 1200.50. Raises ValidationError for anything else.

    More than two decimals are refused: `1.200` may mean two things.
    """
    plain = re.sub(r"['\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not (plain.isascii() and _AMOUNT.match(plain)):
        raise ValidationError(_("“%(text)s” is no amount") % {"text": text})
    if len(plain.partition(".")[2]) > 2:
        raise ValidationError(
            _("“%(text)s” has more than two decimals; write 1200 or 12.00") % {"text": text}
        )
    amount = Decimal(plain)
    if amount > LARGEST:
        raise ValidationError(_("“%(text)s” is too large") % {"text": text})
    return amount.quantize(Decimal("0.01"))


def money(amount: Decimal | None, currency: str) -> str:
    """£77,000, €12,500.50, CHF 9,000: in the reader's notation; blank for no amount."""
    if amount is None:
        return ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    number = number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    sign = SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{currency}{NBSP}{number}"
