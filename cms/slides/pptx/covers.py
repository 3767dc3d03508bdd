"""Shapes of covers and of slides that open a section. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.slides.pptx import parts
from cms.slides.pptx.markup import paragraph
from cms.slides.pptx.parts import COVER, DARK, Slot, Tones, balanced, line_of, stepped
from cms.slides.pptx.shapes import LEFT, Box, Picture, Shape, Text
from cms.slides.typography import slide_date

if TYPE_CHECKING:
    from cms.slides.context import SlideContext


def title(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    variant = slot["variant"]
    tones = COVER if variant == "split" else DARK
    grounds = {
        "split": Box(193.5, 0, 126.5, 180),
        "full": Box(0, 0, 320, 180),
        "section": Box(0, 0, 320, 180) if slot["drawn"] else Box(193.5, 0, 126.5, 160),
    }
    yield Picture("Ground", grounds[variant], slot["ground"])
    if variant == "section":
        if context.section:
            style = DARK.style(60, 21, face="display", colour="signal_on_dark")
            yield line_of("Section number", Box(16, 12, 60, 24), context.section, style)
    else:
        yield from _brand(slot, context, tones)
    size, line = (
        stepped(step, (70, 24), (60, 21), (52, 18))
        if variant == "split"
        else stepped(step, (60, 21), (48, 18), (44, 17))
    )
    boxes = {
        "split": Box(16, 48, 170, 92),
        "full": Box(16, 66, 177.5, 80),
        "section": Box(16, 86, 150, 74),
    }
    box, gap = boxes[variant], 8.0 if variant == "split" else 5.0
    words, lead = slot["title"], slot["lead"]
    height = words.count * line
    yield balanced(
        "Title",
        replace(box, height=height if lead else box.height),
        words,
        tones.style(size, line, face="display"),
        role="title",
    )
    if lead:
        style = tones.style(20, 10) if variant == "full" else tones.quiet(20, 10)
        yield balanced("Lead", box.lower(height + gap), lead, style)
    if context.number == 1:
        yield from _people(variant, context)
    if slot["footer"]:
        yield from parts.footer(context, DARK)


def _brand(slot: Slot, context: SlideContext, tones: Tones) -> Iterator[Shape]:
    if slot["logo"]:
        name = _("Logo of %(company)s") % {"company": context.company}
        box = Box(16, 14, 60, 10)
        yield Picture("Logo", box, slot["logo"], name, is_whole=True, place=LEFT)
    elif context.company:
        style = tones.style(18, 10, bold=True)
        yield line_of("Company", Box(16, 14, 165.5, 10), escape(context.company), style)


def _people(variant: str, context: SlideContext) -> Iterator[Shape]:
    """For whom a cover is, and by whom."""
    day = f", {slide_date(context.date)}" if context.date else ""
    if variant == "full" and context.recipient:
        words = escape(f"{context.recipient}{day}")
        yield line_of("Names", Box(16, 154, 170, 8), words, DARK.quiet(14, 7))
    if variant != "split":
        return
    left, width = 16.0, 74.0
    if context.recipient:
        yield _named(_("Prepared for"), context.recipient, Box(left, 149, width, 15))
        left, width = 16 + 73.5, 96.0
    if context.contact:
        name = f"{context.contact.name}{day}"
        yield _named(_("Presented by"), name, Box(left, 149, width, 15))


def _named(term: str, name: str, box: Box) -> Text:
    lines = (
        paragraph(escape(term), COVER.quiet(12, 6)),
        paragraph(escape(name), COVER.style(14, 7, bold=True)),
    )
    return Text(term, box, lines)
