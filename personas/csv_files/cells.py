"""Cells that a spreadsheet would run as a formula are made harmless, and restored when read.

A text that begins with = + - @ tab or CR gets one apostrophe in front. So does a text that
already is such a text behind apostrophes; otherwise restoring could not tell the two apart.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"''*[=+\-@\t\r]")


def neutralise(value: object) -> object:
    """The value for a CSV cell; anything but a text is returned as it is."""
    if isinstance(value, str) and _DANGEROUS.match(value):
        return f"'{value}"
    return value


def restore(cell: str) -> str:
    """The text that `neutralise` was given."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
