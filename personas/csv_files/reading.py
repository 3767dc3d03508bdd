"""From the bytes of an uploaded file to rows of texts, with clear errors for what is no table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from personas.csv_files.cells import restore
from personas.errors import CsvError

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `line` is its line in the file, the heading being line 1.

    `problem` says why the row as a whole cannot be used; blank for a good one.
    """

    line: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by normalised name, in the file's order; encoding and delimiter as found."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def column_name(heading: str) -> str:
    """`" E-mail address"` -> `"e_mail_address"`."""
    words = "".join(c if c.isalnum() else " " for c in heading.casefold()).split()
    return "_".join(words)


def read_table(data: bytes, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> Table:
    """Read a CSV file: UTF-8 (with or without BOM) or Latin-1, delimiter found by itself.

    Cells are stripped and restored from neutralising; empty lines are left out.
    Raises CsvError when the file is too large, empty, not text, or has unusable headings.
    """
    if len(data) > max_bytes:
        limit = max_bytes // (1024 * 1024)
        raise CsvError(
            _("The file has %(size).1f MB; the limit is %(limit)d MB. Split it into parts.")
            % {"size": len(data) / (1024 * 1024), "limit": limit}
        )
    text, encoding = _decode(data)
    delimiter = _delimiter(text)
    columns, rows = _parse(text, delimiter, max_rows)
    return Table(columns, rows, encoding, delimiter)


def _decode(data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise CsvError(_("The file is empty."))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CsvError(_("This is an Excel workbook. Save it as CSV and choose that file."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise CsvError(_("This file is not a text file.")) from None
        if "\0" in text:
            raise CsvError(_("This file is not a text file."))
        return text, "utf-16"
    if b"\0" in data:
        raise CsvError(_("This file is not a text file."))
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        # Windows-1252 is Latin-1 with letters where that has control characters.
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "latin-1"


def _delimiter(text: str) -> str:
    """The delimiter that divides the heading most often; a comma when there is none."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: _outside_quotes(heading, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _parse(text: str, delimiter: str, max_rows: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells)
                continue
            if len(rows) >= max_rows:
                raise CsvError(
                    _("The file has more than %(limit)d rows. Split it into parts.")
                    % {"limit": max_rows}
                )
            rows.append(_row(start, columns, cells))
    except csv.Error as error:
        raise CsvError(
            _("Line %(line)d cannot be read: %(reason)s.")
            % {"line": reader.line_num, "reason": error}
        ) from None
    if not columns:
        raise CsvError(_("The file is empty."))
    if not rows:
        raise CsvError(_("The file has headings but no rows."))
    return columns, tuple(rows)


def _columns(cells: list[str]) -> tuple[str, ...]:
    names = tuple(column_name(restore(cell.strip())) for cell in cells)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise CsvError(_("These columns stand twice: %(names)s.") % {"names": ", ".join(twice)})
    return names


def _row(line: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    pairs = zip(columns, cells, strict=False)
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    problem = ngettext(
        "%(count)d cell more than there are headings; is a quotation mark missing?",
        "%(count)d cells more than there are headings; is a quotation mark missing?",
        len(extra),
    ) % {"count": len(extra)}
    texts = {name: restore(cell.strip(" ")) for name, cell in pairs if name}
    return Row(line, texts, problem if extra else "")
