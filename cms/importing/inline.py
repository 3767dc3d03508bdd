"""Inline text as runs, and their canonical HTML: exactly what Tandem's editor writes back.

The editor's conversion nests styles in the order of their names, closes all of them round
a link, drops white space at the edges of a block, and moves a space that ends a style behind
it. Text written by `write` therefore survives opening and saving unchanged. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

# In the order in which the editor nests them (by the names of its styles).
BOLD, CODE, ITALIC, STRIKE, SUPER = "b", "code", "i", "s", "sup"
ORDER = (BOLD, CODE, ITALIC, STRIKE, SUPER)
NO_STYLES: tuple[str, ...] = ()

Styles = tuple[str, ...]
# An address, or the id of a page.
Link = str | int | None

_SPACES = re.compile("[^\\S\u00a0\u202f\u2007\n]+")
_MIXED = re.compile("[ \u00a0\u202f\u2007]{2,}")
_INDENT = re.compile("\u00a0*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; a line feed is a line break."""

    text: str
    styles: Styles = NO_STYLES
    link: Link = None


def styles(*names: str) -> Styles:
    return tuple(name for name in ORDER if name in names)


def plain(runs: Iterable[Run]) -> str:
    """Return the words alone, on one line."""
    return " ".join("".join(run.text for run in runs).split())


def key_for(*parts: object) -> str:
    """Return an editor's block key: five letters or digits, the same for the same parts."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=4).digest()
    number, letters = int.from_bytes(digest, "big"), ""
    for _place in range(5):
        number, rest = divmod(number, 36)
        letters += "0123456789abcdefghijklmnopqrstuvwxyz"[rest]
    return letters


def paragraph(runs: Sequence[Run], seed: object = "") -> str:
    """Return runs as one paragraph of rich text."""
    inner = write(runs)
    return f'<p data-block-key="{key_for(seed, inner)}">{inner}</p>'


def write(runs: Iterable[Run]) -> str:
    """Return the canonical HTML of runs, without a block round it."""
    out: list[str] = []
    open_styles: list[str] = []

    def close(keep: int) -> None:
        while len(open_styles) > keep:
            out.append(f"</{open_styles.pop()}>")

    segments = normalise(runs)
    place = 0
    while place < len(segments):
        segment = segments[place]
        if segment.link is not None:
            close(0)
            end = place
            while end < len(segments) and segments[end].link == segment.link:
                end += 1
            out.append(_link(segments[place:end]))
            place = end
            continue
        shared = len(_common(tuple(open_styles), segment.styles))
        close(shared)
        for name in segment.styles[shared:]:
            out.append(f"<{name}>")
            open_styles.append(name)
        out.append(escape(segment.text, quote=False).replace("\n", "<br/>"))
        if place and segments[place - 1].link is not None:
            # The editor writes what follows a link by itself, and joins the outer style only.
            close(min(1, len(open_styles)))
        place += 1
    close(0)
    return "".join(out)


def _link(segments: Sequence[Run]) -> str:
    link = segments[0].link
    opening = (
        f'<a linktype="page" id="{link}">'
        if isinstance(link, int)
        else f'<a href="{escape(str(link))}">'
    )
    inner = "".join(_styled(segment) for segment in segments)
    return f"{opening}{inner}</a>"


def _styled(segment: Run) -> str:
    text = escape(segment.text, quote=False)
    for name in reversed(segment.styles):
        text = f"<{name}>{text}</{name}>"
    return text


# --- White space --------------------------------------------------------------------------
def normalise(runs: Iterable[Run]) -> list[Run]:
    """Return runs that differ from their neighbours, with single spaces where they belong."""
    segments: list[Run] = []
    gap = ""
    for run in _links_of_one_look(_bridged(_merge(runs))):
        # A break inside a link is lost by the editor: a space says the same.
        text = run.text.replace("\n", " ") if run.link is not None else run.text
        for number, part in enumerate(text.split("\n")):
            if number:
                gap = "\n"
            words, before, after = _trim(part, indented=CODE in run.styles and number > 0)
            if before and not gap:
                gap = " "
            if not words:
                continue
            if segments and gap:
                after_link = len(segments) > 1 and segments[-2].link is not None
                segments.append(_between(segments[-1], run, gap, 1 if after_link else None))
            elif not segments:
                words = words.lstrip()
                if not words:
                    continue
            segments.append(Run(words, run.styles, run.link))
            gap = " " if after else ""
    while segments and not segments[-1].text.rstrip():
        segments.pop()
    if segments:
        last = segments[-1]
        segments[-1] = Run(last.text.rstrip(), last.styles, last.link)
    return _merge(segments)


def _trim(part: str, *, indented: bool) -> tuple[str, bool, bool]:
    """Collapse white space; return the words, and whether space stood before and after.

    The no-break spaces that indent a line of code stay.
    """
    text = _SPACES.sub(" ", part)
    indent = found.group() if indented and (found := _INDENT.match(text)) else ""
    words = _MIXED.sub(" ", text[len(indent) :]).strip()
    words = indent + words if words else ""
    if not words:
        return "", bool(text), bool(text)
    return words, text[0] != words[0], text[-1] != words[-1]


def _between(before: Run, after: Run, gap: str, depth: int | None) -> Run:
    """Return the space or break between two runs, in the styles that stay open there."""
    shared = _common(before.styles, after.styles)
    if before.link is None and after.link is None:
        return Run(gap, shared[:depth])
    if before.link == after.link and gap == " ":
        return Run(gap, shared, before.link)
    return Run(gap)


def _common(left: Styles, right: Styles) -> Styles:
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return left[:shared]


def _merge(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = merged[-1] if merged else None
        if last and last.styles == run.styles and last.link == run.link:
            merged[-1] = Run(last.text + run.text, run.styles, run.link)
        else:
            merged.append(run)
    return merged


def _bridged(runs: list[Run]) -> list[Run]:
    """Take the space between two halves of a link into the link."""
    for place in range(1, len(runs) - 1):
        run, link = runs[place], runs[place - 1].link
        if link is not None and link == runs[place + 1].link and run.text.isspace():
            runs[place] = Run(" ", run.styles, link)
    return runs


def _links_of_one_look(runs: list[Run]) -> list[Run]:
    """Keep one style at a time in a link whose text changes its look.

    The editor writes each stretch of a link by itself, and two styles that overlap there
    would come back nested otherwise.
    """
    result: list[Run] = []
    place = 0
    while place < len(runs):
        end = place + 1
        if runs[place].link is not None:
            while end < len(runs) and runs[end].link == runs[place].link:
                end += 1
        group = runs[place:end]
        if len(group) > 1:
            group = [Run(run.text, run.styles[:1], run.link) for run in group]
        result += group
        place = end
    return _merge(result)
