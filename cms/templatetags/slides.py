"""Measures and dates in slide templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.slides.context import SlideContext
from cms.slides.icons import data_uri
from cms.slides.qr import qr_svg
from cms.slides.typography import slide_date

register = template.Library()
register.filter(slide_date)
COLUMN_STEP = 24.5


@register.simple_tag
def top(index: float, height: float, offset: float = 0) -> SafeString:
    """The place of the row `index` of `height`, in mm, as the sheet's own variable."""
    return mark_safe(f"--top:{offset + index * height:.2f}")


@register.simple_tag
def cell(
    index: int, columns: int, width: float, height: float, left: float, top: float
) -> SafeString:
    """The place of a cell in a grid, in mm."""
    row, column = divmod(index, columns)
    return mark_safe(f"--left:{left + column * width:g};--top:{top + row * height:g}")


@register.simple_tag
def figure_left(count: int, index: int) -> SafeString:
    """The column where a figure starts, one to four a slide."""
    return mark_safe(f"--left:{16 + index * (12 // count) * COLUMN_STEP:g}")


@register.simple_tag
def panel_text(figures: Sequence[Any]) -> SafeString:
    """The room that figures leave in a side panel."""
    top = 36 + 39 * len(figures)
    return mark_safe(f"--top:{top};--height:{max(158 - top, 7)}")


@register.simple_tag
def verify_qr(context: SlideContext) -> SafeString:
    """The code that leads a reader to the page which checks their copy."""
    title = _("Check this copy: %(address)s") % {"address": context.verify_text}
    return mark_safe(qr_svg(context.verify_link, context.theme.colours.ink, title))


@register.filter
def logo_source(logo: str) -> str:
    """An address for a logo that is SVG text or a name already."""
    return data_uri(logo) if logo.lstrip().startswith("<") else logo
