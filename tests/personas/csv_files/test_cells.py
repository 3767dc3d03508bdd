from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from personas.csv_files.cells import neutralise, restore
from personas.csv_files.export import csv_lines
from personas.csv_files.reading import read_table

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RISKY = st.one_of(ANY_TEXT, st.text(alphabet="'=+-@\t\r\n ab", max_size=8))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_gets_an_apostrophe(start):
    assert neutralise(f"{start}1+1") == f"'{start}1+1"
    assert restore(f"'{start}1+1") == f"{start}1+1"


@pytest.mark.parametrize("text", ["", "Anna", "'quoted'", "1=1", " =1", "O'Neil"])
def test_other_texts_stay(text):
    assert neutralise(text) == text
    assert restore(text) == text


@pytest.mark.parametrize("value", [-5, 3.5, None, True])
def test_what_is_no_text_stays(value):
    assert neutralise(value) is value


@given(RISKY)
@example("'=1")
@example("''@")
def test_restoring_gives_back_any_text(text):
    assert restore(neutralise(text)) == text


@given(RISKY)
def test_no_neutralised_text_would_run(text):
    assert not str(neutralise(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(RISKY, RISKY).filter(lambda r: any(c.strip() for c in r)), min_size=1))
def test_a_file_written_and_read_holds_the_same_texts(rows):
    data = b"".join(csv_lines(["first", "second"], rows))

    table = read_table(data, max_bytes=10**7)

    # Spaces round a cell are no part of it.
    found = [(row.cells["first"], row.cells["second"]) for row in table.rows]
    assert found == [tuple(_without_spaces(cell) for cell in row) for row in rows]


def _without_spaces(cell: str) -> str:
    return restore(str(neutralise(cell)).strip(" "))


def test_headings_are_neutralised_too():
    [line] = csv_lines(["=cmd"], [])
    assert next(csv.reader(io.StringIO(line.decode()))) == ["'=cmd"]
