"""Template tags for the parts in `tandem-admin.css`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

# The icon that goes with a level where none is named.
ICONS = {"ok": "check", "warn": "warning", "bad": "circle-xmark", "neutral": "time"}

# Attention bar: a column's width, the gap and the height, in pixels.
COLUMN, GAP, HEIGHT = 14, 3, 34


@register.inclusion_tag("cms/ui/badge.html")
def badge(level: str, text: str, icon: str = "", quiet: bool = False) -> dict[str, Any]:
    """A state as icon and word. `level` is ok, warn, bad or neutral."""
    return {"level": level, "text": text, "icon": icon or ICONS[level], "quiet": quiet}


@register.simple_tag
def meter(value: float, total: float = 1, classes: str = "") -> SafeString:
    """A bar that supports the words beside it; screen readers get the words only."""
    return format_html(
        '<progress class="t-meter {}" value="{}" max="{}" aria-hidden="true"></progress>',
        classes,
        f"{max(0, min(value, total)):.4g}",
        f"{total:.4g}",
    )


@register.simple_tag
def attention(seconds: Sequence[float | None]) -> SafeString:
    """Seconds on each slide as columns against the longest; None or 0: not opened."""
    longest = max((value or 0 for value in seconds), default=0)
    columns = []
    for index, value in enumerate(seconds):
        height = max(2.0, HEIGHT * value / longest) if value and longest else 2.0
        kind = "" if value else "t-att__none"
        if value and value == longest:
            kind = "t-att__longest"
        columns.append((kind, index * (COLUMN + GAP), f"{HEIGHT - height:.4g}", f"{height:.4g}"))
    rects = format_html_join(
        "", '<rect class="{}" x="{}" y="{}" width="14" height="{}" rx="2"></rect>', columns
    )
    width = max(0, len(columns) * (COLUMN + GAP) - GAP)
    return format_html(
        '<svg class="t-att" width="{}" height="{}" viewBox="0 0 {} {}" role="img"'
        ' aria-label="{}">{}</svg>',
        width,
        HEIGHT,
        width,
        HEIGHT,
        _attention_words(seconds),
        rects,
    )


def _attention_words(seconds: Sequence[float | None]) -> str:
    parts = []
    for number, value in enumerate(seconds, start=1):
        if value:
            words = ngettext("%(n)d second", "%(n)d seconds", round(value)) % {"n": round(value)}
        else:
            words = _("not opened")
        parts.append(_("Slide %(number)d: %(words)s") % {"number": number, "words": words})
    return "; ".join(parts)
