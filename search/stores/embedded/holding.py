"""Which words each passage holds, known without reading it: its stems, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import compress, islice
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.analysis import analyzer, stems
from search.stores.base import Entry
from search.stores.embedded import ragged
from search.stores.embedded.ragged import Pair, Ragged

STEMS = Pair(".stems", ".stems-ends", "<u4")
NONE = 0  # the number in a row that would be empty

Holds = Callable[[int], frozenset[str]]


def append(path: Path, rows: int, entries: Iterable[Entry]) -> None:
    """Write the stems of these documents' passages after the first `rows`, durably."""
    made = [
        _numbers(analyzer(entry.document.language).analyze(passage.text)) or [NONE]
        for entry in entries
        for passage in entry.passages
    ]
    content = np.array([number for numbers in made for number in numbers], np.uint32)
    ragged.append(path, STEMS, rows, content, [len(numbers) for numbers in made])


def asked(words: Iterable[str], languages: frozenset[str]) -> dict[str, list[int]]:
    """Return what stands for each word: the numbers of its parts' stems."""
    return {
        word: _numbers(stem for variants in stems(word, languages) for stem in variants)
        for word in words
    }


def held(
    table: Ragged, runs: Sequence[tuple[int, int]], wanted: Mapping[str, Sequence[int]]
) -> Sequence[Holds]:
    """Return, for each run of rows, what says which of the words a row of it holds."""
    if not runs or not wanted:
        return [_nothing for _ in runs]
    pieces: list[NDArray[np.uint32]] = []
    begins: list[int] = []
    end = 0
    for start, count in runs:
        bounds = table.bounds(start, count)
        begins += [bound - bounds[0] + end for bound in bounds[:-1]]
        pieces.append(table.content[bounds[0] : bounds[-1]])
        end += bounds[-1] - bounds[0]
    every, rows_begin = np.concatenate(pieces), np.array(begins)
    there = np.stack([_any(every, rows_begin, numbers) for numbers in wanted.values()], axis=1)
    rows = iter(there.tolist())
    return [partial(_held, tuple(wanted), list(islice(rows, count))) for _start, count in runs]


def _any(
    every: NDArray[np.uint32], begins: NDArray[np.int64], numbers: Sequence[int]
) -> NDArray[np.bool_]:
    """Say of each row whether one of `numbers` stands in it. No row is empty."""
    equal = np.zeros(len(every), dtype=bool)
    for number in numbers:
        equal |= every == number
    return np.logical_or.reduceat(equal, begins)


def _held(words: Sequence[str], there: Sequence[Sequence[bool]], place: int) -> frozenset[str]:
    return frozenset(compress(words, there[place]))


def _nothing(place: int) -> frozenset[str]:
    return frozenset()


def _numbers(stems: Iterable[str]) -> list[int]:
    return sorted({crc32(stem.encode()) for stem in stems})
