"""Slides as HTML: one section a slide, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.slides.context import SlideContext
from cms.slides.presenters import data, proof, words

Presenter = Callable[[Mapping[str, Any], SlideContext, int], dict[str, Any]]

PRESENTERS: Mapping[str, Presenter] = {
    "title": words.title,
    "statement": words.statement,
    "bullets": words.bullets,
    "two_columns": words.two_columns,
    "quote": words.quote,
    "agenda": words.agenda,
    "call_to_action": words.call_to_action,
    "picture": proof.picture,
    "figures": proof.figures,
    "logos": proof.logos,
    "comparison": proof.comparison,
    "timeline": proof.timeline,
    "chart": data.chart,
    "table": data.table,
}
LAST_STEP = 2


def render_slide(
    block_type: str, value: Mapping[str, Any], context: SlideContext, *, step: int = 0
) -> SafeString:
    """One `<section class="slide …">`.

    `value` is the block's Python value. `step` is how often the text has stepped down in size,
    0 to LAST_STEP. Pictures are named `media:NAME`; `on_screen` turns the names into addresses.
    """
    present = PRESENTERS[block_type]
    with translation.override(context.language):
        slot = present(value, context, step)
        variant = slot.get("variant", "")
        level = context.title_level
        theme_radius = context.theme.radius
        return mark_safe(
            render_to_string(
                f"cms/slides/{block_type}.html",
                {
                    **slot,
                    "value": value,
                    "context": context,
                    "theme": context.theme,
                    "type": block_type,
                    "step": step,
                    "heading": f"h{level}",
                    "subheading": f"h{min(level + 1, 6)}",
                    "title_id": f"slide-{context.number}-title",
                    "classes": _classes(block_type, variant, step, slot),
                    "bar_radius": f"{theme_radius / 2:g}" if theme_radius else "",
                },
            ).strip()
        )


def _classes(block_type: str, variant: str, step: int, slot: Mapping[str, Any]) -> str:
    names = [f"slide--{block_type}"]
    if variant:
        names.append(f"{block_type}--{variant}")
    names += [f"slide--{name}" for name in ("dark", "tint") if slot.get(name)]
    names.append(f"step-{step}")
    return " ".join(names)


def render_document(
    sections: Iterable[str], title: str, language: str, theme: str, *, head: str = ""
) -> str:
    """A full HTML document of slides for the PDF engine; the style sheet is given to it apart.

    `theme` holds the theme's CSS variables.
    """
    return format_html(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>{}</head>'
        '<body style="{}">{}</body></html>',
        language,
        title,
        mark_safe(head),
        mark_safe(theme),
        mark_safe("\n".join(sections)),
    )
