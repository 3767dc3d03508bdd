"""Parts that several layouts share: titles, footers, texts in frames, figures. Pure.

Frames in mm are those of cms/css/slides.css, which a test holds them to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.slides.pptx.markup import paragraph, runs
from cms.slides.pptx.shapes import (
    LEFT,
    QR,
    RIGHT,
    Box,
    Line,
    Paragraph,
    Picture,
    Run,
    Shape,
    Style,
    Text,
)
from cms.slides.typography import NBSP, bind_last, slide_date

if TYPE_CHECKING:
    from cms.slides.context import SlideContext
    from cms.slides.presenters.parts import Figure
    from cms.slides.presenters.typesetting import Words

Slot = Mapping[str, Any]
HAIR, RULE, SIGNAL = 0.25, 0.6, 0.8  # mm
GAP = 5.0


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of text on one ground."""

    ground: str
    ink: str = "ink"
    muted: str = "muted"
    strong: str = "accent"
    signal: str = "signal_text"

    def style(self, size: float, line: float, **changes: Any) -> Style:
        own = {"colour": self.ink, "strong": self.strong, "emphasis": self.signal}
        return Style(size, line, **{**own, **changes})

    def quiet(self, size: float, line: float, **changes: Any) -> Style:
        return self.style(size, line, **{"colour": self.muted, **changes})


PAPER = Tones("paper")
TINT = Tones("tint")
DARK = Tones("dark", "on_dark", "on_dark_muted", "soft", "signal_on_dark")
COVER = Tones("cover_ground", "cover_ink", "cover_muted")


def stepped(step: int, *sizes: tuple[float, float]) -> tuple[float, float]:
    """The size (pt) and line (mm) of a step; the last one for steps beyond."""
    return sizes[min(step, len(sizes) - 1)]


def set_words(words: Words, style: Style, before: float = 0.0) -> Paragraph:
    return paragraph(str(words.html), style, before=before)


def set_all(texts: Sequence[Words], style: Style, first: float = 0.0) -> tuple[Paragraph, ...]:
    """Paragraphs 5 mm apart, the first one `first` mm below what stands over it.

    They share a frame, so that no width balances each: the last words of each are bound.
    """
    return tuple(
        set_bound(words, style, GAP if index else first) for index, words in enumerate(texts)
    )


def set_bound(words: Words, style: Style, before: float = 0.0) -> Paragraph:
    """A text of several lines whose last words stay together, whatever its width."""
    made = set_words(words, style, before)
    if words.count < 2 or not made.runs:
        return made
    *others, last = made.runs
    return replace(made, runs=(*others, replace(last, text=bind_last(last.text))))


def breadth(texts: Iterable[Words | None], width: float) -> float:
    """Where the lines of several texts break: the widest that one of them needs."""
    return max((words.least or words.width for words in texts if words), default=width)


def line_of(name: str, box: Box, html: object, style: Style, **changes: Any) -> Text:
    """A text that takes its frame's whole width."""
    align = changes.pop("align", LEFT)
    return Text(name, box, (paragraph(str(html), style, align=align),), **changes)


def balanced(name: str, box: Box, words: Words, style: Style, **changes: Any) -> Text:
    """One text in its balanced width."""
    return Text(name, box, (set_words(words, style),), width=words.width, **changes)


def title(words: Words | None, tones: Tones, width: float = 288.0, height: float = 0) -> Text:
    """The slide's title: 34 pt, or 26 pt where it needs three lines."""
    if words is None:
        raise ValueError("A slide without a title names another text its title.")
    large = words.size == "large"
    size, line = (34.0, 14.0) if large else (26.0, 10.0)
    if not height:
        height = 16.0 if words.count < 2 else (30.0 if large else 33.0)
    style = tones.style(size, line, face="display")
    return balanced("Title", Box(16, 14, width, height), words, style, role="title")


def footer(context: SlideContext, tones: Tones, shown: str = "") -> Iterator[Shape]:
    """Company and recipient, the figures' date, the address to verify, the number.

    The last slide has that address as a QR code too, unless it is the one `shown` as such.
    """
    quiet = tones.quiet(9, 4)
    who: list[Run] = []
    if context.company:
        who.append(Run(context.company, 9, tones.ink, bold=True))
    if context.recipient:
        words = _("for %(name)s") % {"name": context.recipient}
        who.append(Run(f" {words}" if who else words, 9, tones.muted))
    if who:
        line = (Paragraph(tuple(who), 4),)
        yield Text("Company", Box(16, 167, 92, 4), line, role="company", wraps=False)
    if context.as_of:
        words = _("Figures as of %(day)s") % {"day": slide_date(context.as_of)}
        yield line_of("Date", Box(114, 167, 92, 4), words, quiet, role="date", wraps=False)
    if context.verify_text:
        if context.is_last and shown != context.verify_link:
            alt = _("Check this copy: %(address)s") % {"address": context.verify_text}
            yield qr_code("Check code", Box(195, 160.5, 15, 15), context.verify_link, alt)
        words = f"{_('Verify:')} {context.verify_text}/{context.number}"
        link = f"{context.verify_link}/{context.number}"
        yield line_of("Verify", Box(212, 167, 76, 4), words, quiet, wraps=False, link=link)
    number = Paragraph((Run(str(context.number), 9, tones.muted),), 4, align=RIGHT)
    yield Text("Number", Box(285.5, 167, 18.5, 4), (number,), role="number", wraps=False)


def qr_code(name: str, box: Box, address: str, alt: str) -> Picture:
    return Picture(name, box, f"{QR}{address}", alt, is_whole=True, link=address)


def note(words: Words | None, tones: Tones = PAPER, top: float = 149.0) -> Iterator[Shape]:
    if words:
        height = 158.0 - top
        yield balanced("Note", Box(16, top, 288, height), words, tones.quiet(14, 7))


def figure_line(
    value: object, unit: object, size: float, line: float, colour: str, share: float = 0.5
) -> Paragraph:
    """A large figure and its smaller unit, on one line."""
    style = Style(size, line, colour=colour, face="figure", strong=colour)
    found = runs(str(value), style)
    small = runs(str(unit), replace(style, size=size * share, face="display"))
    if small:
        # The gap of 0.15 em: a space is rather more than a quarter of an em wide.
        found += (Run(NBSP, round(size * share * 0.5, 1), colour, "display"),)
    return Paragraph(found + small, line)


def side_figure(
    item: Figure,
    box: Box,
    name: str,
    *,
    rule: tuple[float, str],
    height: float = 17.0,
    signals: bool = True,
) -> Iterator[Shape]:
    """A figure of a side panel under its rule: `box` begins at the rule."""
    thickness, colour = rule
    yield Line(f"{name}, rule", box.left, box.top, box.width, thickness, colour)
    inner = box.lower(thickness + GAP)
    ink = "signal_text" if item.signal and signals else "ink"
    figure = Box(box.left, inner.top, box.width, height)
    yield Text(
        name, figure, (figure_line(item.value, item.unit, item.size, height, ink),), wraps=False
    )
    if item.label:
        below = inner.lower(height + 1.5)
        yield balanced(f"{name}, label", below, item.label, PAPER.quiet(14, 7))
