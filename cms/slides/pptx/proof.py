"""Shapes of proof slides: pictures, figures, logos, comparisons, timelines. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.slides.metrics import plain, theme_metrics
from cms.slides.pptx import parts
from cms.slides.pptx.markup import paragraph
from cms.slides.pptx.parts import (
    DARK,
    GAP,
    HAIR,
    PAPER,
    RULE,
    SIGNAL,
    Slot,
    balanced,
    line_of,
    set_all,
    set_words,
    stepped,
)
from cms.slides.pptx.shapes import (
    CENTRE,
    MIDDLE,
    RIGHT,
    Area,
    Box,
    Cell,
    Edge,
    Line,
    Outline,
    Picture,
    Shape,
    Style,
    TableShape,
    Text,
)

if TYPE_CHECKING:
    from cms.slides.context import SlideContext

COLUMN = 24.5  # mm, with its gutter


def picture(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    shown = _full(slot, step) if slot["variant"] == "full" else _inset(slot, step)
    yield from shown
    yield from parts.footer(context, DARK if slot["variant"] == "full" else PAPER)


def _full(slot: Slot, step: int) -> Iterator[Shape]:
    yield Picture("Picture", Box(0, 0, 320, 180), slot["image"], slot["alt"])
    yield parts.title(slot["title"], DARK, 116.5)
    texts, caption = slot["text"], slot["caption"]
    lines = set_all(texts, DARK.style(*stepped(step, (16, 8), (14, 7))))
    if caption:
        lines += (set_words(caption, DARK.quiet(14, 7), before=3 if texts else 0),)
    if lines:
        width = parts.breadth((*texts, caption or None), 92)
        yield Text("Text", Box(16, 100, 92, 58), lines, width=width)


def _inset(slot: Slot, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER, 92, 44 if slot["title"].count > 1 else 0)
    figure, texts = slot["figure"], slot["text"]
    if texts:
        style = PAPER.style(*stepped(step, (18, 9), (16, 8), (14, 7)))
        box = Box(16, 64, 92, 50 if figure else 94)
        yield Text("Text", box, set_all(texts, style), width=parts.breadth(texts, 92))
    if figure:
        rule = (SIGNAL, "signal")
        yield from parts.side_figure(figure, Box(16, 120, 92, 38), "Figure", rule=rule, height=19)
    yield Picture("Picture", Box(138.5, 14, 165.5, 136), slot["image"], slot["alt"])
    if slot["caption"]:
        box, style = Box(138.5, 153, 165.5, 6), PAPER.quiet(12, 6)
        yield line_of("Caption", box, slot["caption"].html, style)


def figures(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    if slot["title"]:
        yield parts.title(slot["title"], PAPER)
    for index, column in enumerate(slot["columns"]):
        yield from _figure(column, index, slot, context.theme.radius / 2)
    if slot["reason"]:
        yield Line("Reason, rule", 212, 52, 92, SIGNAL, "signal")
        heading = paragraph(_("Why it holds"), PAPER.style(16, 8, bold=True))
        style = PAPER.quiet(*stepped(step, (16, 8), (14, 7)))
        width = parts.breadth(slot["reason"], 92)
        lines = (heading, *set_all(slot["reason"], style, first=1))
        yield Text("Reason", Box(212, 52 + SIGNAL + GAP, 92, 100), lines, width=width)
    yield from parts.note(slot["note"], top=144 if slot["count"] == 4 else 149)
    yield from parts.footer(context, PAPER)


# By how many figures a slide has: top, width, height, height of the figure, longest bar (mm).
COLUMNS = {
    1: (34.0, 190.0, 122.0, 84.0, 120.0),
    2: (52.0, 141.0, 88.0, 42.0, 86.0),
    3: (52.0, 92.0, 88.0, 32.0, 46.0),
    4: (58.0, 67.5, 76.0, 25.0, 30.0),
}
LABELS = {1: (20, 10), 2: (18, 9), 3: (18, 9), 4: (16, 8)}


def _figure(column: Slot, index: int, slot: Slot, radius: float) -> Iterator[Shape]:
    count, signal, name = slot["count"], column["signal"], f"Figure {index + 1}"
    top, width, height, tall, longest = COLUMNS[count]
    if count == 1 and slot["title"]:
        top, height, tall = 46, 110, 72
    left = 16 + index * (12 // count) * COLUMN
    if count > 1:
        thickness, colour = (SIGNAL, "signal") if signal else (RULE, "ink")
        yield Line(f"{name}, rule", left, top, width, thickness, colour)
        top += thickness + GAP
    plain_ink = "accent" if count == 1 else "ink"
    ink, share = "signal_text" if signal else plain_ink, 0.6 if count == 4 else 0.5
    large = parts.figure_line(column["value"], column["unit"], slot["size"], tall, ink, share)
    yield Text(name, Box(left, top, width, tall), (large,), wraps=False)
    label, note = column["label"], column["note"]
    style = PAPER.style(*LABELS[count], bold=count == 4)
    below, used = Box(left, top, width, height).lower(tall + 1.5), label.count * style.line
    role = "title" if index == 0 and not slot["title"] else ""
    yield balanced(f"{name}, label", replace(below, height=used), label, style, role=role)
    below = below.lower(used)
    if note:
        below = below.lower(1.5)
        used = note.count * 7.0
        box = replace(below, height=used)
        yield balanced(f"{name}, note", box, note, PAPER.quiet(14, 7))
        below = below.lower(used)
    if column["bars"]:
        yield from _bars(column, below.lower(6), longest, name, radius)


def _bars(column: Slot, box: Box, longest: float, name: str, radius: float) -> Iterator[Shape]:
    now = "signal" if column["signal"] else "accent"
    quiet = replace(PAPER.quiet(12, 8.5), strong="ink")
    for place, bar in enumerate(column["bars"]):
        top, length = box.top + 11.0 * place, float(bar["share"]) * longest
        part = f"{name}, {plain(str(bar['label']))}"
        if length >= 0.1:
            area = Box(box.left, top, length, 8.5)
            yield Area(f"{part}, bar", area, now if bar["now"] else "bar", radius)
        value = paragraph(f"<b>{bar['value']}</b> {bar['label']}", quiet)
        dark = tuple(replace(run, colour="ink") if run.bold else run for run in value.runs)
        left = box.left + length + 3
        words = Box(left, top, min(60.0, 304 - left), 8.5)
        yield Text(part, words, (replace(value, runs=dark),), wraps=False)


def logos(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    for index, item in enumerate(slot["cells"]):
        row, column = divmod(index, 4)
        left, top = 16 + 73.5 * column, 50 + 32.0 * row
        yield Outline(f"Cell {index + 1}", Box(left, top, 68, 27.5), HAIR, "line")
        if item["image"]:
            box = Box(left + HAIR + 9, top + HAIR + 6.5, 49.5, 14)
            yield Picture(f"Logo {index + 1}", box, item["image"], item["name"], is_whole=True)
        else:
            style = PAPER.quiet(16, 8, bold=True)
            line = paragraph(str(item["label"]), style, align=CENTRE)
            box = Box(left + HAIR + 4, top + HAIR + 5.5, 59.5, 16)
            yield Text(f"Logo {index + 1}", box, (line,), anchor=MIDDLE)
    yield from parts.note(slot["note"])
    yield from parts.footer(context, PAPER)


COMPARED = Box(16, 46, 288, 102)
CRITERION, HEADER = 84.0 + 5, 12.0 + RULE


def comparison(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    size, line = stepped(step, (16, 7.5), (14, 7))
    height = float(slot["row_height"])
    head = [_cell(slot["criterion"], PAPER.quiet(size, line), bottom=Edge(RULE, "ink"))]
    for column in slot["columns"]:
        style = PAPER.style(size, line, bold=True)
        head.append(_cell(column["name"], style, own=column["own"], bottom=Edge(RULE, "ink")))
    rows = [(HEADER, tuple(head))]
    for row in slot["rows"]:
        edge = Edge(HAIR, "line")
        first = _cell(row["criterion"], PAPER.style(size, line, bold=True), bottom=edge)
        others = [
            _cell(cell["text"], PAPER.quiet(size, line), own=cell["own"], bottom=edge)
            for cell in row["cells"]
        ]
        rows.append((height + HAIR, (first, *others)))
    widths = (CRITERION, *_widths(slot, context, size))
    box = replace(COMPARED, height=sum(height for height, _cells in rows))
    yield TableShape("Comparison", box, widths, tuple(rows), alt=plain(str(slot["title"].html)))
    yield from parts.note(slot["note"])
    yield from parts.footer(context, PAPER)


def _widths(slot: Slot, context: SlideContext, size: float) -> tuple[float, ...]:
    """The columns' widths, shared out as a browser does: by the longest words of each."""
    metrics = theme_metrics(context.theme)
    wanted = []
    for place, column in enumerate(slot["columns"]):
        texts = [metrics.strong_width(plain(str(column["name"])), size)]
        for row in slot["rows"]:
            if place < len(row["cells"]):
                width = metrics.strong_width if column["own"] else metrics.text_width
                texts.append(width(plain(str(row["cells"][place]["text"])), size))
        wanted.append(max(texts) + (10 if column["own"] else 5))
    room = COMPARED.width - CRITERION
    return tuple(room * width / sum(wanted) for width in wanted)


def _cell(html: object, style: Style, *, own: bool = False, bottom: Edge | None = None) -> Cell:
    if own:
        style = replace(style, colour="accent", bold=True)
    return Cell(
        paragraph(str(html), style),
        before=6 if own else 0,
        after=4 if own else 5,
        ground="tint" if own else "",
        bottom=bottom,
    )


def timeline(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    for mark in slot["marks"]:
        left = 114 + float(mark["left"])
        yield Line("Grid", left, 58, float(slot["height"]), HAIR, "line", is_upright=True)
    for index, mark in enumerate(slot["marks"]):
        quiet, name = PAPER.quiet(12, 6), f"Mark {index + 1}"
        if mark["last"]:
            box = Box(274, 49, 30, 6)
            yield line_of(name, box, mark["label"], quiet, align=RIGHT, wraps=False)
        else:
            box = Box(114 + float(mark["left"]), 49, 30, 6)
            yield line_of(name, box, mark["label"], quiet, wraps=False)
    yield Line("Rule", 16, 58, 288, RULE, "ink")
    for index, row in enumerate(slot["rows"]):
        yield from _phase(row, index, slot, step, context.theme.radius / 2)
    yield from parts.note(slot["note"])
    yield from parts.footer(context, PAPER)


def _phase(row: Slot, index: int, slot: Slot, step: int, radius: float) -> Iterator[Shape]:
    height, name = slot["row_height"], f"Phase {index + 1}"
    top = 58 + RULE + index * height
    if index:
        yield Line(f"{name}, rule", 16, top, 288, HAIR, "line")
        top += HAIR
    words = paragraph(f"<b>{row['name']}</b> {row['span']}", PAPER.style(16, 8))
    yield Text(name, Box(16, top + 3.5, 92, 8), (words,))
    if row["text"]:
        style = PAPER.quiet(14 if step == 0 else 12, 7)
        yield line_of(f"{name}, text", Box(16, top + 11.5, 92, 7), row["text"].html, style)
    bar = Box(114 + float(row["left"]), top + 4.5, float(row["width"]), height - 9)
    colour = "signal" if row["signal"] else ("bar" if slot["marked"] else "accent")
    yield Area(f"{name}, bar", bar, colour, radius)
