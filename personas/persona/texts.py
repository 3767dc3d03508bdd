"""Texts that hold one thing on each line (pure): goals, pains, objections."""

from __future__ import annotations


def lines_of(text: str) -> list[str]:
    """Return the lines without the marks of a list; blank ones are left out."""
    return [line for one in text.splitlines() if (line := one.strip(" -•\t"))]
