"""Which of the asked words a text holds, and the piece of it that shows them best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import stems

EXCERPT = 240  # characters
_BEYOND_ASCII = r"[^\W\x00-\x7f]"  # a letter or digit


@dataclass(frozen=True, slots=True)
class Mark:
    """A matching word of a text, from `start` to `end`; `stem` says what it matches."""

    start: int
    end: int
    stem: str


class Finder:
    """Finds the words of a query in texts of `languages`, in whatever form they stand."""

    def __init__(self, query_words: Iterable[str], languages: frozenset[str]) -> None:
        self.languages = languages
        self.wanted: dict[str, str] = {}
        for word in query_words:
            for variants in stems(word, languages):
                for stem in variants:
                    self.wanted.setdefault(stem, word)
        # Most words of a text share no beginning with the query: one pass drops them. Words
        # with letters beyond ASCII are folded before they compare, so they are all looked at.
        starts = {re.escape(stem[:-1] if len(stem) > 3 else stem) for stem in self.wanted}
        likely = rf"\b(?:{'|'.join(sorted(starts))})\w*"
        self._ascii = re.compile(likely, re.IGNORECASE)
        self._any = re.compile(rf"{likely}|\b[a-z]*{_BEYOND_ASCII}\w*", re.IGNORECASE)

    def marks(self, text: str) -> list[Mark]:
        """Return the matching words of `text` in order."""
        if not self.wanted:
            return []
        found = []
        for match in (self._ascii if text.isascii() else self._any).finditer(text):
            for variants in stems(match[0], self.languages):
                stem = next((s for s in variants if s in self.wanted), None)
                if stem is not None:
                    found.append(Mark(match.start(), match.end(), stem))
                    break
        return found

    def words(self, marks: Iterable[Mark]) -> list[str]:
        """Return the query's words that these marks stand for, in the query's order."""
        there = {self.wanted[mark.stem] for mark in marks}
        return [word for word in dict.fromkeys(self.wanted.values()) if word in there]


def excerpt(text: str, marks: Sequence[Mark], length: int = EXCERPT) -> SafeString:
    """Return about `length` characters of `text` as HTML, escaped, with <mark> round marks.

    The piece is the one with the most different words; it begins and ends between words.
    """
    start, end = _window(text, marks, length)
    parts = ["… " if start else ""]
    at = start
    for mark in marks:
        if mark.start >= at and mark.end <= end:
            parts += [escape(text[at : mark.start]), "<mark>"]
            parts += [escape(text[mark.start : mark.end]), "</mark>"]
            at = mark.end
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))


def _window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    best, start = -1, 0
    for mark in marks:
        within = {m.stem for m in marks if mark.start <= m.start and m.end <= mark.start + length}
        if len(within) > best:
            best, start = len(within), mark.start
    start = max(0, min(start - length // 4, len(text) - length))
    if start:
        space = text.find(" ", start)
        start = space + 1 if 0 <= space < start + 40 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start + length // 2 else end
    # A mark at the edge is shown whole.
    for mark in marks:
        if mark.start < end < mark.end:
            end = mark.end
    return start, end
