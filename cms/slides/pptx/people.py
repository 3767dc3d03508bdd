"""Shapes of slides that show a person: quotes, and next steps with whom to ask. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.slides.metrics import plain
from cms.slides.pptx import parts
from cms.slides.pptx.markup import paragraph
from cms.slides.pptx.parts import (
    DARK,
    HAIR,
    PAPER,
    RULE,
    TINT,
    Slot,
    balanced,
    line_of,
    set_words,
    stepped,
)
from cms.slides.pptx.shapes import (
    BOTTOM,
    CENTRE,
    Area,
    Box,
    Line,
    Paragraph,
    Picture,
    Run,
    Shape,
    Text,
)

if TYPE_CHECKING:
    from cms.slides.context import ContactDetails, SlideContext

CARD = Box(212, 14, 92, 144)


def quote(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    dark = slot["variant"] == "dark"
    tones = DARK if dark else PAPER
    face = Box(16, 134, 24, 24) if dark else Box(16, 14, 92, 144)
    yield from _portrait(slot["portrait"], plain(str(slot["name"])), slot["initials"], face, dark)
    box = Box(16, 34, 288, 90) if dark else Box(138.5, 22, 165.5, 108)
    size, line = (
        stepped(step, (56, 21), (44, 17), (36, 14))
        if dark
        else stepped(step, (44, 17), (36, 14), (30, 12))
    )
    words, hang = slot["quote"], float(slot["hang"])
    text = paragraph(str(words.html), tones.style(size, line, face="display"), hang=hang)
    yield Text("Quote", box, (text,), role="title", width=words.width)
    name = paragraph(str(slot["name"]), tones.style(16, 8, bold=True))
    role = (set_words(slot["role"], tones.quiet(14, 7)),) if slot["role"] else ()
    speaker = Box(47, 138, 240, 17) if dark else Box(138.5, 141, 165.5, 17)
    yield Text("Speaker", speaker, (name, *role))
    yield from parts.footer(context, tones)


def _portrait(source: str, name: str, initials: str, box: Box, is_round: bool) -> Iterator[Shape]:
    """A portrait, or the initials on a quiet ground."""
    if source:
        alt = _("Portrait of %(name)s") % {"name": name}
        yield Picture("Portrait", box, source, alt, is_round=is_round)
        return
    yield Area("Portrait", box, "soft", is_round=is_round)
    if is_round:
        size = 24.0 if box.width < 26 else 26.0
        run = Run(initials, size, "accent", "display")
        line = Paragraph((run,), box.height, align=CENTRE)
        yield Text("Initials", box, (line,), wraps=False)
    else:
        run = Run(initials, 108, "accent", "display")
        place = Box(box.left + 8, box.bottom - 46, 76, 40)
        yield Text("Initials", place, (Paragraph((run,), 40),), wraps=False, anchor=BOTTOM)


def call_to_action(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    size, line = stepped(step, (48, 18), (44, 17), (36, 14))
    style = TINT.style(size, line, face="display")
    yield balanced("Title", Box(16, 14, 180, 56), slot["title"], style, role="title")
    if slot["steps"]:
        yield Line("Rule", 16, 84, 165.5, RULE, "ink")
    for index, row in enumerate(slot["steps"]):
        top, name = 84 + RULE + index * 18.5, f"Step {index + 1}"
        if index:
            yield Line(f"{name}, rule", 16, top, 165.5, HAIR, "line")
            top += HAIR
        day = TINT.style(16, 8, bold=True, colour="accent")
        yield line_of(f"{name}, when", Box(16, top + 5, 46, 8), row["when"], day)
        box = Box(65, top + 5, 116.5, 8.5)
        yield line_of(name, box, row["text"].html, TINT.style(16, 8))
    if slot["card"]:
        yield from _card(slot["card"], slot["card"]["person"])
    yield from parts.footer(context, TINT, shown=slot["card"]["link"] if slot["card"] else "")


def _card(card: Slot, person: ContactDetails) -> Iterator[Shape]:
    """The contact card: face, name and ways to reach, and an address as QR code and in words."""
    height = CARD.height if card["link"] else 92.0
    yield Area("Contact card", replace(CARD, height=height), "paper")
    left, top = CARD.left + 8, CARD.top
    face = Box(left, top + 8, 28, 28)
    yield from _portrait(person.portrait, person.name, card["initials"], face, True)
    small = PAPER.style(12, 6)
    lines = [paragraph(escape(person.name), PAPER.style(18, 8, bold=True))]
    if card["role"]:
        lines.append(set_words(card["role"], PAPER.quiet(12, 6)))
    reach = [paragraph(escape(person.phone), small)] if person.phone else []
    if person.email:
        link = Run(person.email, 12, "accent", link=f"mailto:{person.email}")
        reach.append(Paragraph((link,), 6))
    lines += [replace(one, before=0.0 if index else 4.0) for index, one in enumerate(reach)]
    yield Text("Contact", Box(left, top + 41, 76, 46), tuple(lines))
    if card["link"]:
        code = Box(CARD.left + 4.6, top + 88, 38, 38)
        alt = _("QR code of %(address)s") % {"address": card["link"]}
        yield parts.qr_code("QR code", code, card["link"], alt)
        words = (
            paragraph(escape(_address_words(person)), PAPER.quiet(12, 6)),
            Paragraph((Run(card["address"], 12, "ink", link=card["link"]),), 6),
        )
        yield Text("Address", Box(left, top + 128, 76, 12), words)


def _address_words(person: ContactDetails) -> str:
    if person.link_label:
        return person.link_label
    if person.link:
        return _("Scan to book a time, or open")
    return _("Scan to check this copy, or open")
