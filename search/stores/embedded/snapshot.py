"""What a reader sees: one committed state of table, rows and lexical index together."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.analysis import stems
from search.embedding.base import Vectors
from search.errors import StoreUnavailable
from search.stores.base import Choice, Request, Strengths
from search.stores.embedded import lexical, matrix, texts
from search.stores.embedded.lexical import LexicalIndex, Matches
from search.stores.embedded.matrix import Matrix
from search.stores.embedded.spelling import Vocabulary
from search.stores.embedded.state import CURRENT, State, read_state, read_table
from search.stores.embedded.table import Table
from search.stores.embedded.texts import Texts


@dataclass
class Words:
    """How a request's words fared: BM25 of each document, 0 where none matches. `limited` says
    that weaker ones were left out."""

    scores: Strengths
    limited: bool = False


@dataclass(frozen=True)
class Snapshot:
    """An unchanging view; all its rows are rows of `table`."""

    state: State
    table: Table
    matrix: Matrix
    texts: Texts
    searcher: tantivy.Searcher
    schema: tantivy.Schema

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.searcher.terms_with_prefix("words", ""))

    def words(self, request: Request, limit: int | None = None) -> Words:
        """Score every document by its words, or so many of the strongest."""
        made = Words(np.zeros(len(self.table.records)))
        query = self._terms(request)
        if query is not None:
            found = lexical.matches(self.searcher, query, limit)
            self._add(made, found)
            made.limited = limit is not None and len(found.serials) >= limit
        return made

    def complete(self, words: Words, request: Request, rows: NDArray[np.int64]) -> None:
        """Score those of these rows that `words` left out."""
        query = self._terms(request) if words.limited else None
        missing = rows[words.scores[rows] == 0]
        if query is not None and len(missing):
            only = lexical.among(self.schema, query, self.table.serials[missing].tolist())
            self._add(words, lexical.matches(self.searcher, only, len(missing)))

    def _terms(self, request: Request) -> tantivy.Query | None:
        return lexical.terms_query(self.schema, request.terms, request.pairs, self.table.languages)

    def _add(self, words: Words, found: Matches) -> None:
        rows, there = self._rows(found.serials)
        words.scores[rows] = found.scores[there]

    def means(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the mean vectors of the documents in these rows, zero where there are none."""
        return self.matrix.means[self.table.places[rows]]

    def passing(self, request: Request) -> Choice:
        """Say of each document whether it holds to the request, its visibility aside."""
        passing = np.ones(len(self.table.records), dtype=bool)
        for name, values in request.filters.items():
            passing &= self.table.labelled(name, values)
        if request.keys is not None:
            only = np.zeros(len(passing), dtype=bool)
            only[self.table.at(request.keys)] = True
            passing &= only
        passing[self.table.at(request.exclude_keys)] = False
        conditions = lexical.conditions_query(
            self.schema, request.phrases, request.excluded, self.table.languages
        )
        if conditions is not None:
            holding = np.zeros(len(passing), dtype=bool)
            holding[self._rows(lexical.matches(self.searcher, conditions).serials)[0]] = True
            passing &= holding
        return passing

    def knows(self, word: str) -> bool:
        """Say whether each part of `word` occurs in some form."""
        parts = stems(word, self.table.languages)
        return bool(parts) and all(
            any(self.searcher.doc_freq("text", stem) for stem in variants) for variants in parts
        )

    def _rows(self, serials: NDArray[np.int64]) -> tuple[NDArray[np.int64], Choice]:
        """Return the rows of serials, and which of the serials the table knows.

        A commit in progress may show documents that the table does not name yet.
        """
        known = self.table.serials
        if not len(known):
            return np.zeros(0, np.int64), np.zeros(len(serials), bool)
        places = np.minimum(np.searchsorted(known, serials), len(known) - 1)
        there = known[places] == serials
        return places[there], there


class Reader:
    """Gives the latest snapshot, made anew only when another state was committed."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self.folder = folder
        self.dimensions = dimensions
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._written: tuple[State, Table] | None = None

    def adopt(self, state: State, table: Table) -> None:
        """Take a table that this process has just committed, instead of reading it back."""
        self._written = (state, table)

    def latest(self, index: LexicalIndex) -> Snapshot:
        """Return the committed state's snapshot. Raises StoreUnavailable."""
        stamp = self._current()
        snapshot = self._snapshot
        if snapshot is not None and stamp == self._stamp:
            return snapshot
        with self._lock:
            for attempt in range(5):
                stamp = self._current()
                if self._snapshot is not None and stamp == self._stamp:
                    return self._snapshot
                state = read_state(self.folder)
                try:
                    written = self._written
                    table = (
                        written[1]
                        if written and written[0] == state
                        else read_table(self.folder, state)
                    )
                    path = self.folder / state.rows
                    vectors = matrix.view(path, table.size, self.dimensions)
                    stored = texts.view(path, table.size.rows)
                except StoreUnavailable:
                    # Replaced between the two reads: the newer state is there by now.
                    if attempt == 4 or read_state(self.folder) == state:
                        raise
                    continue
                self._snapshot = Snapshot(
                    state, table, vectors, stored, index.searcher(), index.schema
                )
                self._stamp = stamp
                self._written = None
                return self._snapshot
        raise StoreUnavailable(f"{self.folder} changes faster than it can be read.")

    def _current(self) -> tuple[int, int]:
        try:
            status = (self.folder / CURRENT).stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)
