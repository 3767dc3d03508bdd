"""The texts of all passages, memory-mapped: of a document, only what is shown is read.

One file holds the passages as they were written, one the byte at which each of them ends.
A document's first passage carries its title.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from search.documents import BODY, SLIDE, SUMMARY, Passage
from search.errors import StoreUnavailable
from search.stores.embedded import files

CONTENT, ENDS = ".texts", ".ends"
KINDS = (SUMMARY, BODY, SLIDE)  # by the byte that a passage begins with


@dataclass(frozen=True)
class Texts:
    """`content` in bytes, and `ends` (rows,) in it."""

    content: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def passages(self, key: str, start: int, count: int) -> Passages:
        """Return the `count` passages of the document `key`, whose rows begin at `start`."""
        return Passages(self, key, start, count)

    def begin(self, row: int) -> int:
        """Return the byte at which a row begins."""
        return int(self.ends[row - 1]) if row else 0

    def read(self, row: int) -> tuple[str, list[Any]]:
        """Return a row's kind, and its text, headings, anchor and title, if it has one.

        Raises StoreUnavailable when the file was damaged.
        """
        packed = self.content[self.begin(row) : int(self.ends[row])].tobytes()
        try:
            return KINDS[packed[0]], json.loads(packed[1:])
        except (ValueError, IndexError) as error:
            raise StoreUnavailable(f"A text of the search index is damaged: {error}.") from error

    def is_slide(self, row: int) -> bool:
        """Say whether a row is a slide, without reading on."""
        return bool(self.content[self.begin(row)] == KINDS.index(SLIDE))


class Passages(Sequence[Passage]):
    """A document's passages, each read when it is looked at."""

    def __init__(self, texts: Texts, key: str, start: int, count: int) -> None:
        self._texts = texts
        self._key = key
        self._start = start
        self._count = count
        self._read: dict[int, Passage] = {}

    @property
    def title(self) -> str:
        """The title of the document."""
        return str(self._texts.read(self._start)[1][3])

    @property
    def slides(self) -> tuple[int, ...]:
        """Which of them are slides."""
        first = self._start
        return tuple(n for n in range(self._count) if self._texts.is_slide(first + n))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(self._count)))
        number = range(self._count)[place]
        if number not in self._read:
            kind, (text, headings, anchor, *_title) = self._texts.read(self._start + number)
            made = Passage(self._key, number, text, tuple(headings), anchor, kind)
            self._read[number] = made
        return self._read[number]


def append(path: Path, rows: int, documents: Iterable[tuple[str, Sequence[Passage]]]) -> None:
    """Write the passages of documents, each with its title, after the first `rows`, durably."""
    packed = [
        _packed(passage, () if passage.ordinal else (title,))
        for title, passages in documents
        for passage in passages
    ]
    _append(path, rows, b"".join(packed), [len(content) for content in packed])


def move(old: Texts, path: Path, runs: Iterable[tuple[int, int]]) -> None:
    """Write runs of rows, as (start, count), to new files, one after the other."""
    kept, sizes = [], []
    for start, count in runs:
        first, ends = old.begin(start), old.ends[start : start + count]
        kept.append(old.content[first : int(ends[-1])].tobytes())
        sizes += np.diff(ends, prepend=first).tolist()
    _append(path, 0, b"".join(kept), sizes)


def _packed(passage: Passage, title: tuple[str, ...]) -> bytes:
    said = [passage.text, passage.headings, passage.anchor, *title]
    packed = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return bytes([KINDS.index(passage.kind)]) + packed


def _append(path: Path, rows: int, content: bytes, sizes: Sequence[int]) -> None:
    ends = files.mapped(path.with_suffix(ENDS), (rows,), "<i8")
    size = int(ends[-1]) if rows else 0
    del ends  # the file is cut below
    files.append(path.with_suffix(CONTENT), size, np.frombuffer(content, np.uint8))
    files.append(path.with_suffix(ENDS), rows, size + np.cumsum(sizes, dtype="<i8"))


def view(path: Path, rows: int) -> Texts:
    """Map the first `rows` rows for reading. Raises StoreUnavailable when some are missing."""
    ends = files.mapped(path.with_suffix(ENDS), (rows,), "<i8")
    size = int(ends[-1]) if rows else 0
    return Texts(files.mapped(path.with_suffix(CONTENT), (size,), "u1"), ends)
