"""Numbers that a rep has typed on a slide, held against the facts. No ORM.

A hint never stops a build: what a number means only a person knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.charts.numbers import with_unit
from cms.facts.restating import KnownFact, Restates, Written, numbers_in, restated
from cms.facts.values import FactValue
from cms.library.drawing import slides_block
from cms.slides.blocks.fields import FigureBlock
from cms.slides.blocks.proof import ChartBlock

TELLING_DIGITS = 3  # significant digits by which a number without % or currency is a claim
TELLING_SIZE = 1000
_TAG = re.compile(r"(<[^>]*>)")


class Place(Enum):
    """Where on a slide a number stands."""

    RICH = "rich"
    """Text that may hold facts."""
    PLAIN = "plain"
    FIGURE = "figure"
    """Value and unit of a large figure, which may be a fact instead."""
    ROW = "row"
    """Value of a chart's row with the chart's unit; it may be a fact instead."""
    CELL = "cell"
    """A table's number with the last word of its column's heading, which may be its unit."""


DATA = (Place.ROW, Place.CELL)


@dataclass(frozen=True, slots=True)
class NumberHint:
    """A typed number: `fact` is the one that it may be, None where no fact holds it."""

    written: str
    how: Restates | None = None
    fact: FactValue | None = None
    may_use: bool = False
    """The fact can take its place."""

    @property
    def text(self) -> str:
        if self.fact is None:
            return _("No fact holds “%(number)s”.") % {"number": self.written}
        texts = {
            Restates.SAME: _(
                "“%(number)s” is typed. “%(fact)s” says the same, and stays current."
            ),
            Restates.OLD: _("“%(number)s” was “%(fact)s” once: it is %(now)s now."),
            Restates.NEAR: _("“%(number)s” is near “%(fact)s”, which is %(now)s."),
        }
        named = {"number": self.written, "fact": self.fact.label, "now": self.fact.display}
        return texts[self.how or Restates.NEAR] % named


def number_hints(
    block_type: str, raw: Any, known: Sequence[KnownFact], *, base: Any = None
) -> tuple[NumberHint, ...]:
    """Return what there is to say of a slide's typed numbers, each number once.

    What no fact holds is left out where `base`, marketing's own of an edited slide, says it too.
    """
    approved = {one.text for _place, text in _texts(block_type, base) for one in numbers_in(text)}
    hints: dict[str, NumberHint] = {}
    for place, text in _texts(block_type, raw):
        found = {one.written.text: one for one in restated(text, known)}
        for written in numbers_in(text):
            one = found.get(written.text)
            # Data has many numbers: only those that a fact holds, or held, are pointed out.
            if place in DATA and (one is None or one.how is Restates.NEAR):
                continue
            if one is not None:
                may_use = place not in (Place.PLAIN, Place.CELL)
                hint = NumberHint(written.text, one.how, one.fact, may_use)
            elif _is_claim(written) and written.text not in approved:
                hint = NumberHint(written.text)
            else:
                continue
            known_before = hints.get(written.text)
            if known_before is None or (hint.may_use and not known_before.may_use):
                hints[written.text] = hint
    return tuple(hints.values())


def _is_claim(written: Written) -> bool:
    return bool(
        written.prefix
        or written.unit == "%"
        or written.significant >= TELLING_DIGITS
        or abs(written.number) >= TELLING_SIZE
    )


def _texts(block_type: str, raw: Any) -> Iterator[tuple[Place, str]]:
    if raw is None:
        return
    found: list[tuple[Place, str]] = []

    def collect(place: Place, value: Any) -> Any:
        text = _figure(value) if place in (Place.FIGURE, Place.ROW) else str(value)
        found.append((place, _TAG.sub(" ", text) if place is Place.RICH else text))
        return value

    _mapped(slides_block().child_blocks[block_type], raw, collect)
    yield from found


def _figure(value: Mapping[str, Any]) -> str:
    number, unit = value.get("value"), value.get("unit") or ""
    if isinstance(number, int | float):
        return with_unit(f"{number:,.10g}", unit)
    return f"{number or ''} {unit}".strip()


def with_fact(block_type: str, raw: Any, hint: NumberHint) -> Any:
    """Return a raw value in which the hint's fact stands wherever its number was typed."""
    fact = hint.fact
    if fact is None or not hint.may_use:
        return raw
    embed = f'<embed embedtype="fact" fallback="{escape(fact.fallback)}" id="{fact.id}"/>'

    def change(place: Place, value: Any) -> Any:
        if place in (Place.FIGURE, Place.ROW):
            if all(one.text != hint.written for one in numbers_in(_figure(value))):
                return value
            if place is Place.ROW:
                return {**value, "value": None, "fact": fact.id}
            return {**value, "value": "", "unit": "", "fact": fact.id}
        return _embedded(value, hint.written, fact, embed) if place is Place.RICH else value

    return _mapped(slides_block().child_blocks[block_type], raw, change)


def _embedded(source: str, written: str, fact: FactValue, embed: str) -> str:
    parts = _TAG.split(source)
    for n in range(0, len(parts), 2):  # every other part is a tag
        for one in numbers_in(parts[n]):
            if one.text == written:
                # The fact brings its own unit; another word behind the number stays.
                figure = written if fact.unit else written.removesuffix(one.unit).rstrip()
                parts[n] = re.sub(rf"(?<![\w.,]){re.escape(figure)}(?!\w)", embed, parts[n])
                break
    return "".join(parts)


def _mapped(block: Any, raw: Any, change: Callable[[Place, Any], Any]) -> Any:
    """Return a raw value with `change` made of its texts and of its figures that are typed."""
    if isinstance(block, TypedTableBlock) and isinstance(raw, Mapping):
        _look_at_cells(raw, change)
        return raw
    if isinstance(block, ChartBlock) and isinstance(raw, Mapping):
        rows = [_row(row, raw.get("unit") or "", change) for row in raw.get("rows", ())]
        raw = {**raw, "rows": rows}
    if isinstance(block, StructBlock) and isinstance(raw, Mapping):
        typed: set[str] = set()
        if isinstance(block, FigureBlock):
            typed = {"value", "unit"}
            raw = raw if raw.get("fact") else change(Place.FIGURE, raw)
        return {
            name: _mapped(block.child_blocks.get(name), value, change)
            if name not in typed
            else value
            for name, value in raw.items()
        }
    if isinstance(block, ListBlock) and isinstance(raw, list):
        return [_item(block.child_block, item, change) for item in raw]
    if isinstance(block, RichTextBlock) and isinstance(raw, str):
        return change(Place.RICH, raw)
    if isinstance(block, CharBlock) and isinstance(raw, str):
        return change(Place.PLAIN, raw)
    return raw


def _row(item: Any, unit: str, change: Callable[[Place, Any], Any]) -> Any:
    row = item.get("value") if isinstance(item, Mapping) else None
    if not isinstance(row, Mapping) or row.get("fact") or row.get("value") is None:
        return item
    made = change(Place.ROW, {**row, "unit": unit})
    return {**item, "value": {name: made[name] for name in made if name != "unit"}}


def _look_at_cells(table: Mapping[str, Any], change: Callable[[Place, Any], Any]) -> None:
    """Facts stand in columns of their own, so that numbers are pointed out and not changed."""
    columns = table.get("columns", ())
    for row in table.get("rows", ()):
        for column, cell in zip(columns, row["values"], strict=False):
            if column["type"] == "number" and cell is not None:
                unit = (column["heading"].split() or [""])[-1].strip("(),")
                change(Place.CELL, _figure({"value": cell, "unit": unit}))


def _item(block: Any, item: Any, change: Callable[[Place, Any], Any]) -> Any:
    if isinstance(item, Mapping) and item.get("type") == "item":
        return {**item, "value": _mapped(block, item["value"], change)}
    return _mapped(block, item, change)
