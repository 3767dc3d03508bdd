from __future__ import annotations

import pytest

from personas.csv_files.reading import column_name, read_table
from personas.errors import CsvError


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(data).rows]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_it_reads_the_encodings_of_spreadsheets(encoding, found):
    table = read_table("name\nMüller\n".encode(encoding))
    assert (table.encoding, table.rows[0].cells["name"]) == (found, "Müller")


def test_latin_1_is_read_where_windows_has_no_letter():
    assert read_table(b"name\nM\xfcller\x81\n").encoding == "latin-1"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(mark):
    data = f'first{mark}"second, with comma"{mark}third\na{mark}b{mark}c\n'.encode()
    assert cells(data) == [{"first": "a", "second_with_comma": "b", "third": "c"}]


def test_one_column_needs_no_delimiter():
    assert cells(b"email\na@b.example\n") == [{"email": "a@b.example"}]


def test_headings_are_told_apart_from_spelling():
    assert column_name("  E-mail Address ") == "e_mail_address"


def test_lines_are_those_of_the_file():
    table = read_table(b'name,note\n\nA,"two\nlines"\nB,\n')
    assert [row.line for row in table.rows] == [3, 5]


def test_a_row_with_too_many_cells_is_bad_by_itself():
    good, bad = read_table(b"name,note\nA,x\nB,y,z\n").rows
    assert not good.problem
    assert "1 cell more" in bad.problem


def test_a_short_row_has_blank_cells():
    assert cells(b"name,note\nA\n") == [{"name": "A"}]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"name\n", "no rows"),
        (b"name\n" + b"x" * 300, "limit"),
        (b"a,A \n1,2\n", "stand twice"),
        (b"PK\x03\x04rest", "Excel"),
        (b"GIF89a\0\0", "not a text"),
        ("name\nM\0ller\n".encode("utf-16"), "not a text"),
        (b"\xff\xfea", "not a text"),
        (b'name\n"open\n', "cannot be read"),
        (b"name\n" + b"a\n" * 30, "more than 20 rows"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, words):
    with pytest.raises(CsvError, match=words):
        read_table(data, max_bytes=200, max_rows=20)
