"""Which of the asked words a text holds, and the piece of it that shows them best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from search.analysis import stems

EXCERPT = 240  # characters
ENGLISH = frozenset({"en"})  # its words stand in texts of every language
_ASCII = bytes(range(128))
_WORD = frozenset(byte for byte in _ASCII if chr(byte).isalnum() or chr(byte) == "_")
_blank = re.compile(r"\s+").search
_rest = re.compile(rb"\w*").match
_break = re.compile(r"(?<![.!?:;,…\s])\s*\n\s*").sub
_before_unit = re.compile(r"(?<=\d)\n(?=(?:[^\W\d_]|[%‰°€$£])(?:\n|$))").sub
_BEYOND_ASCII = r"[^\W\x00-\x7f]"  # a letter or digit


class Mark(NamedTuple):
    """A matching word of a text, from `start` to `end`; `stem` says what it matches."""

    start: int
    end: int
    stem: str


class Finder:
    """Finds the words of a query in texts of `languages`, in whatever form they stand."""

    def __init__(self, query_words: Iterable[str], languages: frozenset[str] = ENGLISH) -> None:
        self.query_words = tuple(query_words)
        self.languages = languages
        self.wanted: dict[str, str] = {}
        for word in self.query_words:
            for variants in stems(word, languages):
                for stem in variants:
                    self.wanted.setdefault(stem, word)
        # Most words of a text share no beginning with the query, and are never looked at. Words
        # with letters beyond ASCII are folded before they compare, so they all are.
        self._begun: dict[bytes, set[str]] = {}  # wanted stems by how their words begin
        for stem in self.wanted:
            start = stem[:-1] if len(stem) > 3 else stem
            self._begun.setdefault(start.encode(), set()).add(stem)
        self._known: dict[str, str | None] = {}
        self._others: dict[str, Finder] = {}

    def reading(self, language: str) -> Finder:
        """Return what finds the same words in texts of `language` too."""
        code = language.split("-")[0].lower()
        if code in self.languages:
            return self
        if code not in self._others:
            self._others[code] = Finder(self.query_words, self.languages | {code})
        return self._others[code]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The query's words, in its order."""
        return tuple(dict.fromkeys(self.wanted.values()))

    @cached_property
    def _any(self) -> re.Pattern[str]:
        # Compiled when a text needs it, for that takes a millisecond.
        either = "|".join(re.escape(start.decode()) for start in sorted(self._begun))
        return re.compile(rf"\b(?:{either})\w*|\b[a-z]*{_BEYOND_ASCII}\w*", re.IGNORECASE)

    def marks(self, text: str) -> list[Mark]:
        """Return the matching words of `text` in order."""
        if not self.wanted:
            return []
        found = []
        for start, end in self._likely(text):
            stem = self._stem(text[start:end])
            if stem is not None:
                found.append(Mark(start, end, stem))
        return found

    def marked(self, text: str, language: str) -> SafeString:
        """Return the excerpt of a text of `language` that shows the query's words best."""
        return excerpt(text, self.reading(language).marks(text))

    def stems_in(self, text: str) -> set[str]:
        """Return which wanted stems `text` holds: what `marks` names, without looking on."""
        if _has_other_letters(text):
            return {mark.stem for mark in self.marks(text)}
        folded, found = _folded(text), set()
        for start, wanted in self._begun.items():
            for at, end in _words(folded, start):
                stem = self._stem(folded[at:end].decode())
                if stem is not None:
                    found.add(stem)
                    if wanted <= found:
                        break
        return found

    def _likely(self, text: str) -> list[tuple[int, int]]:
        """Return where words stand that begin as a wanted one does."""
        if _has_other_letters(text):
            return [match.span() for match in self._any.finditer(text)]
        folded = _folded(text)
        return sorted({span for start in self._begun for span in _words(folded, start)})

    def _stem(self, word: str) -> str | None:
        """Return the wanted stem that `word` is a form of, if it is of any."""
        if word not in self._known:
            every = (stem for variants in stems(word, self.languages) for stem in variants)
            self._known[word] = next((stem for stem in every if stem in self.wanted), None)
        return self._known[word]

    def words(self, stems: Iterable[str]) -> set[str]:
        """Return the query's words that these stems stand for."""
        return {self.wanted[stem] for stem in stems}


def _has_other_letters(text: str) -> bool:
    # Curly quotes and dashes, which most texts have, are none: no reason to take the slow way.
    if text.isascii():
        return False
    return any(map(str.isalnum, text.encode().translate(None, _ASCII).decode()))


def _folded(text: str) -> bytes:
    """Return `text` in lower case, a byte a character; it has no letters beyond ASCII."""
    return text.encode("ascii", "replace").lower()


def _words(folded: bytes, start: bytes) -> Iterator[tuple[int, int]]:
    """Give where the words that begin with `start` begin and end."""
    at = folded.find(start)
    while at >= 0:
        if at == 0 or folded[at - 1] not in _WORD:
            yield at, _rest(folded, at).end()  # type: ignore[union-attr]
        at = folded.find(start, at + 1)


def excerpt(text: str, marks: Sequence[Mark], length: int = EXCERPT) -> SafeString:
    """Return about `length` characters of `text` as HTML, escaped, with <mark> round marks.

    The piece is the one with the most different words; it begins and ends between words. Lines
    that end in no sentence, such as a table's cells, have a middle dot between them.
    """
    start, end = _window(text, marks, length)
    parts = ["… " if start else ""]
    at = start
    for mark in marks:
        if mark.start >= at and mark.end <= end:
            # A mark is letters and digits alone: nothing in it to escape.
            parts += [_shown(text[at : mark.start]), "<mark>"]
            parts += [text[mark.start : mark.end], "</mark>"]
            at = mark.end
    parts += [_shown(text[at:end].rstrip()), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))


def _shown(piece: str) -> str:
    return escape(_break(" · ", _before_unit(" ", piece)) if "\n" in piece else piece)


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
        gap = _blank(text, start)
        start = gap.end() if gap and gap.start() < start + 40 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space if space > start + length // 2 else end
    # A mark at the edge is shown whole.
    for mark in marks:
        if mark.start < end < mark.end:
            end = mark.end
    return start, end
