"""What a browser submits for a block that somebody opens and saves without a change."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.blocks import (
    BooleanBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField


def as_saved(stream: StreamBlock, raw: list[dict[str, Any]]) -> tuple[StreamValue, StreamValue]:
    """Return the stream as stored, and as it comes back from its form, cleaned."""
    value = StreamValue(stream, raw, is_lazy=True)
    data: dict[str, str] = {}
    submit(stream, stream.get_form_state(value), "body", data)
    back = stream.value_from_datadict(data, {}, "body")
    return value, stream.clean(back)


def submit(block: Any, state: Any, prefix: str, data: dict[str, str]) -> None:
    """Write into `data` the form fields that the editor makes of `state`."""
    match block:
        case StreamBlock():
            for place, child in enumerate(_members(state, prefix, data)):
                data[f"{prefix}-{place}-type"] = child["type"]
                submit(
                    block.child_blocks[child["type"]],
                    child["value"],
                    f"{prefix}-{place}-value",
                    data,
                )
        case ListBlock():
            for place, child in enumerate(_members(state, prefix, data)):
                submit(block.child_block, child["value"], f"{prefix}-{place}-value", data)
        case StructBlock():
            for name, child in block.child_blocks.items():
                submit(child, state[name], f"{prefix}-{name}", data)
        case TypedTableBlock():
            _table(block, state, prefix, data)
        case BooleanBlock():
            if state:
                data[prefix] = "on"
        case RichTextBlock():
            data[prefix] = _draftail(state)
        case _:
            data[prefix] = _field(state)


def _members(state: list[dict[str, Any]], prefix: str, data: dict[str, str]) -> list[Any]:
    data[f"{prefix}-count"] = str(len(state))
    for place, child in enumerate(state):
        here = f"{prefix}-{place}"
        data |= {
            f"{here}-deleted": "",
            f"{here}-order": str(place),
            f"{here}-id": child["id"] or "",
        }
    return state


def _field(state: Any) -> str:
    if isinstance(state, dict):
        return str(state["id"])  # a chooser
    if isinstance(state, list):
        return str(state[0])  # a choice
    # As a browser submits it: line ends are CR LF.
    return "" if state is None else str(state).replace("\n", "\r\n")


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
            submit(child, cell, f"{prefix}-cell-{number}-{place}", data)


def editor_form(client: Any, page: Any) -> dict[str, str]:
    """Return what the browser submits when somebody opens the editor of `page` and saves it."""
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser").find("form", id="page-edit-form")
    data: dict[str, str] = {}
    for field in soup.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            data[name] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        else:
            data[name] = field.get("value", "on" if kind == "checkbox" else "")
    shown = page.get_latest_revision_as_object()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            block = field.stream_block
            state = block.get_form_state(getattr(shown, field.name))
            submit(block, state, field.name, data)
    return data
