"""The layouts that a slide of one's own can have, offered before anything is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from wagtail.blocks import ListBlock

from cms.library.drawing import Drawings
from cms.slides.context import SlideContext
from cms.slides.rendering import render_slide
from cms.slides.screen import on_screen
from pitch_builder.decks.writing.drafts import lenient_block

BEHIND = 2  # the number that examples are drawn with: behind the cover
drawn: Drawings[SafeString] = Drawings()


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of slide by the name of its block, and an example of it in the deck's look."""

    name: str
    label: str
    description: str
    example: SafeString


@dataclass(frozen=True, slots=True)
class LayoutGroup:
    """Layouts for one purpose, as the picker of blocks groups them."""

    label: str
    layouts: tuple[Layout, ...]


def layouts(shared: SlideContext) -> list[LayoutGroup]:
    """Return every layout with its example; `shared` is what the deck's slides share."""
    blocks = lenient_block().child_blocks.values()
    return [
        LayoutGroup(str(label), tuple(_layout(block, shared) for block in group))
        for label, group in groupby(blocks, key=lambda block: block.meta.group)
    ]


def _layout(block: Any, shared: SlideContext) -> Layout:
    example = example_of(block.name, shared)
    return Layout(block.name, str(block.label), str(block.get_description()), example)


def example_of(name: str, shared: SlideContext) -> SafeString:
    """Return an example of a layout for the screen."""
    context = replace(shared, number=BEHIND, total=BEHIND)
    key = (name, context)
    example = drawn.get(key)
    if example is None:
        value = lenient_block().child_blocks[name].get_preview_value()
        example = on_screen(render_slide(name, value, context))
        drawn.put(key, example)
    return example


def is_layout(name: str) -> bool:
    return name in lenient_block().child_blocks


def blank(name: str) -> dict[str, Any]:
    """Return a slide of this layout with nothing written on it, as a raw block."""
    block = lenient_block().child_blocks[name]
    value: dict[str, Any] = block.get_prep_value(block.get_default())
    lists = {key: child for key, child in block.child_blocks.items() if _least(child)}
    value |= {key: _items(child) for key, child in lists.items()}
    return {"type": name, "value": value, "id": str(uuid.uuid4())}


def _least(block: Any) -> int:
    """Return how many items a list has to have: the editor says so until they are there."""
    return (block.meta.min_num or 0) if isinstance(block, ListBlock) else 0


def _items(block: Any) -> Any:
    item = block.child_block.get_default()
    return block.get_prep_value(block.to_python([item] * _least(block)))
