"""Numbers in a text that say what a fact says: now, before, or nearly. No ORM.

A number counts as a fact's where its unit is the fact's and its size says so; a bare number only
where it is telling by itself. What else is meant by it only a person knows: a finding is a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from cms.facts.values import FactValue

NEARLY = Decimal("0.05")  # of the value; "about 70 %" for 68 %
TELLING_DIGITS = 3  # significant digits by which a number without a unit is known again

_NUMBER = re.compile(
    r"""(?<![\w.,])
    (?P<prefix>[£€$]|CHF\s)?\s?
    (?P<sign>[-−–])?
    (?P<digits>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?![\d,]*\d)
    (?:[ \u00a0\u202f]?(?P<unit>%|per\ cent|percent|[^\W\d_]+(?:/[^\W\d_]+)?))?
    """,
    re.VERBOSE,
)
_SAME_UNITS = {"per cent": "%", "percent": "%", "pct": "%"}


class Restates(StrEnum):
    """What a written number has to do with a fact."""

    SAME = "same"
    """It is the fact's present value: as a fact it would stay current."""
    OLD = "old"
    """It is a value that the fact had before."""
    NEAR = "near"
    """It nearly is the present value."""


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in a text, with what stands round it."""

    text: str
    number: Decimal
    prefix: str
    unit: str

    @property
    def significant(self) -> int:
        """How many digits it has, zeros at the end left out where nothing follows them."""
        digits = "".join(sign for sign in self.text if sign.isdigit()).lstrip("0")
        return len(digits if "." in self.text else digits.rstrip("0"))


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact with the values that it had before, the newest first."""

    value: FactValue
    before: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A written number that may be a fact's."""

    written: Written
    fact: FactValue
    how: Restates


def numbers_in(text: str) -> Iterator[Written]:
    """Yield the numbers of a text; dates, times, versions and ordinals are none."""
    for match in _NUMBER.finditer(text):
        if _is_no_amount(text, match):
            continue
        digits = re.sub(r"[,\u00a0\u202f ]", "", match["digits"])
        try:
            number = Decimal(digits)
        except InvalidOperation:  # pragma: no cover - the pattern admits digits only
            continue
        unit = (match["unit"] or "").strip()
        yield Written(
            text=match[0].strip(),
            number=-number if match["sign"] else number,
            prefix=(match["prefix"] or "").strip(),
            unit=_SAME_UNITS.get(unit.lower(), unit),
        )


def _is_no_amount(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end("digits") :]
    if re.match(r"(?:st|nd|rd|th)\b|[:.]\d|\s?(?:am|pm)\b", after):
        return True
    plain = match["digits"].isdigit() and not match["prefix"]
    is_year = plain and 1900 <= int(match["digits"]) <= 2100 and match["unit"] not in ("%",)
    return is_year and not re.match(r"[ \u00a0]?%", after) and not before.endswith(("€", "£", "$"))


def restated(text: str, facts: Sequence[KnownFact]) -> list[Finding]:
    """Return what the numbers of a text restate, one finding a number at most.

    The present value wins over a former one, and both over what is only near.
    """
    found = []
    for written in numbers_in(text):
        best = min(
            (
                Finding(written, known.value, how)
                for known in facts
                if (how := _compare(written, known)) is not None
            ),
            key=lambda finding: list(Restates).index(finding.how),
            default=None,
        )
        if best is not None:
            found.append(best)
    return found


def _compare(written: Written, known: KnownFact) -> Restates | None:
    fact = known.value
    if not _is_of_kind(written, fact):
        return None
    if written.number == _shown(fact.number, fact.decimals):
        return Restates.SAME
    if any(written.number == _shown(number, fact.decimals) for number in known.before):
        return Restates.OLD
    near = fact.number and abs(written.number - fact.number) <= abs(fact.number) * NEARLY
    return Restates.NEAR if near and _has_unit(fact) else None


def _is_of_kind(written: Written, fact: FactValue) -> bool:
    """Tell whether a number can be the fact's by its unit, or is telling without one."""
    if fact.prefix and written.prefix:
        return fact.prefix.strip() == written.prefix
    if fact.unit and written.unit:
        return _unit(fact.unit) == _unit(written.unit)
    if _has_unit(fact):
        return False
    return written.significant >= TELLING_DIGITS and not written.prefix


def _has_unit(fact: FactValue) -> bool:
    return bool(fact.unit or fact.prefix)


def _unit(unit: str) -> str:
    plain = _SAME_UNITS.get(unit.lower(), unit.lower())
    first = plain.split()[0]
    return first[:-1] if len(first) > 3 and first.endswith("s") else first


def _shown(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def texts_in(raw: object) -> Iterator[str]:
    """Yield the plain texts of a block's raw value, facts left out."""
    if isinstance(raw, str):
        yield re.sub(r"<[^>]*>", " ", re.sub(r"<embed[^>]*/?>", " ", raw))
    elif isinstance(raw, dict):
        for name, value in raw.items():
            if name not in ("id", "type", "link", "url"):
                yield from texts_in(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from texts_in(value)
