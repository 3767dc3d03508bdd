"""What the templates of charts and tables get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cms.charts.data import ChartData, ChartStyle, Row
from cms.charts.drawing import draw
from cms.charts.numbers import decimals_of, with_unit, written
from cms.slides.context import SlideContext
from cms.slides.facts import figure_value
from cms.slides.metrics import theme_metrics
from cms.slides.presenters.parts import figure
from cms.slides.presenters.typesetting import Typesetter

Slot = dict[str, Any]

PX = 96 / 25.4  # in one mm
FULL, BESIDE, HEIGHT = 288.0, 214.5, 98.0  # mm
CHART_FIGURES = (52, 44, 36, 30)


def chart_data(value: Mapping[str, Any]) -> ChartData:
    """A chart block's value as plain data; facts at their live value.

    Bars fall in size, and say of which column they are where there are several.
    """
    unit = str(value.get("unit") or "")
    shown = [(row, figure_value(row)) for row in value.get("rows") or ()]
    numbers = [one.number for _row, one in shown if one.number is not None]
    decimals = decimals_of(numbers)
    rows = [
        Row(
            label=str(row["label"]),
            value=one.number,
            text=with_unit(one.text, one.unit or unit)
            if row.get("fact")
            else with_unit(written(one.number, decimals), unit),
            series=str(row.get("series") or ""),
            signal=bool(row.get("signal")),
        )
        for row, one in shown
        if one.number is not None
    ]
    if value.get("kind") != "line":
        if len({row.series for row in rows}) > 1:
            rows = [_named_bar(row) for row in rows]
        rows.sort(key=lambda row: row.value, reverse=True)
    else:
        order = {name: index for index, name in enumerate(dict.fromkeys(r.series for r in rows))}
        rows.sort(key=lambda row: order[row.series])
    return ChartData(
        kind=str(value.get("kind") or "bar"),
        title=str(value.get("title") or ""),
        measure=str(value.get("measure") or ""),
        rows=tuple(rows),
        unit=unit,
    )


def _named_bar(row: Row) -> Row:
    label = ", ".join(filter(None, (row.label, row.series)))
    return replace(row, label=label, series="")


def chart_style(context: SlideContext) -> ChartStyle:
    colours = context.theme.colours
    return ChartStyle(
        font=context.theme.typefaces.text,
        ink=colours.ink,
        muted=colours.muted,
        line=colours.line,
        accent=colours.accent,
        bar=colours.bar,
        signal=colours.signal,
        signal_text=colours.signal_text,
        radius=context.theme.radius / 2 * PX,
    )


def chart(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    data = chart_data(value)
    metrics = theme_metrics(context.theme)

    def measure(text: str, size: float) -> float:
        return metrics.strong_width(text, size * 0.75) * PX

    # Figures beside bars go first when there is no room.
    items = list(value.get("figures") or ()) if data.kind == "bar" and step == 0 else []
    width = BESIDE if items else FULL
    return {
        "variant": data.kind,
        "title": set_.title(value.get("title")),
        "measure": set_.inline(data.measure),
        "svg": draw(data, chart_style(context), width * PX, HEIGHT * PX, measure)
        if data.rows
        else "",
        "figures": [figure(item, set_, width=67.5, sizes=CHART_FIGURES) for item in items],
        "source": set_.inline(value.get("source")),
        "data": data,
    }


def table(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    set_ = Typesetter(context.theme)
    content = value.get("table")
    columns = list(getattr(content, "columns", ()) or ())
    raw = [list(row["values"]) for row in getattr(content, "row_data", ()) or ()]
    kinds = [column["block"].name for column in columns]
    decimals = [
        decimals_of([float(row[index]) for row in raw if isinstance(row[index], int | float)])
        for index in range(len(columns))
    ]

    def cell(index: int, entry: Any) -> Slot:
        right = kinds[index] != "text"
        if kinds[index] == "fact" and entry is not None:
            shown = figure_value({"fact": entry})
            text = with_unit(shown.text, shown.unit)
        elif isinstance(entry, int | float):
            text = written(float(entry), decimals[index])
        else:
            text = str(entry or "–") if right else str(entry or "")
        return {"text": set_.inline(text), "right": right and index > 0}

    last = len(raw) - 1
    return {
        "title": set_.title(value.get("title")),
        "caption": "",
        "columns": [
            {"heading": set_.inline(column["heading"]), "right": kinds[i] != "text" and i > 0}
            for i, column in enumerate(columns)
        ],
        "rows": [
            {
                "cells": [cell(index, entry) for index, entry in enumerate(row)],
                "total": bool(value.get("total_row")) and number == last,
            }
            for number, row in enumerate(raw)
        ],
        "row_height": f"{min(12.5, 92 / max(len(raw), 1)):.2f}",
        "note": set_.text(value.get("note"), 288, 14),
    }
