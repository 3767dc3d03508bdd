"""Rows of various lengths, one after the other in a file; another says where each of them ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.stores.embedded import files


class Pair(NamedTuple):
    """How the two files are called behind their generation, and what a row is made of."""

    content: str
    ends: str
    kind: str


@dataclass(frozen=True)
class Ragged:
    """`content` of all rows, and `ends` (rows,) in it."""

    content: NDArray[Any]
    ends: NDArray[np.int64]

    def bounds(self, start: int, count: int) -> list[int]:
        """Return where `count` rows from `start` begin, and where the last of them ends."""
        if start:
            return self.ends[start - 1 : start + count].tolist()
        return [0, *self.ends[:count].tolist()]


def append(path: Path, pair: Pair, rows: int, content: NDArray[Any], sizes: Sequence[int]) -> None:
    """Write rows of these sizes after the first `rows`, durably."""
    ends = files.mapped(path.with_suffix(pair.ends), (rows,), "<i8")
    size = int(ends[-1]) if rows else 0
    del ends  # the file is cut below
    files.append(path.with_suffix(pair.content), size, content.astype(pair.kind, copy=False))
    files.append(path.with_suffix(pair.ends), rows, size + np.cumsum(sizes, dtype="<i8"))


def move(old: Ragged, path: Path, pair: Pair, runs: Iterable[tuple[int, int]]) -> None:
    """Write runs of rows, as (start, count), to new files, one after the other."""
    kept, sizes = [old.content[:0]], []
    for start, count in runs:
        bounds = old.bounds(start, count)
        kept.append(old.content[bounds[0] : bounds[-1]])
        sizes += np.diff(bounds).tolist()
    append(path, pair, 0, np.concatenate(kept), sizes)


def view(path: Path, pair: Pair, rows: int) -> Ragged:
    """Map the first `rows` rows for reading. Raises StoreUnavailable when some are missing."""
    ends = files.mapped(path.with_suffix(pair.ends), (rows,), "<i8")
    size = int(ends[-1]) if rows else 0
    return Ragged(files.mapped(path.with_suffix(pair.content), (size,), pair.kind), ends)
