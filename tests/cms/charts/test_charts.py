from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from cms.charts import drawing
from cms.charts.data import ChartData, ChartStyle, Row, spread, ticks
from cms.charts.numbers import decimals_of, with_unit, written
from cms.charts.spec import build

STYLE = ChartStyle(
    "Folio Text", "#15271f", "#50625a", "#d0d8d2", "#1a6b52", "#a6c6b5", "#dd6f0c", "#a84c00"
)
BARS = ChartData(
    "bar",
    "Three cause half",
    "Cost",
    (
        Row("Leeds", 412, "£412k", signal=True),
        Row("Bristol", 355, "£355k"),
        Row("Perth & Kinross", 131, "£131k"),
    ),
    unit="£k",
)
LINES = ChartData(
    "line",
    "Two left the field",
    "In range",
    tuple(
        Row(f"Week {week}", 94 + week * step, f"{94 + week * step:.1f} %", series)
        for series, step in (("Two hubs", 0.5), ("others", 0.02))
        for week in range(1, 9)
    ),
    unit="%",
)


def measure(text: str, size: float) -> float:
    return len(text) * size * 0.55


def spec(data: ChartData) -> dict[str, Any]:
    return build(data, STYLE, 800, 360, measure)


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(3, 6))
def test_ticks_enclose_the_data(low: float, span: float, most: int) -> None:
    marks = ticks(low, low + span, most)
    assert 2 <= len(marks) <= most
    assert marks[0] <= low + 1e-6 * max(abs(low), span)
    assert marks[-1] >= low + span - 1e-6 * max(abs(low), span)
    assert list(marks) == sorted(set(marks))


def test_ticks_are_round() -> None:
    assert ticks(94.1, 99.3) == (94.0, 96.0, 98.0, 100.0)
    assert ticks(0, 412) == (0.0, 200.0, 400.0, 600.0)
    assert len(ticks(5, 5)) >= 2
    with pytest.raises(ValueError, match="finite"):
        ticks(float("nan"), 1)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=4))
def test_labels_of_lines_stand_apart(places: list[float]) -> None:
    placed = sorted(spread(places, 40, 0, 300))
    assert all(b - a >= 40 - 1e-6 for a, b in pairwise(placed))
    assert placed[0] >= -1e-6 and placed[-1] <= 300 + 1e-6


def test_bars_start_at_zero_and_have_no_legend() -> None:
    drawn = spec(BARS)
    bars = drawn["layer"][0]["encoding"]
    assert bars["x"]["scale"]["domain"][0] == 0
    assert bars["color"]["legend"] is None and bars["x"]["axis"] is None
    fills = [row["fill"] for row in drawn["data"]["values"]]
    assert fills == [STYLE.signal, STYLE.bar, STYLE.bar]


def test_without_a_mark_all_bars_wear_the_accent() -> None:
    rows = tuple(Row(row.label, row.value, row.text) for row in BARS.rows)
    plain = spec(ChartData("bar", "T", "M", rows))
    assert {row["fill"] for row in plain["data"]["values"]} == {STYLE.accent}


@pytest.mark.parametrize("data", [BARS, LINES], ids=["bar", "line"])
def test_charts_are_as_wide_as_asked(data: ChartData) -> None:
    drawn = spec(data)
    assert drawn["width"] + drawn["padding"]["left"] + drawn["padding"]["right"] == pytest.approx(
        800, abs=0.1
    )


@pytest.mark.parametrize("data", [BARS, LINES], ids=["bar", "line"])
def test_specs_are_vega_lite(data: ChartData) -> None:
    import altair

    altair.LayerChart.from_json(json.dumps(spec(data)), validate=True)


@pytest.mark.django_db
@pytest.mark.parametrize("data", [BARS, LINES], ids=["bar", "line"])
def test_the_svg_says_all_in_words(data: ChartData) -> None:
    svg = ElementTree.fromstring(drawing.draw(data, STYLE, 800, 360, measure))
    ns = "{http://www.w3.org/2000/svg}"
    title = svg.find(f"{ns}title")
    assert title is not None and title.text is not None
    assert data.title in title.text and data.rows[0].text in title.text
    texts = ["".join(element.itertext()) for element in svg.iter(f"{ns}text")]
    assert data.rows[0].label in texts
    assert data.rows[-1].text in texts
    assert svg.get("role") == "img"


@pytest.mark.django_db
@pytest.mark.parametrize("data", [BARS, LINES], ids=["bar", "line"])
def test_nothing_in_a_chart_has_an_id_that_another_chart_has_too(data: ChartData) -> None:
    svg = drawing.draw(data, replace(STYLE, radius=6), 800, 360, measure)
    assert " id=" not in svg and "url(#" not in svg


@pytest.mark.django_db
def test_a_chart_is_drawn_once(monkeypatch: Any) -> None:
    cache.clear()
    calls = []

    class Engine:
        @staticmethod
        def vegalite_to_svg(spec: Any) -> str:
            calls.append(spec)
            return '<svg width="1" height="1" viewBox="0 0 1 1"></svg>'

    monkeypatch.setattr(drawing, "_engine", lambda: Engine)
    assert drawing.draw(BARS, STYLE, 800, 360, measure) == drawing.draw(
        BARS, STYLE, 800, 360, measure
    )
    drawing.draw(BARS, STYLE, 801, 360, measure)
    assert len(calls) == 2


def test_a_name_cannot_become_markup() -> None:
    evil = ChartData("bar", "<script>", "M", (Row("<b>", 1, "1"), Row("b", 2, "2")))
    svg = drawing._finish('<svg width="1" height="1" viewBox="0 0 1 1"></svg>', evil)
    assert "<script>" not in svg and "&lt;script&gt;" in svg


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("412", "£k", "£412k"),
        ("94", "%", "94\u00a0%"),
        ("-3", "€", "\u2212€3"),
        ("7", "", "7"),
        ("7", "weeks", "7\u00a0weeks"),
    ],
)
def test_units_stand_where_they_belong(number: str, unit: str, text: str) -> None:
    assert with_unit(number, unit) == text


def test_a_column_shares_its_decimals() -> None:
    assert decimals_of([1.0, 2.5, 3.125]) == 2
    assert decimals_of([]) == 0
    assert written(-1234.5, 1) == "\u22121,234.5"
