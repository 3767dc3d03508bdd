"""Which layout makes which shapes: a slide's value and context to shapes as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils import translation

from cms.slides.context import SlideContext
from cms.slides.pptx import covers, data, people, proof, words
from cms.slides.pptx.shapes import Shape, SlideShapes, Text
from cms.slides.rendering import PRESENTERS

Layout = Callable[[Mapping[str, Any], SlideContext, int], Iterator[Shape]]

LAYOUTS: Mapping[str, Layout] = {
    "title": covers.title,
    "statement": words.statement,
    "bullets": words.bullets,
    "two_columns": words.two_columns,
    "quote": people.quote,
    "agenda": words.agenda,
    "call_to_action": people.call_to_action,
    "picture": proof.picture,
    "figures": proof.figures,
    "logos": proof.logos,
    "comparison": proof.comparison,
    "timeline": proof.timeline,
    "chart": data.chart,
    "table": data.table,
}


def slide_shapes(
    block_type: str,
    value: Mapping[str, Any],
    context: SlideContext,
    *,
    step: int = 0,
    notes: str = "",
) -> SlideShapes:
    """The shapes of one slide. `step` is how often its text stepped down on paper."""
    with translation.override(context.language):
        slot = PRESENTERS[block_type](value, context, step)
        shapes = tuple(LAYOUTS[block_type](slot, context, step))
    titles = [shape for shape in shapes if isinstance(shape, Text) and shape.role == "title"]
    return SlideShapes(
        ground=ground_of(block_type, slot),
        title=" ".join(titles[0].text.split()) if titles else "",
        shapes=shapes,
        notes=notes,
        language=context.language,
    )


def ground_of(block_type: str, slot: Mapping[str, Any]) -> str:
    """The token of the colour that a slide stands on."""
    if slot.get("dark"):
        return "dark"
    if block_type == "title":
        return "cover_ground"
    return "tint" if slot.get("tint") else "paper"
