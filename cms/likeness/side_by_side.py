"""Two texts beside each other, passage for passage, with what differs marked (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
ALIKE = 0.5  # share of their words from which on two lines are one line that was changed


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `differs` where the other side does not have it."""

    text: str
    differs: bool


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each side; an empty one where that side has none."""

    left: Line
    right: Line

    @property
    def same(self) -> bool:
        return not any(piece.differs for piece in (*self.left, *self.right))


def side_by_side(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """Return rows that, read down each side, give back all lines of that side in order."""
    rows: list[Row] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            rows += [Row(_all(line, False), _all(line, False)) for line in left[a:b]]
        else:
            rows += _changed(left[a:b], right[c:d])
    return rows


def _changed(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Pair each line with the first like it, in order; the others stand beside each other."""
    alone: list[str] = []
    at = 0
    for line in left:
        place = next((n for n in range(at, len(right)) if _alike(line, right[n])), None)
        if place is None:
            alone.append(line)
            continue
        yield from _unlike(alone, right[at:place])
        yield _marked(line, right[place])
        alone, at = [], place + 1
    yield from _unlike(alone, right[at:])


def _unlike(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    for one, other in zip_longest(left, right, fillvalue=""):
        yield Row(_all(one, True), _all(other, True))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _marked(one: str, other: str) -> Row:
    left, right = _TOKEN.findall(one), _TOKEN.findall(other)
    a: list[Piece] = []
    b: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for pieces, text in ((a, "".join(left[i:j])), (b, "".join(right[k:m]))):
            if text:
                pieces.append(Piece(text, what != "equal"))
    return Row(tuple(a), tuple(b))


def _all(line: str, differs: bool) -> Line:
    return (Piece(line, differs),) if line else ()
