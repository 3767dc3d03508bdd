"""Inline HTML of slides to runs of text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from cms.slides.pptx.shapes import LEFT, Paragraph, Run, Style

BOLD = ("b", "strong")


@dataclass(slots=True)
class _Look:
    bold: int = 0
    emphasis: int = 0
    lowered: int = 0


class _Runs(HTMLParser):
    """Collects runs; facts and other spans are their words."""

    def __init__(self, style: Style) -> None:
        super().__init__(convert_charrefs=True)
        self.style = style
        self.look = _Look()
        self.open: list[str] = []
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = tag
        if tag in BOLD:
            kind = "emphasis" if ("class", "emphasis") in attrs else "bold"
        self._count(kind, 1)
        if tag != "br":
            self.open.append(kind)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self._count(self.open.pop(), -1)

    def _count(self, kind: str, by: int) -> None:
        name = {"sub": "lowered", "bold": "bold", "emphasis": "emphasis"}.get(kind)
        if name:
            setattr(self.look, name, getattr(self.look, name) + by)

    def handle_data(self, data: str) -> None:
        style, look = self.style, self.look
        is_display = style.face != "text"
        colour = style.colour
        if look.emphasis:
            colour = style.emphasis
        elif look.bold and is_display:
            colour = style.strong
        run = Run(
            text=data.replace("\n", " "),
            size=style.size,
            colour=colour,
            face=style.face,
            bold=style.bold or bool(look.bold and not is_display),
            lowered=bool(look.lowered),
        )
        self.runs.append(run)


def runs(html: str, style: Style) -> tuple[Run, ...]:
    """The words of inline HTML, each stretch of one look as one run."""
    parser = _Runs(style)
    parser.feed(html)
    parser.close()
    return joined(parser.runs)


def joined(found: Sequence[Run]) -> tuple[Run, ...]:
    """Runs with neighbours of one look put together, and white space as HTML shows it."""
    merged: list[Run] = []
    for run in found:
        text = run.text
        if text.startswith(" ") and (not merged or merged[-1].text.endswith(" ")):
            text = text.lstrip(" ")
        if not text:
            continue
        last = merged[-1] if merged else None
        if last and _look(last) == _look(run):
            merged[-1] = replace(last, text=last.text + text)
        else:
            merged.append(replace(run, text=text))
    if merged:
        merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip(" "))
    return tuple(run for run in merged if run.text)


def _look(run: Run) -> Run:
    return replace(run, text="")


def paragraph(
    html: str, style: Style, *, before: float = 0.0, align: str = LEFT, hang: float = 0.0
) -> Paragraph:
    """One paragraph of inline HTML."""
    return Paragraph(runs(html, style), style.line, before, align, hang)
