"""How numbers in charts and tables are written. Pure."""

from __future__ import annotations

CURRENCIES = "£$€¥"
CLOSE = ("k", "m", "bn", "×", "x", "°")
NBSP = "\u00a0"
MINUS = "\u2212"


def with_unit(number: str, unit: str) -> str:
    """`number` with its unit: `412` and `£k` give £412k, `94` and `%` give 94 % (no-break)."""
    unit = unit.strip()
    sign, digits = (MINUS, number[1:]) if number[:1] in ("-", MINUS) else ("", number)
    prefix = unit[:1] if unit[:1] in CURRENCIES and unit else ""
    suffix = unit[len(prefix) :].strip()
    if not suffix:
        return f"{sign}{prefix}{digits}"
    joint = "" if suffix in CLOSE else NBSP
    return f"{sign}{prefix}{digits}{joint}{suffix}"


def decimals_of(values: list[float], most: int = 2) -> int:
    """The decimals that all values of a column need, at most `most`."""
    return max(
        (min(len(f"{value:.10f}".rstrip("0").partition(".")[2]), most) for value in values),
        default=0,
    )


def written(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace("-", MINUS)
