"""Tables of a document to the body's table block. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.importing import inline
from cms.importing.inline import Run
from cms.importing.markup import Node
from cms.importing.notes import Note
from cms.importing.texts import InlineReader

COLUMNS = 40
_WIDE = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure"})


def rows(table: Node) -> Iterator[Node]:
    """Yield the rows of a table, not those of tables inside it."""
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                yield child
            elif child.tag in {"thead", "tbody", "tfoot"}:
                yield from rows(child)


def cells(node: Node) -> Iterator[Node]:
    """Yield the cells of a table or of a row, in reading order."""
    for row in rows(node) if node.tag == "table" else [node]:
        for child in row.children:
            if isinstance(child, Node) and child.tag in {"td", "th"}:
                yield child


def is_layout(table: Node) -> bool:
    """Tell whether a table only places things: one column, or blocks in its cells."""
    widths = [len(list(cells(row))) for row in rows(table)]
    return max(widths, default=0) < 2 or any(cell.find(*_WIDE) for cell in cells(table))


def table(
    node: Node, reader: InlineReader, pictures: list[dict[str, str]], *, seed: object
) -> dict[str, Any]:
    """Return the block's value; pictures of the folder in cells are added to `pictures`."""
    grid = _grid(node)
    width = max((len(row) for row in grid), default=0)
    head = bool(grid) and _is_head(node)
    headings = [_heading(cell, reader) for cell in grid[0]] if head else []
    body = [
        {
            "values": [
                _cell(row[place] if place < len(row) else None, reader, pictures,
                      f"{seed}.{number}.{place}")
                for place in range(width)
            ]
        }
        for number, row in enumerate(grid[1:] if head else grid)
    ]  # fmt: skip
    caption = next((c for c in node.children if isinstance(c, Node) and c.tag == "caption"), None)
    return {
        "columns": [
            {"type": "text", "heading": headings[place] if place < len(headings) else ""}
            for place in range(width)
        ],
        "rows": body,
        "caption": inline.plain(reader.runs(caption.children)) if caption else "",
    }


def _grid(table: Node) -> list[list[Node | None]]:
    """Return the cells by row and column: a wide cell leaves gaps, a tall one is repeated."""
    grid: list[list[Node | None]] = []
    tall: dict[int, tuple[int, Node]] = {}
    for row in rows(table):
        line: list[Node | None] = []
        waiting = list(cells(row))
        if not waiting:
            continue
        while (waiting or len(line) in tall) and len(line) < COLUMNS:
            place = len(line)
            if place in tall:
                left, cell = tall.pop(place)
                if left > 1:
                    tall[place] = (left - 1, cell)
                line.append(cell)
                continue
            cell = waiting.pop(0)
            if (height := _number(cell, "rowspan")) > 1:
                tall[place] = (height - 1, cell)
            line += [cell, *[None] * (_number(cell, "colspan") - 1)]
        grid.append(line[:COLUMNS])
    return grid


def _number(cell: Node, name: str) -> int:
    value = cell.attrs.get(name, "1")
    return min(max(int(value), 1), 200) if value.isascii() and value.isdecimal() else 1


def _is_head(table: Node) -> bool:
    first = next(rows(table))
    return all(cell.tag == "th" for cell in cells(first))


def _heading(cell: Node | None, reader: InlineReader) -> str:
    runs = reader.runs(cell.children) if cell else []
    if any(run.link is not None for run in runs):
        reader.notes[Note.CELL_LINK] += 1
    return inline.plain(runs)


def _cell(
    cell: Node | None, reader: InlineReader, pictures: list[dict[str, str]], seed: str
) -> str:
    runs: list[Run] = []
    for piece in _lines(cell, reader) if cell else []:
        if isinstance(piece, Run):
            runs.append(piece)
        else:
            pictures.append(piece.attrs)
    # An empty cell is empty text: so the editor leaves it.
    return inline.paragraph(runs, seed) if inline.plain(runs) else ""


def _lines(node: Node, reader: InlineReader) -> Iterator[Run | Node]:
    for child in node.children:
        if isinstance(child, Node) and child.tag in {"ul", "ol"}:
            yield from list_lines(child, reader)
        else:
            yield from reader.pieces([child])


def list_lines(node: Node, reader: InlineReader) -> Iterator[Run | Node]:
    """Yield a list as lines with marks, where a list cannot stand."""
    number = _number(node, "start") - 1
    for item in node.children:
        if isinstance(item, Node) and item.tag == "li":
            number += 1
            yield Run("\n")
            yield Run("• " if node.tag == "ul" else f"{number}. ")
            yield from _lines(item, reader)
            yield Run("\n")
