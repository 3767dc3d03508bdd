"""The fields that each slide type of the demo's files may have.

Names are those of the slide blocks. A leaf is a kind of value; a list with one mapping is a list
of such mappings; a mapping is a nested group. A key that ends in `?` may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pitch_builder.demo.reading import ContentError

TEXT, RICH, NUMBER, FLAG, FACT, PICTURE, CELL, CELLS = (
    "text",
    "rich",  # text that may hold **bold** and {{fact:key}}
    "number",
    "flag",
    "fact",
    "picture",
    "cell",  # a text, a number or {fact: key}
    "cells",  # a list of texts
)

FIGURE = {
    "fact?": FACT,
    "value?": TEXT,
    "unit?": TEXT,
    "label": TEXT,
    "note?": TEXT,
    "before_label?": TEXT,
    "before?": NUMBER,
    "now?": NUMBER,
    "signal?": FLAG,
}
SMALL_FIGURE = {"fact?": FACT, "value?": TEXT, "unit?": TEXT, "label": TEXT, "signal?": FLAG}
PART = {"heading": TEXT, "text": RICH}

SLIDE_FIELDS: dict[str, dict[str, Any]] = {
    "title": {"title": TEXT, "lead": TEXT, "picture?": PICTURE},
    "statement": {
        "statement": RICH,
        "emphasis?": TEXT,
        "source?": TEXT,
        "proofs?": [PART],
    },
    "bullets": {"title": TEXT, "items": [{"heading": TEXT, "text": RICH, "icon?": TEXT}]},
    "two_columns": {
        "title": TEXT,
        "left": PART,
        "right": {"heading": TEXT, "text?": RICH},
        "figures?": [SMALL_FIGURE],
    },
    "picture": {
        "title": TEXT,
        "image": PICTURE,
        "alt": TEXT,
        "caption?": TEXT,
        "text?": RICH,
        "figure?": SMALL_FIGURE,
    },
    "quote": {"quote": RICH, "name": TEXT, "role": TEXT, "portrait?": PICTURE},
    "figures": {"title?": TEXT, "items": [FIGURE], "reason?": RICH, "note?": TEXT},
    "chart": {
        "title": TEXT,
        "kind": TEXT,
        "measure": TEXT,
        "unit?": TEXT,
        "rows": [
            {"label": TEXT, "fact?": FACT, "value?": NUMBER, "series?": TEXT, "signal?": FLAG}
        ],
        "figures?": [SMALL_FIGURE],
        "source?": TEXT,
    },
    "table": {
        "title": TEXT,
        "columns": [{"heading": TEXT, "kind": TEXT}],
        "rows": [CELL],
        "total_row?": FLAG,
        "note?": TEXT,
    },
    "logos": {"title": TEXT, "logos": [{"name": TEXT, "image?": PICTURE}], "note?": TEXT},
    "agenda": {
        "title": TEXT,
        "items": [{"heading": TEXT, "text": TEXT, "minutes": NUMBER}],
        "when?": TEXT,
    },
    "comparison": {
        "title": TEXT,
        "criterion": TEXT,
        "columns": [{"name": TEXT, "own?": FLAG}],
        "rows": [{"criterion": TEXT, "cells": CELLS}],
        "note?": TEXT,
    },
    "timeline": {
        "title": TEXT,
        "unit": TEXT,
        "phases": [{"name": TEXT, "text": TEXT, "start": NUMBER, "end": NUMBER, "signal?": FLAG}],
        "note?": TEXT,
    },
    "call_to_action": {
        "title": TEXT,
        "steps": [{"when": TEXT, "text": TEXT}],
        "contact?": FLAG,
    },
}

VARIANTS: dict[str, tuple[str, ...]] = {
    "title": ("split", "full", "section"),
    "statement": ("dark", "evidence"),
    "bullets": ("numbers", "icons"),
    "two_columns": ("text", "panel"),
    "picture": ("inset", "full"),
    "quote": ("portrait", "dark"),
}


def _leaf(kind: str, value: object, where: str, name: str) -> None:
    right = {
        NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        FLAG: isinstance(value, bool),
        CELL: isinstance(value, list),
        CELLS: isinstance(value, list) and all(isinstance(x, str) for x in value),
    }.get(kind, isinstance(value, str) and bool(value.strip()))
    if not right:
        raise ContentError(where, name, f"expected {kind}, found {value!r}")


def check(schema: Mapping[str, Any], value: object, where: str) -> None:
    """Raises ContentError unless `value` has the fields of `schema`, and no others."""
    if not isinstance(value, Mapping):
        raise ContentError(where, "(all)", f"expected a mapping, found {value!r}")
    names = {key.rstrip("?"): key for key in schema}
    for key in value:
        if key not in names:
            raise ContentError(where, str(key), "is not a field here")
    for name, key in names.items():
        if name not in value:
            if not key.endswith("?"):
                raise ContentError(where, name, "is missing")
            continue
        kind = schema[key]
        if isinstance(kind, list):
            if not isinstance(value[name], list) or not value[name]:
                raise ContentError(where, name, "expected a list that is not empty")
            for number, item in enumerate(value[name], start=1):
                place = f"{where}: {name}[{number}]"
                if isinstance(kind[0], dict):
                    check(kind[0], item, place)
                else:
                    _leaf(kind[0], item, place, "(row)")
        elif isinstance(kind, dict):
            check(kind, value[name], f"{where}: {name}")
        else:
            _leaf(kind, value[name], where, name)


def walk(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every (field name, text) inside a slide's fields, in order."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from walk(item, name)
