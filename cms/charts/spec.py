"""Chart data to a Vega-Lite spec: labels on the data, no legend, literal colours. Pure.

One unit is one CSS pixel, so that sizes of text are true: 14 pt for values and names, 12 pt for
axes, 19.5 pt for the value at a line's end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cms.charts.data import ChartData, ChartStyle, spread, ticks
from cms.charts.numbers import with_unit

PT = 96 / 72
NAME, AXIS, END = 14 * PT, 12 * PT, 19.5 * PT
GAP = 0.34
ROW = 54.0  # px, the most that one bar and its gap take

Spec = dict[str, Any]
Width = Callable[[str, float], float]


def build(data: ChartData, style: ChartStyle, width: float, height: float, measure: Width) -> Spec:
    """A spec of exactly `width` by at most `height` px; `measure(text, px)` gives widths in px."""
    if not data.rows:
        raise ValueError("A chart needs at least one row.")
    draw = _bars if data.kind == "bar" else _lines
    spec = draw(data, style, width, height, measure)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "transparent",
        "autosize": {"type": "none"},
        "config": {"font": style.font, "view": {"stroke": None}, "text": {"font": style.font}},
        **spec,
    }


def _bars(data: ChartData, style: ChartStyle, width: float, height: float, measure: Width) -> Spec:
    names = max(measure(row.label, NAME) for row in data.rows) + 18
    values = max(measure(row.text, NAME) for row in data.rows) + 14
    used = min(height, ROW * len(data.rows))
    marked = any(row.signal for row in data.rows)
    rows = [
        {
            "label": f"{index:02}",
            "name": row.label,
            "value": row.value,
            "text": row.text,
            "fill": (style.signal if row.signal else style.bar) if marked else style.accent,
            "ink": style.signal_text if row.signal else style.ink,
        }
        for index, row in enumerate(data.rows)
    ]
    place = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": None,
        "scale": {"paddingInner": GAP, "paddingOuter": GAP / 2},
    }
    top = max(max(row.value for row in data.rows), 1e-9)
    length = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "nice": False, "zero": True},
        # Bars that may be stacked are clipped by elements with ids, the same in every chart.
        "stack": None,
    }
    return {
        "width": round(width - names - values, 2),
        "height": round(used, 2),
        "padding": {"left": round(names, 2), "right": round(values, 2), "top": 0, "bottom": 0},
        "data": {"values": rows},
        "encoding": {"y": place},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": style.radius},
                "encoding": {"x": length, "color": _literal("fill")},
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "fontSize": NAME,
                    "color": style.ink,
                },
                "encoding": {"x": {"value": round(-names, 2)}, "text": {"field": "name"}},
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 9,
                    "fontSize": NAME,
                    "fontWeight": 600,
                },
                "encoding": {"x": length, "text": {"field": "text"}, "color": _literal("ink")},
            },
        ],
    }


def _literal(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _lines(
    data: ChartData, style: ChartStyle, width: float, height: float, measure: Width
) -> Spec:
    values = [row.value for row in data.rows]
    marks = ticks(0.0 if data.zero else min(values), max(values))
    low, high = marks[0], marks[-1]
    places = max(len(f"{mark:g}".partition(".")[2]) for mark in marks)
    tick_rows: list[Spec] = [
        {"at": mark, "text": with_unit(f"{mark:,.{places}f}", data.unit)} for mark in marks
    ]
    axis = max(measure(row["text"], AXIS) for row in tick_rows) + 16
    ends = _ends(data, style)
    names = (
        max(
            max(measure(end["text"], END) * 1.06, measure(end["name"], NAME) * 1.06)
            for end in ends
        )
        + 30
    )
    plot_width, plot_height = width - axis - names, height - 40.0

    def y_of(value: float) -> float:
        return 8 + (high - value) / (high - low) * plot_height

    wanted = [y_of(end["value"]) for end in ends]
    for end, place in zip(ends, spread(wanted, END + NAME + 14, 8, 8 + plot_height), strict=True):
        end["place"] = place
    categories = list(data.categories)
    position = {name: index for index, name in enumerate(categories)}
    rows = [
        {"x": position[row.label], "value": row.value, "series": row.series, "order": index}
        for index, row in enumerate(data.rows)
    ]
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(len(categories) - 1, 1)], "nice": False, "zero": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {
            "domain": [low, high],
            "nice": False,
            "zero": False,
            "range": [8 + plot_height, 8],
        },
    }

    def fixed(values: list[Spec], mark: Spec, encoding: Spec) -> Spec:
        return {"data": {"values": values}, "mark": mark, "encoding": encoding}

    layers: list[Spec] = [
        fixed(
            tick_rows,
            {"type": "rule", "color": style.line, "strokeWidth": 1},
            {"y": {**y, "field": "at"}, "x": {"value": 0}, "x2": {"value": plot_width}},
        ),
        fixed(
            tick_rows,
            {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "fontSize": AXIS,
                "color": style.muted,
            },
            {
                "y": {**y, "field": "at"},
                "x": {"value": round(-axis, 2)},
                "text": {"field": "text"},
            },
        ),
        fixed(
            [
                {"x": position[name], "text": name, "align": align}
                for name, align in named(categories, plot_width, measure)
            ],
            {
                "type": "text",
                "baseline": "top",
                "fontSize": AXIS,
                "color": style.muted,
                "align": {"expr": "datum.align"},
            },
            {"x": x, "y": {"value": plot_height + 18}, "text": {"field": "text"}},
        ),
    ]
    # The subject is drawn last, over the others.
    for end in sorted(ends, key=lambda end: bool(end["subject"])):
        own = [row for row in rows if row["series"] == end["series"]]
        layers.append(
            fixed(
                own,
                {
                    "type": "line",
                    "color": end["stroke"],
                    "strokeJoin": "round",
                    "strokeCap": "round",
                    "strokeWidth": 5.5 if end["subject"] else 3.5,
                },
                {"x": x, "y": y, "order": {"field": "order", "type": "quantitative"}},
            )
        )
        layers.append(
            fixed(
                [own[-1]],
                {
                    "type": "point",
                    "filled": True,
                    "opacity": 1,
                    "color": end["stroke"],
                    "size": 200 if end["subject"] else 80,
                },
                {"x": x, "y": y},
            )
        )
    for field, size, shift in (("text", END, -2), ("name", NAME, END * 0.86)):
        layers.append(
            fixed(
                ends,
                {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dy": shift,
                    "fontSize": size,
                    "fontWeight": 600,
                },
                {
                    "x": {"value": plot_width + 18},
                    "text": {"field": field},
                    "y": {"field": "place", "type": "quantitative", "axis": None, "scale": None},
                    "color": _literal("ink"),
                },
            )
        )
    return {
        "width": round(plot_width, 2),
        "height": round(plot_height + 40, 2),
        "padding": {"left": round(axis, 2), "right": round(names, 2), "top": 0, "bottom": 0},
        "layer": layers,
        "resolve": {"scale": {"y": "independent", "x": "independent"}},
    }


def _ends(data: ChartData, style: ChartStyle) -> list[Spec]:
    marked = any(row.signal for row in data.rows)
    ends = []
    for series in data.series:
        last = [row for row in data.rows if row.series == series][-1]
        subject = series == data.subject
        ends.append(
            {
                "series": series,
                "name": series,
                "value": last.value,
                "text": last.text,
                "subject": subject,
                "stroke": (style.signal if marked else style.accent) if subject else style.bar,
                "ink": (style.signal_text if marked else style.accent) if subject else style.muted,
            }
        )
    return ends


def named(categories: list[str], width: float, measure: Width) -> list[tuple[str, str]]:
    """The names under a line chart that have room: first, last and some between."""
    last = len(categories) - 1
    if last < 1:
        return [(categories[0], "left")]
    widest = max(measure(name, AXIS) for name in categories) + 28
    room = max(int(width // widest), 2)
    stride = max(1, -(-last // max(min(room, 8) - 1, 1)))
    chosen = [index for index in range(0, last, stride) if index == 0 or last - index >= stride]
    named = [(categories[index], "left" if index == 0 else "center") for index in chosen]
    return [*named, (categories[last], "right")]
