"""Shapes of a deck as JSON, with the theme that they stand in: kept, and read again as they were.

Fields that have their default are left out, so that a field that is added later does not
change what was kept before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from cms.brand.themes import Theme, from_tokens, to_tokens
from cms.charts.data import ChartData, Row
from cms.slides.pptx import shapes
from cms.slides.pptx.shapes import SlideShapes

FORMAT = 1
KIND = "is"
CLASSES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        shapes.Area,
        shapes.Box,
        shapes.Cell,
        shapes.ChartShape,
        shapes.Drawing,
        shapes.Edge,
        shapes.Line,
        shapes.Outline,
        shapes.Paragraph,
        shapes.Picture,
        shapes.Run,
        shapes.SlideShapes,
        shapes.TableShape,
        shapes.Text,
        ChartData,
        Row,
    )
}


class UnknownShapes(Exception):
    """What was kept is in a form that this release does not read."""


def pack(slides: Sequence[SlideShapes], theme: Theme) -> bytes:
    """The same slides and theme always give the same bytes."""
    data = {
        "format": FORMAT,
        "theme": {**to_tokens(theme), "version": theme.version},
        "slides": [_plain(slide) for slide in slides],
    }
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(content: bytes) -> tuple[tuple[SlideShapes, ...], Theme]:
    """What `pack` was given. Raises UnknownShapes."""
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise UnknownShapes(f"format {data['format']}")
        tokens = data["theme"]
        theme = from_tokens(tokens, tokens["version"])
        return tuple(_alive(slide) for slide in data["slides"]), theme
    except (ValueError, KeyError, TypeError) as error:
        raise UnknownShapes(str(error)) from error


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        found = {
            item.name: _plain(held)
            for item in fields(value)
            if (held := getattr(value, item.name)) != item.default
        }
        return {KIND: type(value).__name__, **found}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _alive(value: Any) -> Any:
    if isinstance(value, dict):
        kind = CLASSES[value[KIND]]
        return kind(**{name: _alive(held) for name, held in value.items() if name != KIND})
    if isinstance(value, list):
        return tuple(_alive(one) for one in value)
    return value
