"""What the templates of charts and tables get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.slides.context import SlideContext
from cms.slides.facts import figure_value
from cms.slides.presenters.parts import figure
from cms.slides.presenters.typesetting import Typesetter
from cms.slides.typography import MINUS

Slot = dict[str, Any]


def chart(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    return {}


def table(value: Mapping[str, Any], context: SlideContext, step: int) -> Slot:
    return {}
