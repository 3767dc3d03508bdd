"""Merge fields: `{{account}}` and the like in titles, messages and own slides. No ORM."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

# "{{first_name}}, this is …": whom a sentence speaks to, before it begins.
_ADDRESS = re.compile(r"^\{\{\s*(first_name|name)\s*\}\},\s+(\w)", re.MULTILINE)
_FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")

FIELDS = ("account", "first_name", "name", "rep", "date", "deal", "deal_value")


@dataclass(frozen=True, slots=True)
class MergeValues:
    """What the fields stand for; an empty one takes a word that reads well without it."""

    account: str = ""
    first_name: str = ""
    name: str = ""
    rep: str = ""
    date: str = ""
    deal: str = ""
    deal_value: str = ""

    def get(self, field: str) -> str:
        return getattr(self, field, "") if field in FIELDS else ""


DEFAULTS = MergeValues(
    account="your company",
    first_name="there",
    name="you",
    rep="us",
    date="today",
    deal="your project",
    deal_value="a price to be agreed",
)


def merge(text: str, values: MergeValues) -> str:
    """Return `text` with its fields filled; unknown fields stay as they are, to be seen.

    A sentence that begins with a name begins without it where there is none.
    """
    if "{{" not in text:
        return text

    def fill(match: re.Match[str]) -> str:
        field = match.group(1)
        if field not in FIELDS:
            return match.group(0)
        return values.get(field) or DEFAULTS.get(field)

    def begin(match: re.Match[str]) -> str:
        return match.group(0) if values.get(match.group(1)) else match.group(2).upper()

    return _FIELD.sub(fill, _ADDRESS.sub(begin, text))


def merge_for_all(text: str, values: MergeValues) -> str:
    """Return `text` as it is listed for colleagues: to nobody by name, other names left open."""
    spoken = _ADDRESS.sub(lambda match: match.group(2).upper(), text)
    return merge(spoken, replace(values, first_name="…", name="…"))


def missing_fields(text: str, values: MergeValues) -> set[str]:
    """Return the known fields in `text` that have no value of their own."""
    return {f for f in _FIELD.findall(text) if f in FIELDS and not values.get(f)}


def merge_raw(raw: Any, values: MergeValues) -> Any:
    """Return a StreamField's raw value with the fields of all its texts filled."""
    return _each_text(raw, lambda text: merge(text, values))


def with_deal(raw: Any, *, deal: str, value: str) -> Any:
    """Return a raw value with its deal fields filled, all others open: what a PDF shows of it.

    Name and value of a deal change under a deck that is built; the digest has to tell.
    """
    known = {"deal": deal, "deal_value": value}
    return _each_text(
        raw, lambda text: _FIELD.sub(lambda m: known.get(m.group(1), m.group(0)), text)
    )


def _each_text(raw: Any, change: Callable[[str], str]) -> Any:
    if isinstance(raw, str):
        return change(raw)
    if isinstance(raw, Mapping):
        return {name: _each_text(value, change) for name, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [_each_text(value, change) for value in raw]
    return raw
