"""The value of a fact at one moment, as plain data, and how it is written. No ORM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


class FactState(StrEnum):
    """What may be done with a fact's value now."""

    LIVE = "live"
    EXPIRED = "expired"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True)
class FactValue:
    """A fact's value with all that a slide, a page or a manifest says about it."""

    id: int
    key: str
    label: str
    number: Decimal
    prefix: str
    unit: str
    decimals: int
    as_of: date | None
    source: str
    valid_until: date | None
    fallback: str
    version: int | None
    """The id of the published revision: the fact's version in a manifest."""
    published: bool = True

    def state(self, today: date) -> FactState:
        """Tell whether the value may be shown on `today`; the last valid day counts."""
        if not self.published:
            return FactState.UNPUBLISHED
        if self.valid_until is not None and self.valid_until < today:
            return FactState.EXPIRED
        return FactState.LIVE

    @property
    def text(self) -> str:
        """The number with prefix and without unit, as in `£1,250` or `−3.5`."""
        return format_number(self.number, decimals=self.decimals, prefix=self.prefix)

    @property
    def display(self) -> str:
        """The number with its unit, bound by a no-break space, as in `68 %`."""
        return f"{self.text}{NO_BREAK_SPACE}{self.unit}" if self.unit else self.text


def format_number(number: Decimal, *, decimals: int, prefix: str = "") -> str:
    """Write a number with thousands separators, a real minus sign and `decimals` places.

    Rounds half away from zero, as printed figures are.
    """
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{prefix}{abs(rounded):,.{decimals}f}"
