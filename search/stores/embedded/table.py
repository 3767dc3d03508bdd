"""The columns of all documents, in memory: what is visible, labelled, and where vectors lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.documents import Document
from search.stores.base import Choice
from search.stores.runs import Runs

ALWAYS = 0.0
NEVER = 1e15


class Size(NamedTuple):
    """How much the files of a generation hold, replaced documents too."""

    rows: int = 0
    documents: int = 0


class Record(NamedTuple):
    """One document: `passages` rows from `start`, and its `place` among all documents of its
    generation. Times are in seconds."""

    key: str
    content_hash: str
    serial: int
    place: int
    start: int
    passages: int
    embedded: bool
    language: str
    visible_from: float
    visible_until: float
    updated: float
    labels: Mapping[str, Sequence[str]]


def record(
    document: Document, content_hash: str, serial: int, at: Size, passages: int, embedded: bool
) -> Record:
    """Return the record of a document that lies behind so much."""

    def seconds(moment: datetime | None, otherwise: float) -> float:
        return moment.timestamp() if moment else otherwise

    return Record(
        document.key,
        content_hash,
        serial,
        at.documents,
        at.rows,
        passages,
        embedded,
        document.language,
        seconds(document.visible_from, ALWAYS),
        seconds(document.visible_until, NEVER),
        seconds(document.updated_at, ALWAYS),
        {name: list(values) for name, values in document.filters.items() if values},
    )


@dataclass(frozen=True)
class Labels:
    """One filter over all documents, as pairs of (document row, value number)."""

    values: list[str]
    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Records in the order of their serials, with columns made when asked."""

    records: tuple[Record, ...]
    size: Size

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Table:
        """Read what `dump` returned."""
        return cls(tuple(Record(*row) for row in state["records"]), Size(*state["size"]))

    def dump(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {"records": [list(r) for r in self.records], "size": self.size}

    @cached_property
    def keys(self) -> list[str]:
        return [r.key for r in self.records]

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {r.key: row for row, r in enumerate(self.records)}

    @cached_property
    def languages(self) -> frozenset[str]:
        return frozenset(r.language for r in self.records) or frozenset({"en"})

    @cached_property
    def serials(self) -> NDArray[np.int64]:
        return np.array([r.serial for r in self.records], dtype=np.int64)

    def with_serials(self, serials: NDArray[np.int64]) -> tuple[NDArray[np.int64], Choice]:
        """Return the rows of serials, and which of the serials are here.

        A commit in progress may show documents that the table does not name yet.
        """
        rows = self._rows[np.minimum(serials, len(self._rows) - 1)]
        there = rows >= 0
        return rows[there], there

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        """The row of each serial, -1 where it is not here; the last stands for all later ones."""
        rows = np.full(int(self.serials.max(initial=0)) + 2, -1, np.int64)
        rows[self.serials] = np.arange(len(self.serials))
        return rows

    @cached_property
    def places(self) -> NDArray[np.int64]:
        return np.array([r.place for r in self.records], dtype=np.int64)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        return np.array([r.start for r in self.records], dtype=np.int64)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        return np.array([r.passages for r in self.records], dtype=np.int64)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self.starts, self.counts)

    @cached_property
    def embedded(self) -> Choice:
        return np.array([r.embedded for r in self.records], dtype=bool)

    @cached_property
    def updated(self) -> NDArray[np.float64]:
        return np.array([r.updated for r in self.records], dtype=np.float64)

    @cached_property
    def _from(self) -> NDArray[np.float64]:
        return np.array([r.visible_from for r in self.records], dtype=np.float64)

    @cached_property
    def _until(self) -> NDArray[np.float64]:
        return np.array([r.visible_until for r in self.records], dtype=np.float64)

    @cached_property
    def dead(self) -> NDArray[np.int64]:
        """Rows that belong to no document any more."""
        alive = np.zeros(self.size.rows, dtype=bool)
        for r in self.records:
            alive[r.start : r.start + r.passages] = True
        return np.flatnonzero(~alive)

    @cached_property
    def _labels(self) -> dict[str, Labels]:
        numbers: dict[str, dict[str, int]] = {}
        pairs: dict[str, tuple[list[int], list[int]]] = {}
        for row, r in enumerate(self.records):
            for name, values in r.labels.items():
                known = numbers.setdefault(name, {})
                rows, ids = pairs.setdefault(name, ([], []))
                for value in set(values):
                    rows.append(row)
                    ids.append(known.setdefault(value, len(known)))
        return {
            name: Labels(list(numbers[name]), np.array(rows, np.int64), np.array(ids, np.int64))
            for name, (rows, ids) in pairs.items()
        }

    def visible(self, now: datetime) -> Choice:
        """Say of each document whether it may be shown at `now`."""
        moment = now.timestamp()
        return (self._from <= moment) & (moment < self._until)

    def labelled(self, name: str, values: Iterable[str]) -> Choice:
        """Say of each document whether its filter `name` has one of `values`."""
        chosen = np.zeros(len(self.records), dtype=bool)
        labels = self._labels.get(name)
        if labels is not None:
            wanted = set(values)
            numbers = [n for n, value in enumerate(labels.values) if value in wanted]
            chosen[labels.rows[np.isin(labels.numbers, numbers)]] = True
        return chosen

    def tally(self, name: str, chosen: Choice) -> dict[str, int]:
        """Count the chosen documents by their values of `name`, most first."""
        labels = self._labels.get(name)
        if labels is None:
            return {}
        found = labels.numbers[chosen[labels.rows]]
        tally = np.bincount(found, minlength=len(labels.values))
        pairs = [(v, int(n)) for v, n in zip(labels.values, tally, strict=True) if n]
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def at(self, keys: Iterable[str]) -> NDArray[np.int64]:
        """Return the rows of those of `keys` that are here."""
        rows = [self.row_of[key] for key in keys if key in self.row_of]
        return np.array(rows, dtype=np.int64)
