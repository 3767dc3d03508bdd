"""What the editor makes of imported content when somebody opens and saves it."""

from __future__ import annotations

import json
from typing import Any

from wagtail.blocks import RichTextBlock, StreamValue

from cms.assets.body import BodyBlock

BODY = BodyBlock()


def as_saved(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a body after it went through its form: loaded, shown, submitted, cleaned."""
    value = StreamValue(BODY, raw, is_lazy=True)
    state = BODY.get_form_state(value)
    data: dict[str, str] = {}
    _stream(state, "body", data)
    back = BODY.value_from_datadict(data, {}, "body")
    return BODY.get_prep_value(BODY.clean(back))


def _stream(state: list[dict[str, Any]], prefix: str, data: dict[str, str]) -> None:
    data[f"{prefix}-count"] = str(len(state))
    for place, child in enumerate(state):
        here = f"{prefix}-{place}"
        data |= {
            f"{here}-deleted": "",
            f"{here}-order": str(place),
            f"{here}-type": child["type"],
            f"{here}-id": child["id"],
        }
        _field(BODY.child_blocks[child["type"]], child["value"], f"{here}-value", data)


def _field(block: Any, state: Any, prefix: str, data: dict[str, str]) -> None:
    if hasattr(block, "value_from_form") is False and hasattr(block, "child_blocks"):
        if "columns" in state:
            _table(block, state, prefix, data)
        else:
            for name, child in block.child_blocks.items():
                _field(child, state[name], f"{prefix}-{name}", data)
    elif isinstance(state, dict):
        data[prefix] = str(state["id"])  # a chooser
    elif isinstance(state, list):
        data[prefix] = state[0]  # a choice
    elif isinstance(block, RichTextBlock):
        data[prefix] = _draftail(state)
    else:
        # As a browser submits it: line ends are CR LF.
        data[prefix] = "" if state is None else str(state).replace("\n", "\r\n")


def _draftail(state: str) -> str:
    """Return what the editor in the browser submits: nothing at all for an empty text."""
    blocks = json.loads(state)["blocks"]
    return state if any(block["text"].strip() for block in blocks) else "null"


def _table(block: Any, state: dict[str, Any], prefix: str, data: dict[str, str]) -> None:
    columns, rows = state["columns"], state["rows"]
    data |= {
        f"{prefix}-caption": state["caption"],
        f"{prefix}-column-count": str(len(columns)),
        f"{prefix}-row-count": str(len(rows)),
    }
    for place, column in enumerate(columns):
        here = f"{prefix}-column-{place}"
        data |= {
            f"{here}-type": column["type"],
            f"{here}-order": str(place),
            f"{here}-heading": column["heading"],
            f"{here}-deleted": "",
        }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-row-{number}-order": str(number), f"{prefix}-row-{number}-deleted": ""}
        for place, cell in enumerate(row["values"]):
            child = block.child_blocks[columns[place]["type"]]
            _field(child, cell, f"{prefix}-cell-{number}-{place}", data)
