"""Shapes of word slides: statement, bullets, columns, agenda. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.slides.icons import STROKES
from cms.slides.pptx import parts
from cms.slides.pptx.parts import (
    DARK,
    GAP,
    HAIR,
    PAPER,
    RULE,
    SIGNAL,
    TINT,
    Slot,
    balanced,
    line_of,
    set_all,
    set_bound,
    set_words,
    stepped,
)
from cms.slides.pptx.shapes import RIGHT, Area, Box, Drawing, Line, Shape, Text

if TYPE_CHECKING:
    from cms.slides.context import SlideContext


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
