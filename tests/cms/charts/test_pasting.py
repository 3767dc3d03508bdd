"""Cells from a spreadsheet, as a chart's rows or a table's columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.charts.pasting import (
    PastedColumn,
    PastedRow,
    PasteError,
    read_cells,
    read_chart,
    read_number,
    read_table,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1_234_567),
        ("1,234", 1234),
        ("1.234", 1.234),
        ("0,75", 0.75),
        ("£1,200", 1200),
        ("12.5 %", 12.5),
        ("(40)", -40),
        ("\u22127.2", -7.2),
        ("1\u202f000", 1000),
        ("Q3", None),
        ("3 vans", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, number):
    assert read_number(cell) == number


def test_a_column_with_decimal_commas_is_read_as_one():
    rows = read_chart("Site\tMWh\nVenlo\t1.234\nBarendrecht\t12,5")
    assert [row.value for row in rows] == [1234, 12.5]


def test_a_chart_has_names_and_one_column_of_numbers_with_or_without_headings():
    expected = (PastedRow("Venlo", 3), PastedRow("Tilburg", 4.5))
    assert read_chart("Site\tGWh\nVenlo\t3\nTilburg\t4.5\n") == expected
    assert read_chart("Venlo;3\r\nTilburg;4.5") == expected
    assert read_chart('"Venlo","3"\n"Tilburg","4.5"') == expected


def test_each_further_column_is_a_line_named_by_its_heading():
    rows = read_chart("Month\t2024\u00a0plan\tActual\nJan\t3\t4\nFeb\t\t5")
    assert rows == (
        PastedRow("Jan", 3, "2024\u00a0plan"),
        PastedRow("Jan", 4, "Actual"),
        PastedRow("Feb", 5, "Actual"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n\t", "nothing to read"),
        ("Venlo", "two columns"),
        ("Site\tGWh\nVenlo\tmany", "Line 2: “many” is not a number"),
        ("Venlo\t3\n\t4", "Line 2 has no name"),
        ("a\t1\t2\nb\t3\t4", "first line with their names"),
        ("Site\tGWh", "no numbers"),
        ("\n".join(f"n{n}\t{n}" for n in range(241)), "At most 240 lines"),
        ('a\t"' + "x" * 140_000, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(text, said):
    with pytest.raises(PasteError, match=said):
        read_chart(text)


def test_a_table_knows_columns_of_numbers_and_keeps_units():
    columns = read_table("Site\tMWh\tShare\nVenlo\t1,200\t12 %\nTilburg\t\t88 %")
    assert columns == (
        PastedColumn("Site", False, ("Venlo", "Tilburg")),
        PastedColumn("MWh", True, (1200, None)),
        PastedColumn("Share", False, ("12 %", "88 %")),
    )
    with pytest.raises(PasteError, match="lines below"):
        read_table("Site\tMWh")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    for read in (read_cells, read_chart, read_table):
        try:
            assert read(text)
        except PasteError as error:
            assert str(error)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(categories=("L",)), min_size=1, max_size=8),
            st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 3)),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_a_spreadsheet_writes_comes_back(rows):
    pasted = "\n".join(f"{name}\t{value:,.3f}" for name, value in rows)
    assert [(row.label, row.value) for row in read_chart(pasted)] == rows
