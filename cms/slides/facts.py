"""Facts on slides: which ones a block names, and what a figure shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.facts.scope import current_scope
from cms.facts.values import FactState
from cms.slides.typography import MINUS, refine

EMBED = re.compile(r"<embed\b[^>]*>")
ATTRIBUTE = re.compile(r"""\b(embedtype|id)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class FigureValue:
    """What stands on the slide, and the number behind it where there is one."""

    text: str
    unit: str
    label: str
    number: float | None = None


def figure_value(item: Mapping[str, Any]) -> FigureValue:
    """The fact's live value where the item names a fact, else the value typed in.

    A unit or label typed beside a fact is shown in place of the fact's own. A fact that may not
    be shown now (expired, withdrawn) gives the words that its author wrote for that case.
    """
    fact = item.get("fact")
    unit, label = item.get("unit") or "", item.get("label") or ""
    if fact is None:
        value = item.get("value")
        if isinstance(value, int | float):
            return FigureValue(f"{value:,.10g}".replace("-", MINUS), unit, label, float(value))
        return FigureValue(refine(value or "").strip(), unit, label)
    scope = current_scope()
    current = scope.get(fact.pk) or fact.current
    if not (
        scope.show_expired
        or fact.pk in scope.fixed
        or current.state(scope.today) is FactState.LIVE
    ):
        return FigureValue("–", "", current.fallback or label)
    return FigureValue(
        current.text, unit or current.unit, label or current.label, float(current.number)
    )


def facts_in(raw: Any) -> tuple[int, ...]:
    """Ids of the facts that raw block data names, each once, in the order of reading.

    `raw` is what a StreamField stores: the data of one block, of a child or of a whole stream.
    Figures and chart rows name a fact by their `fact` child, tables by a column of the type
    `fact`, texts by `<embed embedtype="fact" id="…">`.
    """
    return tuple(dict.fromkeys(_walk(raw)))


def _walk(raw: Any) -> Iterator[int]:
    if isinstance(raw, str):
        yield from _in_text(raw)
    elif isinstance(raw, Mapping):
        if _is_table(raw):
            yield from _in_table(raw)
            return
        for name, child in raw.items():
            if name == "fact":
                if isinstance(child, int) and not isinstance(child, bool):
                    yield child
            else:
                yield from _walk(child)
    elif isinstance(raw, list | tuple):
        for child in raw:
            yield from _walk(child)


def _in_text(html: str) -> Iterator[int]:
    for tag in EMBED.findall(html):
        found = dict(ATTRIBUTE.findall(tag))
        if found.get("embedtype") == "fact" and found.get("id", "").isdigit():
            yield int(found["id"])


def _is_table(raw: Mapping[str, Any]) -> bool:
    columns, rows = raw.get("columns"), raw.get("rows")
    return (
        isinstance(columns, list)
        and isinstance(rows, list)
        and all(isinstance(column, Mapping) for column in columns)
        and all(isinstance(row, Mapping) and isinstance(row.get("values"), list) for row in rows)
    )


def _in_table(raw: Mapping[str, Any]) -> Iterator[int]:
    kinds = [column.get("type") for column in raw["columns"]]
    for row in raw["rows"]:
        for kind, cell in zip(kinds, row["values"], strict=False):
            if kind == "fact" and isinstance(cell, int) and not isinstance(cell, bool):
                yield cell
            elif isinstance(cell, str):
                yield from _in_text(cell)
