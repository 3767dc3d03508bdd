"""The texts of all passages, memory-mapped: of a document, only what is shown is read.

A document's title stands in a line before its first passage.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from search.documents import SLIDE, Passage
from search.errors import StoreUnavailable
from search.stores.embedded import ragged
from search.stores.embedded.ragged import Pair, Ragged

TEXTS = Pair(".texts", ".ends", "u1")
OF_SLIDE, OF_TEXT = b"#", b"="  # what a passage begins with
LINE = b"\n"  # stands in nothing that JSON makes


class Passages(Sequence[Passage]):
    """A document's passages, each read from `content` when it is looked at.

    Raises StoreUnavailable then, where the file was damaged.
    """

    def __init__(self, content: NDArray[np.uint8], bounds: list[int], key: str) -> None:
        self._content = content
        self._bounds = bounds
        self._key = key
        self._known: dict[int, Passage] = {}

    @property
    def title(self) -> str:
        """The title of the document."""
        return str(_read(self._packed(0).partition(LINE)[0]))

    @property
    def slides(self) -> tuple[int, ...]:
        """Which of them are slides, known without reading them."""
        kinds = self._content[self._bounds[:-1]].tolist()
        return tuple(n for n, kind in enumerate(kinds) if kind == OF_SLIDE[0])

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(map(self._passage, range(*place.indices(len(self)))))
        return self._passage(range(len(self))[place])

    def _passage(self, number: int) -> Passage:
        known = self._known.get(number)
        if known is None:
            packed = self._packed(number)
            kind, text, headings, anchor = _read(packed if number else packed.partition(LINE)[2])
            known = Passage(self._key, number, text, tuple(headings), anchor, kind)
            self._known[number] = known
        return known

    def _packed(self, number: int) -> bytes:
        return self._content[self._bounds[number] + 1 : self._bounds[number + 1]].tobytes()


def _read(packed: bytes) -> Any:
    try:
        # Of bytes, json would guess the encoding first, which takes as long as the rest.
        return json.loads(packed.decode())
    except ValueError as error:
        raise StoreUnavailable(f"A text in the index is damaged: {error}.") from error


def append(path: Path, rows: int, documents: Iterable[tuple[str, Sequence[Passage]]]) -> None:
    """Write the passages of documents, each with its title, after the first `rows`, durably."""
    packed = [_packed(passage, title) for title, passages in documents for passage in passages]
    content = np.frombuffer(b"".join(packed), np.uint8)
    ragged.append(path, TEXTS, rows, content, [len(content) for content in packed])


def passages_of(texts: Ragged, key: str, start: int, count: int) -> Passages:
    """Return the `count` passages of the document `key`, whose rows begin at `start`."""
    return Passages(texts.content, texts.bounds(start, count), key)


def _packed(passage: Passage, title: str) -> bytes:
    mark = OF_SLIDE if passage.kind == SLIDE else OF_TEXT
    said = _written([passage.kind, passage.text, passage.headings, passage.anchor])
    return mark + (said if passage.ordinal else _written(title) + LINE + said)


def _written(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
