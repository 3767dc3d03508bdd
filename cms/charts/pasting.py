"""Cells pasted from a spreadsheet, read as a chart's rows or as a table. Pure."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_LINES = 240
MOST_COLUMNS = 12
_ORNAMENT = re.compile(r"[\s\u00a0\u202f£$€¥%'’]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*$")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$")


class PasteError(ValueError):
    """The cells cannot be read; the message names the line, from 1."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One value of a chart; `series` is empty where there is one column of values."""

    label: str
    value: float
    series: str = ""


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """A table's column; its cells are numbers or None where `is_number`, else texts."""

    heading: str
    is_number: bool
    cells: tuple[str | float | None, ...]


def read_cells(text: str) -> list[list[str]]:
    """Return lines of trimmed cells, all of one length, without empty lines and last columns.

    A spreadsheet's clipboard has tabs; without any, semicolons or else commas part the cells.
    Raises PasteError for nothing, and for more than 240 lines or 12 columns.
    """
    mark = next((mark for mark in "\t;," if mark in text), "\t")
    try:
        lines = [
            [cell.strip() for cell in row] for row in csv.reader(_lines(text), delimiter=mark)
        ]
    except csv.Error as error:
        raise PasteError(_("The cells cannot be read: %(why)s.") % {"why": error}) from error
    lines = [line for line in lines if any(line)]
    width = max((len(line) - _empty_at_end(line) for line in lines), default=0)
    if not width:
        raise PasteError(_("There is nothing to read."))
    if len(lines) > MOST_LINES or width > MOST_COLUMNS:
        raise PasteError(
            _("At most %(lines)d lines of %(columns)d cells can be pasted.")
            % {"lines": MOST_LINES, "columns": MOST_COLUMNS}
        )
    return [[*line[:width], *[""] * (width - len(line))] for line in lines]


def _lines(text: str) -> list[str]:
    return text.replace("\0", "").splitlines(keepends=True)


def _empty_at_end(line: Sequence[str]) -> int:
    filled = max((place for place, cell in enumerate(line, start=1) if cell), default=0)
    return len(line) - filled


def read_number(cell: str, decimal: str = ".") -> float | None:
    """Return a cell as a number, None where it is none.

    Currency, per cent and spaces are left out; `(5)` is minus five. Where both marks occur, the
    last one is the decimal mark; a single mark before groups of three digits parts thousands,
    unless it is `decimal` and there is one group only.
    """
    text = _ORNAMENT.sub("", cell).replace("\u2212", "-")
    if text[:1] == "(" and text[-1:] == ")":
        text = f"-{text[1:-1]}"
    if not _NUMBER.match(text):
        return None
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        mark = text[last]
        other = "," if mark == "." else "."
        groups = _THOUSANDS.match(text)
        if other in text:
            text = text.replace(other, "").replace(mark, ".", 1)
        elif groups and (mark != decimal or text.count(mark) > 1):
            text = text.replace(mark, "")
        else:
            text = text.replace(mark, ".", 1)
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def decimal_mark(cells: Sequence[str]) -> str:
    """Return the mark that a column's numbers part decimals with: a comma only where one of them
    cannot be read otherwise."""
    for cell in cells:
        text = _ORNAMENT.sub("", cell)
        is_last = text.rfind(",") > text.rfind(".")
        if is_last and ("." in text or not _THOUSANDS.match(text)):
            return ","
    return "."


def _column(cells: Sequence[str]) -> list[float | None]:
    mark = decimal_mark(cells)
    return [read_number(cell, mark) for cell in cells]


def read_chart(text: str) -> tuple[PastedRow, ...]:
    """Return the rows of a chart: names in the first column, a line in each further one.

    Headings name the lines, so several columns need them; an empty cell is no value. Raises
    PasteError.
    """
    lines = read_cells(text)
    if len(lines[0]) < 2:
        raise PasteError(_("A chart needs two columns: names, and numbers."))
    has_headings = all(read_number(cell) is None for cell in lines[0][1:])
    headings, body = (lines[0], lines[1:]) if has_headings else ([""] * len(lines[0]), lines)
    width = len(lines[0])
    if width > 2 and not (has_headings and all(headings[1:])):
        raise PasteError(_("Several columns of numbers need a first line with their names."))
    rows: list[PastedRow] = []
    for place in range(1, width):
        cells = [line[place] for line in body]
        for offset, (line, value) in enumerate(zip(body, _column(cells), strict=True)):
            if not line[place]:
                continue
            if value is None or not line[0]:
                raise PasteError(_wrong(offset + 1 + has_headings, line, place))
            rows.append(PastedRow(line[0], value, headings[place] if width > 2 else ""))
    if not rows:
        raise PasteError(_("There are no numbers."))
    return tuple(rows)


def _wrong(number: int, line: Sequence[str], place: int) -> str:
    if not line[0]:
        return _("Line %(number)d has no name.") % {"number": number}
    return _("Line %(number)d: “%(cell)s” is not a number.") % {
        "number": number,
        "cell": line[place][:40],
    }


def read_table(text: str) -> tuple[PastedColumn, ...]:
    """Return a table's columns; the first line is their headings. Raises PasteError.

    A column after the first is of numbers where each of its cells is one, or empty.
    """
    headings, *body = read_cells(text)
    if not body:
        raise PasteError(_("A table needs a line of headings, and lines below it."))
    columns = []
    for place, heading in enumerate(headings):
        cells = [line[place] for line in body]
        numbers = _column(cells)
        is_number = bool(place and any(cells)) and all(
            (number is not None and _is_bare(cell)) or not cell
            for number, cell in zip(numbers, cells, strict=True)
        )
        columns.append(
            PastedColumn(heading, is_number, tuple(numbers) if is_number else tuple(cells))
        )
    return tuple(columns)


def _is_bare(cell: str) -> bool:
    """Tell whether a cell is a number without a unit, which would be lost."""
    return not re.search(r"[£$€¥%]", cell)
