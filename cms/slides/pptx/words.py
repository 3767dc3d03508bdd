"""Shapes of word slides: title, statement, bullets, columns, quote, agenda, next steps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.slides.icons import STROKES
from cms.slides.metrics import plain
from cms.slides.pptx import parts
from cms.slides.pptx.markup import paragraph
from cms.slides.pptx.parts import (
    COVER,
    DARK,
    GAP,
    HAIR,
    PAPER,
    RULE,
    SIGNAL,
    TINT,
    Slot,
    Tones,
    balanced,
    line_of,
    set_all,
    set_bound,
    set_words,
    stepped,
)
from cms.slides.pptx.shapes import (
    BOTTOM,
    CENTRE,
    LEFT,
    RIGHT,
    Area,
    Box,
    Drawing,
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
        yield line_of("Company", Box(16, 14, 165.5, 10), _escaped(context.company), style)


def _people(variant: str, context: SlideContext) -> Iterator[Shape]:
    """For whom a cover is, and by whom."""
    from cms.templatetags.slides import slide_date

    day = f", {slide_date(context.date)}" if context.date else ""
    if variant == "full" and context.recipient:
        words = _escaped(f"{context.recipient}{day}")
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
        paragraph(_escaped(term), COVER.quiet(12, 6)),
        paragraph(_escaped(name), COVER.style(14, 7, bold=True)),
    )
    return Text(term, box, lines)


def _escaped(text: object) -> str:
    from django.utils.html import escape

    return str(escape(text))


def statement(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    dark = slot["variant"] == "dark"
    tones = DARK if dark else TINT
    box = Box(16, 36, 288, 72) if dark else Box(16, 34, 165.5, 102)
    size, line = (
        stepped(step, (62, 23), (56, 21), (48, 18))
        if dark
        else stepped(step, (48, 18), (44, 17), (40, 15.5))
    )
    style = tones.style(size, line, face="display")
    main, emphasis = slot["statement"], slot["emphasis"]
    lines = [set_bound(main, style) if emphasis else set_words(main, style)]
    if emphasis:
        lines.append(set_words(emphasis, replace(style, colour=style.emphasis)))
    width = parts.breadth((main, emphasis), box.width)
    yield Text("Statement", box, tuple(lines), role="title", width=width)
    for index, proof in enumerate(slot["proofs"]):
        yield from _proof(proof, index)
    if slot["source"]:
        yield balanced("Source", Box(16, 138, 190, 21), slot["source"], tones.quiet(14, 7))
    yield from parts.footer(context, tones)


def _proof(proof: Slot, index: int) -> Iterator[Shape]:
    top, name = 38.0 + 39 * index, f"Proof {index + 1}"
    thickness, colour = (HAIR, "line") if index else (SIGNAL, "signal")
    yield Line(f"{name}, rule", 212, top, 92, thickness, colour)
    heading, texts = proof["heading"], proof["text"]
    yield Text(
        name,
        Box(212, top + thickness + GAP, 92, 33),
        (
            set_words(heading, TINT.style(16, 8, bold=True)),
            *set_all(texts, TINT.quiet(16, 8), first=1),
        ),
        width=parts.breadth((heading, *texts), 92),
    )


def bullets(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER)
    if slot["variant"] == "numbers":
        yield Line("Rule", 16, 52, 288, RULE, "ink")
        for index, row in enumerate(slot["rows"]):
            yield from _numbered(row, index, 52 + RULE + index * slot["row_height"], step)
    else:
        for index, row in enumerate(slot["rows"]):
            yield from _with_icon(row, index, step)
    yield from parts.footer(context, PAPER)


def _numbered(row: Slot, index: int, top: float, step: int) -> Iterator[Shape]:
    name = f"Point {index + 1}"
    if index:
        yield Line(f"{name}, rule", 16, top, 288, HAIR, "line")
        top += HAIR
    top += 5.5
    number = PAPER.style(26, 9, face="display", colour="accent")
    yield line_of(f"{name}, number", Box(16, top, 18.5, 10), row["number"], number)
    texts = row["text"]
    if row["heading"]:
        heading = PAPER.style(18, 9, bold=True)
        yield balanced(f"{name}, heading", Box(40.5, top, 116.5, 18), row["heading"], heading)
        size, line = stepped(step, (16, 8), (14, 7))
        box, style = Box(163, top, 141, 18 if step == 0 else 21), PAPER.quiet(size, line)
    else:
        size, line = stepped(step, (18, 9), (16, 8))
        box, style = Box(40.5, top, 263.5, 18 if step == 0 else 21), PAPER.style(size, line)
    if texts:
        width = parts.breadth(texts, box.width)
        yield Text(f"{name}, text", box, set_all(texts, style), width=width)


def _with_icon(row: Slot, index: int, step: int) -> Iterator[Shape]:
    line_number, column = divmod(index, 3)
    left, top, name = 16 + 98.0 * column, 52 + 56.0 * line_number, f"Point {index + 1}"
    path = STROKES.get(row["icon_name"])
    if path:
        yield Drawing(f"{name}, icon", Box(left - 1, top, 13, 13), path, "accent")
    else:
        radius = 3.4 / 24 * 13
        centre = Box(left + 5.5 - radius, top + 6.5 - radius, 2 * radius, 2 * radius)
        yield Area(f"{name}, dot", centre, "accent", is_round=True)
    heading, texts = row["heading"], row["text"]
    size, line = stepped(step, (16, 8), (14, 7))
    style = PAPER.quiet(size, line) if heading else PAPER.style(size, line)
    lines = (set_words(heading, PAPER.style(16, 8, bold=True)),) if heading else ()
    yield Text(
        name,
        Box(left, top + 18, 92, 34),
        (*lines, *set_all(texts, style, first=1.5 if heading else 0)),
        width=parts.breadth((heading or None, *texts), 92),
    )


def two_columns(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    panel = slot["variant"] == "panel"
    if panel:
        yield Area("Panel", Box(200, 0, 120, 180), "tint")
    yield parts.title(slot["title"], PAPER, 165.5 if panel else 288)
    size, line = stepped(step, (18, 9), (16, 8), (14, 7))
    width = 165.5 if panel else 141.0
    yield from _column("Left", slot["left"], Box(16, 52, width, 106), (size, line), panel)
    if panel:
        yield from _panel(slot)
    else:
        yield from _column("Right", slot["right"], Box(163, 52, 141, 106), (size, line), panel)
    yield from parts.footer(context, PAPER)


def _column(
    name: str, part: Slot, box: Box, size: tuple[float, float], panel: bool
) -> Iterator[Shape]:
    if not panel:
        yield Line(f"{name}, rule", box.left, box.top, box.width, RULE, "ink")
        box = box.lower(RULE + 6)
    heading, texts = part["heading"], part["text"]
    lines = set_all(texts, PAPER.style(*size), first=3 if heading else 0)
    if heading:
        lines = (set_words(heading, PAPER.style(18, 9, bold=True)), *lines)
    if lines:
        yield Text(name, box, lines, width=parts.breadth((heading, *texts), box.width))


def _panel(slot: Slot) -> Iterator[Shape]:
    heading, texts = slot["right"]["heading"], slot["right"]["text"]
    if heading:
        style = TINT.style(16, 8, bold=True)
        yield balanced("Panel, heading", Box(212, 18, 92, 9), heading, style)
    for index, item in enumerate(slot["figures"]):
        box = Box(212, 36 + 39.0 * index, 92, 34)
        rule = (SIGNAL, "signal") if item.signal else (HAIR, "line")
        yield from parts.side_figure(item, box, f"Figure {index + 1}", rule=rule)
    if texts:
        top = 36 + 39.0 * len(slot["figures"])
        box = Box(212, top, 92, max(158 - top, 7))
        lines = set_all(texts, TINT.quiet(14, 7))
        yield Text("Panel, text", box, lines, width=parts.breadth(texts, 92))


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


def agenda(slot: Slot, context: SlideContext, step: int) -> Iterator[Shape]:
    yield parts.title(slot["title"], PAPER, 92, 60)
    yield Line("Rule", 114, 20, 190, RULE, "ink")
    for index, row in enumerate(slot["rows"]):
        yield from _agenda_row(row, index, 20 + RULE + index * float(slot["row_height"]))
    if slot["when"]:
        lines = set_all(slot["when"], PAPER.quiet(14, 7))
        width = parts.breadth(slot["when"], 92)
        yield Text("When", Box(16, 116, 92, 42), lines, width=width)
    yield from parts.footer(context, PAPER)


def _agenda_row(row: Slot, index: int, top: float) -> Iterator[Shape]:
    name = f"Point {index + 1}"
    if index:
        yield Line(f"{name}, rule", 114, top, 190, HAIR, "line")
        top += HAIR
    number = PAPER.style(22, 9, face="display", colour="accent")
    yield line_of(f"{name}, number", Box(114, top + 5, 18.5, 10), row["number"], number)
    heading = PAPER.style(22, 9, face="display")
    yield line_of(f"{name}, heading", Box(138.5, top + 5, 135, 9), row["heading"], heading)
    if row["text"]:
        box = Box(138.5, top + 15, 135, 7)
        yield line_of(f"{name}, text", box, row["text"], PAPER.quiet(14, 7))
    if row["minutes"]:
        words = _("%(count)s min") % {"count": row["minutes"]}
        box, quiet = Box(274, top + 6, 30, 7), PAPER.quiet(14, 7)
        yield line_of(f"{name}, minutes", box, words, quiet, align=RIGHT, wraps=False)


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
    lines = [paragraph(_escaped(person.name), PAPER.style(18, 8, bold=True))]
    if card["role"]:
        lines.append(set_words(card["role"], PAPER.quiet(12, 6)))
    reach = [paragraph(_escaped(person.phone), small)] if person.phone else []
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
            paragraph(_escaped(_address_words(person)), PAPER.quiet(12, 6)),
            Paragraph((Run(card["address"], 12, "ink", link=card["link"]),), 6),
        )
        yield Text("Address", Box(left, top + 128, 76, 12), words)


def _address_words(person: ContactDetails) -> str:
    if person.link_label:
        return person.link_label
    if person.link:
        return _("Scan to book a time, or open")
    return _("Scan to check this copy, or open")
