"""Charts that stay charts: their numbers in a workbook, their look that of the drawn ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from cms.charts.data import ChartData, Row, spread, ticks
from cms.charts.numbers import MINUS, with_unit
from cms.charts.spec import GAP, ROW, named
from cms.slides.metrics import theme_metrics
from cms.slides.pptx.shapes import Box, ChartShape
from cms.slides.pptx.xml import Ink, emu, printable

PX = 25.4 / 96  # mm
POINTS = 72 / 96  # in one px
NAME, AXIS = 14.0, 12.0  # pt
NUMBER = re.compile(r"^(?P<before>[^\d]*)\d[\d,]*(?:\.(?P<places>\d+))?(?P<after>.*)$", re.S)
NAMESPACES = nsdecls("c", "a")
CATEGORIES, VALUES = 101, 102  # the axes' ids


def add_chart(shapes: Any, chart: ChartShape, ink: Ink) -> None:
    """Put a chart on a slide, given its shapes."""
    data, box = chart.data, chart.box
    if data.kind == "bar":
        box = Box(box.left, box.top, box.width, min(box.height, ROW * PX * len(data.rows)))
    order = _drawn_order(data)
    book = CategoryChartData(number_format=number_format(data.rows[0].text))
    book.categories = list(data.categories)
    for name, rows in order:
        book.add_series(
            name, [rows[label].value if label in rows else None for label in data.categories]
        )
    kind = XL_CHART_TYPE.BAR_CLUSTERED if data.kind == "bar" else XL_CHART_TYPE.LINE
    place = (Emu(emu(length)) for length in (box.left, box.top, box.width, box.height))
    frame = shapes.add_chart(kind, *place, book)
    frame.name = chart.name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(chart.alt))
    write = _bars if data.kind == "bar" else _lines
    _replace(frame.chart._chartSpace, write(data, order, box, ink), ink)


Order = Sequence[tuple[str, Mapping[str, Row]]]


def _drawn_order(data: ChartData) -> Order:
    """Series by name with their rows by label; the line to see comes last, over the others."""
    names = sorted(data.series, key=lambda name: data.kind == "line" and name == data.subject)
    return [
        (
            name or data.measure or data.title,
            {row.label: row for row in data.rows if row.series == name},
        )
        for name in names
    ]


def number_format(text: str) -> str:
    """The format in which a spreadsheet writes numbers as this one is written."""
    found = NUMBER.match(text)
    if not found:
        return "General"
    before = found["before"].replace(MINUS, "").replace("-", "")
    places, after = len(found["places"] or ""), _literal(found["after"])
    digits = "#,##0" + (f".{'0' * places}" if places else "")
    return f"{_literal(before)}{digits}{after};{_literal(MINUS + before)}{digits}{after}"


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def _replace(space: Any, chart: str, ink: Ink) -> None:
    """Put our chart in the place of the plain one that the library made."""
    for child in list(space):
        if not child.tag.endswith("}externalData"):
            space.remove(child)
    parts = (
        f'<c:date1904 {NAMESPACES} val="0"/>',
        f'<c:roundedCorners {NAMESPACES} val="0"/>',
        chart,
        f"<c:spPr {NAMESPACES}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>",
        _text(NAME, "ink", ink, namespaces=True),
    )
    for place, part in enumerate(parts):
        space.insert(place, parse_xml(part))


def _text(
    size: float, colour: str, ink: Ink, *, bold: bool = False, namespaces: bool = False
) -> str:
    declared = f" {NAMESPACES}" if namespaces else ""
    return (
        f'<c:txPr{declared}><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr '
        f'sz="{round(size * 100)}" b="{int(bold)}">{ink.fill(colour)}<a:latin typeface="+mn-lt"/>'
        '</a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _format(text: str) -> str:
    code = escape(number_format(text), {'"': "&quot;"})
    return f'<c:numFmt formatCode="{code}" sourceLinked="0"/>'


def _label(
    row: Row,
    ink: Ink,
    colour: str,
    where: str,
    *,
    index: int,
    is_named: bool = False,
    shift: float = 0,
) -> str:
    """What stands at one point: its value, and the line's name over it where `is_named`.

    `shift` moves it down, as a part of the chart's height.
    """
    moved = (
        f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{shift:.5f}"/></c:manualLayout>'
        "</c:layout>"
        if abs(shift) > 0.002
        else ""
    )
    apart = "<c:separator>\n</c:separator>" if is_named else ""
    return (
        f'<c:dLbl><c:idx val="{index}"/>{moved}{_format(row.text)}'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text(NAME, colour, ink, bold=True)}"
        f'<c:dLblPos val="{where}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        f'<c:showCatName val="0"/><c:showSerName val="{int(is_named)}"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/>{apart}</c:dLbl>'
    )


NO_LABELS = (
    '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _series(
    index: int, name: str, rows: Mapping[str, Row], labels: Sequence[str]
) -> tuple[str, str]:
    """The name of a series and its numbers, each with its place in the workbook."""
    column = chr(ord("B") + index)
    last = len(labels) + 1
    head = (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef>'
        f"<c:f>Sheet1!${column}$1</c:f>{_cache('str', [name])}</c:strRef></c:tx>"
    )
    values = [f"{rows[label].value:.15g}" if label in rows else None for label in labels]
    code = escape(number_format(next(iter(rows.values())).text))
    body = (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f>{_cache('str', labels)}</c:strRef>"
        f"</c:cat><c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"{_cache('num', values, code)}</c:numRef></c:val>"
    )
    return head, body


def _cache(kind: str, values: Sequence[str | None], code: str = "") -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(printable(value))}</c:v></c:pt>'
        for index, value in enumerate(values)
        if value is not None
    )
    form = f"<c:formatCode>{code}</c:formatCode>" if code else ""
    return f'<c:{kind}Cache>{form}<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache>'


def _plot(left: float, top: float, width: float, height: float, body: str) -> str:
    """The chart round its axes; where the plot stands is given as parts of the whole."""
    return (
        f'<c:chart {NAMESPACES}><c:autoTitleDeleted val="1"/><c:plotArea><c:layout>'
        '<c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.5f}"/><c:y val="{top:.5f}"/><c:w val="{width:.5f}"/>'
        f'<c:h val="{height:.5f}"/></c:manualLayout></c:layout>{body}'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    )


NO_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
NO_AXIS_LINE = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def _bars(data: ChartData, order: Order, box: Box, ink: Ink) -> str:
    metrics = theme_metrics(ink.theme)
    names = max(metrics.strong_width(row.label, NAME) for row in data.rows) + 18 * PX
    values = max(metrics.strong_width(row.text, NAME) for row in data.rows) + 14 * PX
    marked = any(row.signal for row in data.rows)
    colours = [("signal" if row.signal else "bar") if marked else "accent" for row in data.rows]
    points = "".join(
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{ink.fill(colour)}</c:spPr></c:dPt>"
        for index, colour in enumerate(colours)
        if marked and colour != "bar"
    )
    labels = "".join(
        _label(row, ink, "signal_text" if row.signal else "ink", "outEnd", index=index)
        for index, row in enumerate(data.rows)
    )
    [(name, rows)] = order
    head, body = _series(0, name, rows, data.categories)
    top = max(max(row.value for row in data.rows), 1e-9)
    bars = (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f"<c:ser>{head}<c:spPr>{ink.fill('bar' if marked else 'accent')}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{points}<c:dLbls>{labels}{NO_LABELS}</c:dLbls>{body}'
        f'</c:ser><c:gapWidth val="{round(GAP / (1 - GAP) * 100)}"/>'
        f'<c:axId val="{CATEGORIES}"/><c:axId val="{VALUES}"/></c:barChart>'
        f'<c:catAx><c:axId val="{CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{NO_TICKS}'
        f'<c:tickLblPos val="low"/>{NO_AXIS_LINE}{_text(NAME, "ink", ink)}'
        f'<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="l"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{VALUES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{top:.15g}"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        '<c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{NO_TICKS}<c:tickLblPos val="none"/><c:crossAx val="{CATEGORIES}"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )
    width = box.width
    return _plot(names / width, 0, (width - names - values) / width, 1, bars)


def _lines(data: ChartData, order: Order, box: Box, ink: Ink) -> str:
    metrics = theme_metrics(ink.theme)
    numbers = [row.value for row in data.rows]
    marks = ticks(0.0 if data.zero else min(numbers), max(numbers))
    places = max(len(f"{mark:g}".partition(".")[2]) for mark in marks)
    written = [with_unit(f"{mark:,.{places}f}", data.unit) for mark in marks]
    axis = max(metrics.text_width(text, AXIS) for text in written) + 16 * PX
    ends = [(name, list(rows.values())[-1]) for name, rows in order]
    right = 30 * PX + max(
        max(metrics.strong_width(last.text, NAME), metrics.strong_width(name, NAME))
        for name, last in ends
    )
    plot = Box(axis, 8 * PX, box.width - axis - right, box.height - 40 * PX)
    shifts = _shifts([last.value for _name, last in ends], marks, plot)
    series = "".join(
        _line(index, data, order, ink, shift / box.height)
        for index, shift in zip(range(len(order)), shifts, strict=True)
    )
    body = (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{series}<c:marker val="1"/><c:axId val="{CATEGORIES}"/><c:axId val="{VALUES}"/>'
        f"</c:lineChart>{_time_axis(data, plot, ink)}"
        f'<c:valAx><c:axId val="{VALUES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{marks[-1]:.15g}"/><c:min val="{marks[0]:.15g}"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr>'
        f"{ink.stroke('line', PX)}</c:spPr></c:majorGridlines>{_format(written[-1])}{NO_TICKS}"
        f'<c:tickLblPos val="nextTo"/>{NO_AXIS_LINE}{_text(AXIS, "muted", ink)}'
        f'<c:crossAx val="{CATEGORIES}"/><c:crosses val="min"/><c:crossBetween val="midCat"/>'
        f'<c:majorUnit val="{marks[1] - marks[0]:.12g}"/></c:valAx>'
    )
    return _plot(
        plot.left / box.width,
        plot.top / box.height,
        plot.width / box.width,
        plot.height / box.height,
        body,
    )


def _shifts(values: Iterable[float], marks: Sequence[float], plot: Box) -> list[float]:
    """How far down each end's label moves, in mm, so that none stands on another."""
    low, high = marks[0], marks[-1]
    wanted = [plot.top + (high - value) / (high - low) * plot.height for value in values]
    placed = spread(wanted, 2.5 * NAME / POINTS * PX, plot.top, plot.bottom)
    return [after - before for after, before in zip(placed, wanted, strict=True)]


def _line(index: int, data: ChartData, order: Order, ink: Ink, shift: float) -> str:
    name, rows = order[index]
    is_subject = index == len(order) - 1
    marked = any(row.signal for row in data.rows)
    colour = ("signal" if marked else "accent") if is_subject else "bar"
    words = ("signal_text" if marked else "accent") if is_subject else "muted"
    stroke = ink.stroke(colour, (5.5 if is_subject else 3.5) * PX, round_ends=True)
    last = max(place for place, label in enumerate(data.categories) if label in rows)
    dot = (
        f'<c:marker><c:symbol val="circle"/><c:size val="{12 if is_subject else 8}"/>'
        f"<c:spPr>{ink.fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )
    label = _label(
        rows[data.categories[last]],
        ink,
        words,
        "r",
        index=last,
        is_named=bool(data.series[0]),
        shift=shift,
    )
    head, body = _series(index, name, rows, data.categories)
    return (
        f'<c:ser>{head}<c:spPr>{stroke}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        f'<c:dPt><c:idx val="{last}"/>{dot}<c:bubble3D val="0"/><c:spPr>{stroke}</c:spPr></c:dPt>'
        f'<c:dLbls>{label}{NO_LABELS}</c:dLbls>{body}<c:smooth val="0"/></c:ser>'
    )


def _time_axis(data: ChartData, plot: Box, ink: Ink) -> str:
    labels = list(data.categories)
    metrics = theme_metrics(ink.theme)

    def measure(text: str, px: float) -> float:
        return metrics.text_width(text, px * POINTS) / PX

    shown = named(labels, plot.width / PX, measure)
    stride = labels.index(shown[1][0]) if len(shown) > 2 else max(len(labels) - 1, 1)
    return (
        f'<c:catAx><c:axId val="{CATEGORIES}"/><c:scaling><c:orientation val="minMax"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{NO_TICKS}'
        f'<c:tickLblPos val="low"/>{NO_AXIS_LINE}{_text(AXIS, "muted", ink)}'
        f'<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="{stride}"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )
