"""What a reader sees: one committed state of table, rows and lexical index together."""

from __future__ import annotations

import string
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.analysis import STOP_WORDS, stems
from search.embedding.base import Vectors
from search.errors import StoreUnavailable
from search.stores.base import Choice, Request, Strengths
from search.stores.embedded import ahead, holding, lexical, matrix, ragged, texts
from search.stores.embedded.lexical import LexicalIndex
from search.stores.embedded.matrix import Matrix
from search.stores.embedded.ragged import Ragged
from search.stores.embedded.spelling import Vocabulary
from search.stores.embedded.state import CURRENT, State, read_state, read_table
from search.stores.embedded.table import Table

STEMS = 1000  # whose documents are kept in memory: a few MB, and 80 at the most over 10,000
COMMON = 0.1  # of all documents hold a common word


@dataclass(frozen=True)
class Snapshot:
    """An unchanging view; all its rows are rows of `table`."""

    state: State
    table: Table
    matrix: Matrix
    texts: Ragged
    passage_stems: Ragged
    searcher: tantivy.Searcher
    schema: tantivy.Schema

    @property
    def documents(self) -> int:
        return len(self.table.records)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.searcher.terms_with_prefix("words", ""))

    def words(self, request: Request) -> Strengths:
        """Return BM25 of each document for the request's words, 0 where none matches."""
        scores = np.zeros(len(self.table.records))
        for term in request.terms:
            # Each part of each word once a mention, so that counts add up.
            for variants in stems(term.word, self.table.languages):
                if len(variants) == 1:
                    rows, strengths = self._holding(variants[0])
                    scores[rows] += term.weight * strengths
                else:
                    scores += term.weight * self._strongest(variants)
        pairs = lexical.pairs_query(self.schema, request.pairs, self.table.languages)
        if pairs is not None:
            found = lexical.matches(self.searcher, pairs)
            standing, there = self.table.with_serials(found.serials)
            scores[standing] += found.scores[there]
        return scores

    def _strongest(self, variants: Sequence[str]) -> Strengths:
        best = np.zeros(len(self.table.records))
        for stem in variants:
            rows, strengths = self._holding(stem)
            best[rows] = np.maximum(best[rows], strengths)
        return best

    @cached_property
    def _holding(self) -> Callable[[str], tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Look up the rows of the documents that hold a stem, and their BM25 for it alone.

        BM25 of a question is the sum of its words': a word that was asked before costs nothing
        but the adding, and those that stand in the most documents are asked for the most often.
        """
        # Not `self`: in a circle, a snapshot would outlive its last reader.
        searcher, schema, table = self.searcher, self.schema, self.table

        @lru_cache(maxsize=STEMS)
        def holding(stem: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
            found = lexical.matches(searcher, lexical.stem_query(schema, stem))
            rows, there = table.with_serials(found.serials)
            return rows.astype(np.int32), found.scores[there].astype(np.float32)

        return holding

    def common_stems(self) -> list[str]:
        """Return the stems that a tenth of all documents hold, the most frequent first.

        To look these up takes three quarters of the time that all take, over 10,000 documents.
        Those of stop words are left out: they are hardly ever asked for.
        """
        least = COMMON * self.documents
        stops = {
            stem
            for words in STOP_WORDS.values()
            for word in words
            for variants in stems(word, self.table.languages)
            for stem in variants
        }
        found: list[tuple[int, str]] = []
        for letter in string.ascii_lowercase:  # in portions, for nobody else runs meanwhile
            counted = self.searcher.terms_with_prefix("text", letter)
            found += [(n, stem) for stem, n in counted if n >= least and stem not in stops]
        return [stem for _count, stem in sorted(found, reverse=True)[: STEMS // 2]]

    def look_up(self, stem: str) -> None:
        """Look a stem's documents up, to be at hand when somebody asks for them."""
        self._holding(stem)

    def held(self, words: Sequence[str], rows: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return which of `words`, in some form, each of the documents in these rows holds."""
        found: list[set[str]] = [set() for _ in rows]
        for word in dict.fromkeys(words):
            holding = np.zeros(len(self.table.records), dtype=bool)
            for variants in stems(word, self.table.languages):
                for stem in variants:
                    holding[self._holding(stem)[0]] = True
            for place in np.flatnonzero(holding[rows]).tolist():
                found[place].add(word)
        return [frozenset(words) for words in found]

    def passages_holding(
        self, words: Sequence[str], runs: Sequence[tuple[int, int]]
    ) -> Sequence[holding.Holds]:
        """Return, for each run of rows, what says which of `words` a passage of it holds."""
        return holding.held(self.passage_stems, runs, holding.asked(words, self.table.languages))

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
            found = lexical.matches(self.searcher, conditions)
            holding[self.table.with_serials(found.serials)[0]] = True
            passing &= holding
        return passing

    def knows(self, word: str) -> bool:
        """Say whether each part of `word` occurs in some form."""
        parts = stems(word, self.table.languages)
        return bool(parts) and all(
            any(len(self._holding(stem)[0]) for stem in variants) for variants in parts
        )


class Reader:
    """Gives the latest snapshot, made anew only when another state was committed."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self.folder = folder
        self.dimensions = dimensions
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._written: tuple[State, Table] | None = None
        self._questions = ahead.Questions()

    def adopt(self, state: State, table: Table) -> None:
        """Take a table that this process has just committed, instead of reading it back."""
        self._written = (state, table)

    def latest(self, index: LexicalIndex) -> Snapshot:
        """Return the committed state's snapshot. Raises StoreUnavailable."""
        self._questions.note()
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
                    stored = ragged.view(path, texts.TEXTS, table.size.rows)
                    held = ragged.view(path, holding.STEMS, table.size.rows)
                except StoreUnavailable:
                    # Replaced between the two reads: the newer state is there by now.
                    if attempt == 4 or read_state(self.folder) == state:
                        raise
                    continue
                self._snapshot = Snapshot(
                    state, table, vectors, stored, held, index.searcher(), index.schema
                )
                self._stamp = stamp
                self._written = None
                ahead.begin(self._snapshot, self._questions)
                return self._snapshot
        raise StoreUnavailable(f"{self.folder} changes faster than it can be read.")

    def _current(self) -> tuple[int, int]:
        try:
            status = (self.folder / CURRENT).stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)
