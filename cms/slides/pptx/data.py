"""Shapes of charts and tables, which stay charts and tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cms.slides.metrics import plain
from cms.slides.pptx import parts
from cms.slides.pptx.markup import paragraph
from cms.slides.pptx.parts import HAIR, PAPER, RULE, Slot, line_of, stepped
from cms.slides.pptx.shapes import (
    BOTTOM,
    LEFT,
    RIGHT,
    Box,
    Cell,
    ChartShape,
    Edge,
    Shape,
    TableShape,
)

if TYPE_CHECKING:
    from cms.slides.context import SlideContext


def chart(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    top = 44 if slot["title"].count > 1 else 38
    if slot["measure"]:
        yield line_of("Measure", Box(16, top, 288, 8), slot["measure"], PAPER.quiet(14, 7))
    if slot["data"].rows:
        box = Box(16, 50, 214.5 if slot["figures"] else 288, 98)
        data = slot["data"]
        yield ChartShape("Chart", box, data, alt=f"{data.title}. {data.in_words()}")
    for index, item in enumerate(slot["figures"]):
        box = Box(236.5, 52 + 44.0 * index, 67.5, 38)
        yield from parts.side_figure(item, box, f"Figure {index + 1}", rule=(RULE, "ink"))
    if slot["source"]:
        yield line_of("Source", Box(16, 151, 288, 7), slot["source"], PAPER.quiet(12, 6))
    yield from parts.footer(context, PAPER)


FIRST = 0.28  # of a table's width


def table(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    size, line = stepped(step, (14, 7), (12, 6), (12, 5.5))
    height = stepped(step, (float(slot["row_height"]), 0), (8.4, 0), (7.2, 0))[0]
    head = PAPER.quiet(12, 5.5)
    rows = [
        (
            12.0 + 2 + RULE,
            tuple(
                Cell(
                    paragraph(str(column["heading"]), head, align=_side(column)),
                    before=5.0 if column["right"] else 0.0,
                    after=0.0 if column["right"] else 5.0,
                    below=2,
                    anchor=BOTTOM,
                    bottom=Edge(RULE, "ink"),
                )
                for column in slot["columns"]
            ),
        )
    ]
    last = len(slot["rows"]) - 1
    for number, row in enumerate(slot["rows"]):
        before_total = number + 1 <= last and slot["rows"][number + 1]["total"]
        bottom = None if number == last else Edge(HAIR, "line")
        if before_total:
            bottom = Edge(RULE, "ink")
        cells = []
        for place, cell in enumerate(row["cells"]):
            style = PAPER.style(size, line, bold=row["total"] or place == 0)
            right = cell["right"] and place > 0
            cells.append(
                Cell(
                    paragraph(str(cell["text"]), style, align=RIGHT if right else LEFT),
                    before=5.0 if right else 0.0,
                    after=0.0 if right else 5.0,
                    top=Edge(RULE, "ink") if row["total"] else None,
                    bottom=bottom,
                )
            )
        rows.append((height + (bottom.thickness if bottom else 0), tuple(cells)))
    columns = len(slot["columns"])
    widths = (288 * FIRST, *(288 * (1 - FIRST) / (columns - 1) for _n in range(columns - 1)))
    top = 50 if slot["title"].count > 1 else 38
    box = Box(16, top, 288, sum(height for height, _cells in rows))
    has_total = any(row["total"] for row in slot["rows"])
    alt = plain(str(slot["title"].html))
    yield TableShape("Table", box, widths, tuple(rows), alt=alt, has_total=has_total)
    yield from parts.note(slot["note"])
    yield from parts.footer(context, PAPER)


def _side(column: Slot) -> str:
    return RIGHT if column["right"] else LEFT
