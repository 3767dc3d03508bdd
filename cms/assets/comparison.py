"""Two revisions of an asset side by side: what changed, in words that readers see.

Wagtail's own comparison drops facts from texts, repeats each unchanged block, and takes a field
that was never filled in for a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.admin.compare import (
    FieldComparison,
    diff_text,
    register_comparison_class,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.facts.blocks import plain_text

Lines = dict[str, str]


def lines_of(block: Any, value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a block says as (label, text), without what is empty."""
    match block:
        case blocks.StructBlock():
            for key, child in block.child_blocks.items():
                yield from lines_of(child, value.get(key), _join(name, str(child.label)))
        case blocks.ListBlock():
            for number, member in enumerate(value or (), 1):
                yield from lines_of(block.child_block, member, f"{name} {number}".strip())
        case TypedTableBlock():
            if value is not None:
                yield from _table(value, name)
        case _:
            if text := _text(block, value):
                yield name, text


def _join(name: str, label: str) -> str:
    return f"{name}, {label}" if name else label


def _table(table: Any, name: str) -> Iterator[tuple[str, str]]:
    if table.caption:
        yield _join(name, _("Caption")), table.caption
    yield _join(name, _("Columns")), " | ".join(column["heading"] for column in table.columns)
    for number, row in enumerate(table.rows, 1):
        cells = " | ".join(_text(cell.block, cell.value) for cell in row)
        yield _join(name, _("Row %(number)d") % {"number": number}), cells


def _text(block: Any, value: Any) -> str:
    match block:
        case blocks.RichTextBlock():
            return plain_text(value.source).strip() if value else ""
        case blocks.BooleanBlock():
            return _("Yes") if value else ""
        case blocks.ChoiceBlock():
            return str(dict(block.field.choices).get(value, value)) if value else ""
        case blocks.FloatBlock() | blocks.DecimalBlock() | blocks.IntegerBlock():
            return "" if value is None else str(value).removesuffix(".0")
        case _:
            return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """A block of which something changed; a block that is not there has no place."""

    label: str
    before: Lines
    after: Lines
    place_before: int | None
    place_after: int | None

    @property
    def note(self) -> str:
        if self.place_before is None:
            return _("new")
        if self.place_after is None:
            return _("removed")
        if self.before == self.after:
            return _("moved from place %(old)d to %(new)d") % {
                "old": self.place_before,
                "new": self.place_after,
            }
        return ""

    def to_html(self) -> SafeString:
        labels = [
            *self.after,
            *(label for label in self.before if label not in self.after),
        ]
        rows = [
            (label, diff_text(self.before.get(label, ""), self.after.get(label, "")).to_html())
            for label in labels
            if self.before.get(label) != self.after.get(label)
        ]
        place = self.place_after or self.place_before
        title = f"{place}. {self.label}" + (f", {self.note}" if self.note else "")
        return format_html(
            '<div class="comparison__child-object"><strong>{}</strong><dl>{}</dl></div>',
            title,
            format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows),
        )


class StreamComparison(FieldComparison):
    """The blocks of a StreamField that differ, paired by their ids."""

    def changes(self) -> list[Change]:
        old = {child.id: (place, child) for place, child in enumerate(self.val_a, 1)}
        new = {child.id: (place, child) for place, child in enumerate(self.val_b, 1)}
        # A block that only slid along because another came or went has not moved.
        kept_before = [key for key in old if key in new]
        kept_after = [key for key in new if key in old]
        found = []
        for key in [*new, *(key for key in old if key not in new)]:
            before, after = old.get(key), new.get(key)
            label = self.field.stream_block.child_blocks[_kind(after or before)].label
            change = Change(
                label=str(label),
                before=_lines(before),
                after=_lines(after),
                place_before=before[0] if before else None,
                place_after=after[0] if after else None,
            )
            moved = (
                before is not None
                and after is not None
                and kept_before.index(key) != kept_after.index(key)
            )
            if change.before != change.after or moved:
                found.append(change)
        return found

    def has_changed(self) -> bool:
        return bool(self.changes())

    def htmldiff(self) -> SafeString:
        changes = self.changes()
        same = len({*(c.id for c in self.val_a), *(c.id for c in self.val_b)}) - len(changes)
        rest = (
            ngettext("One other is unchanged.", "%(count)d others are unchanged.", same)
            % {"count": same}
            if same
            else ""
        )
        return format_html(
            "{}{}",
            format_html_join("", "{}", ((change.to_html(),) for change in changes)),
            format_html("<p>{}</p>", rest) if rest else "",
        )


def _kind(placed: Any) -> str:
    return str(placed[1].block_type)


def _lines(placed: tuple[int, Any] | None) -> Lines:
    return dict(lines_of(placed[1].block, placed[1].value)) if placed else {}


class TextWithFactsComparison(FieldComparison):
    """Rich text with its facts at the value that they show now."""

    def htmldiff(self) -> SafeString:
        return diff_text(plain_text(self.val_a), plain_text(self.val_b)).to_html()


def register_comparisons() -> None:
    """Take the place of Wagtail's comparisons for all StreamFields and rich texts."""
    register_comparison_class(StreamField, comparison_class=StreamComparison)
    register_comparison_class(RichTextField, comparison_class=TextWithFactsComparison)
