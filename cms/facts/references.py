"""Which facts stored content names, read from its raw JSON. No ORM, no query.

The convention of all block types: a child named `fact` holds a fact's id, a table column of
type `fact` holds ids in its cells, and rich text embeds `<embed embedtype="fact" id="…"/>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_EMBEDS = re.compile(r'<embed\b[^>]*?embedtype="fact"[^>]*?>')
_ID = re.compile(r'\bid="(\d+)"')


def facts_in_text(text: str) -> set[int]:
    """Return the ids of the facts that rich text embeds."""
    if "embedtype" not in text:
        return set()
    return {int(match.group(1)) for tag in _EMBEDS.findall(text) if (match := _ID.search(tag))}


def facts_in(raw: Any) -> set[int]:
    """Return the ids of the facts named anywhere in a StreamField's raw value."""
    if isinstance(raw, str):
        return facts_in_text(raw)
    if isinstance(raw, Mapping):
        ids = _in_columns(raw)
        for name, value in raw.items():
            if name == "fact" and isinstance(value, int) and not isinstance(value, bool):
                ids.add(value)
            else:
                ids |= facts_in(value)
        return ids
    if isinstance(raw, Sequence):
        return set().union(*(facts_in(item) for item in raw))
    return set()


def _in_columns(raw: Mapping[str, Any]) -> set[int]:
    columns, rows = raw.get("columns"), raw.get("rows")
    if not (isinstance(columns, Sequence) and isinstance(rows, Sequence)):
        return set()
    places = [
        place
        for place, column in enumerate(columns)
        if isinstance(column, Mapping) and column.get("type") == "fact"
    ]
    return {
        row["values"][place]
        for row in rows
        if isinstance(row, Mapping)
        for place in places
        if place < len(row.get("values", ())) and isinstance(row["values"][place], int)
    }
