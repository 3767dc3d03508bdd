"""Which facts stored content names, read from its raw JSON. No ORM, no query.

The convention of all block types: a child named `fact` holds a fact's id, a table column of
type `fact` holds ids in its cells, and rich text embeds `<embed embedtype="fact" id="…"/>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_EMBEDS = re.compile(r'<embed\b[^>]*?embedtype="fact"[^>]*?>')
_ID = re.compile(r'\bid="(\d+)"')

# The built-in type is asked for first: an abstract one takes ten times as long.
_MAPPINGS, _SEQUENCES = (dict, Mapping), (list, Sequence)


def facts_in_text(text: str) -> set[int]:
    """Return the ids of the facts that rich text embeds."""
    if "embedtype" not in text:
        return set()
    return {int(match.group(1)) for tag in _EMBEDS.findall(text) if (match := _ID.search(tag))}


def facts_in(raw: Any) -> set[int]:
    """Return the ids of the facts named anywhere in a StreamField's raw value."""
    ids: set[int] = set()
    _collect(raw, ids)
    return ids


def _collect(raw: Any, ids: set[int]) -> None:
    if isinstance(raw, str):
        ids |= facts_in_text(raw)
        return
    if isinstance(raw, _MAPPINGS):
        ids |= _in_columns(raw)
        fact = raw.get("fact")
        if isinstance(fact, int) and not isinstance(fact, bool):
            ids.add(fact)
        items: Iterable[Any] = raw.values()
    elif isinstance(raw, _SEQUENCES):
        items = raw
    else:
        return
    for item in items:
        # Most are short texts: those are passed by without a call.
        if not isinstance(item, str) or "embedtype" in item:
            _collect(item, ids)


def _in_columns(raw: Mapping[str, Any]) -> set[int]:
    if "columns" not in raw:
        return set()
    columns, rows = raw["columns"], raw.get("rows")
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
