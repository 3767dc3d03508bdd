"""Tables of a body as they are shown: cells as HTML, figures set flush right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from cms.facts.models import Fact
from cms.facts.scope import current_scope

_FIGURE = re.compile(
    r"[-\N{MINUS SIGN}+~<>\N{ALMOST EQUAL TO}]?\s*[£€$]?\s*\d"
    r"[\d.,\s\N{NO-BREAK SPACE}]*\s*\S{0,6}\Z"
)
_DASHES = {"", "-", "\N{EN DASH}", "\N{EM DASH}"}


@dataclass(frozen=True, slots=True)
class Cell:
    html: SafeString
    is_figure: bool


@dataclass(frozen=True, slots=True)
class BodyTable:
    """`columns` are headings; in a column of figures each cell and the heading are figures."""

    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_table(table: Any) -> BodyTable:
    """Read a typed table's value; facts come from the open scope."""
    texts = [[_html(value) for value in row["values"]] for row in table.row_data]
    width = len(table.columns)
    figures = [
        column["block"].name in {"number", "fact"}
        or _all_figures([row[place] for row in texts if place < len(row)])
        for place, column in enumerate(table.columns)
    ]
    return BodyTable(
        caption=table.caption or "",
        columns=tuple(
            Cell(conditional_escape(column["heading"]), figures[place])
            for place, column in enumerate(table.columns)
        ),
        rows=tuple(
            tuple(Cell(html, figures[place]) for place, html in enumerate(row[:width]))
            for row in texts
        ),
    )


def _html(value: Any) -> SafeString:
    if value is None:
        return mark_safe("")
    if isinstance(value, Fact):
        words, _shown = current_scope().words(value.pk, value.fallback)
        return conditional_escape(words)
    if isinstance(value, float):
        return conditional_escape(f"{value:,.10g}".replace("-", "\N{MINUS SIGN}"))
    return conditional_escape(str(value)) if not hasattr(value, "__html__") else value.__html__()


def _all_figures(cells: list[SafeString]) -> bool:
    texts = [strip_tags(cell).strip() for cell in cells]
    filled = [text for text in texts if text not in _DASHES]
    return bool(filled) and all(_FIGURE.match(text) for text in filled)
