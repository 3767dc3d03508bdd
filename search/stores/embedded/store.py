"""The store that needs no server: tantivy and memory-mapped rows in one folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.analysis import words
from search.embedding.base import Vectors
from search.errors import SearchError, StoreUnavailable
from search.stores import locks
from search.stores.base import Candidates, Choice, Counts, Entry, Request, StoredDocument
from search.stores.embedded import files, holding, lexical, matrix, ragged, texts
from search.stores.embedded import state as states
from search.stores.embedded.lexical import LexicalIndex
from search.stores.embedded.snapshot import Reader, Snapshot
from search.stores.embedded.state import State
from search.stores.embedded.table import Record, Size, Table, record

MOST_DEAD = 0.25  # share of the rows; above it the live ones are written anew


@dataclass(frozen=True, slots=True)
class Handle:
    """What a request was answered from: its documents are `rows` of the snapshot's table;
    `cosines` are those of all passages to `vector`, if one was asked."""

    snapshot: Snapshot
    rows: NDArray[np.int64]
    vector: Vectors | None = None
    cosines: Vectors | None = None

    def cosines_to(self, vector: Vectors, start: int, count: int) -> Vectors:
        """Return the cosines of a document's passages, measured already or now."""
        if self.cosines is not None and vector is self.vector:
            return self.cosines[start : start + count]
        found: Vectors = self.snapshot.matrix.vectors[start : start + count] @ vector
        return found


class EmbeddedStore:
    """Documents in `folder`, with vectors of `dimensions`. Safe for many processes."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self.folder = folder
        self.dimensions = dimensions
        self._reader = Reader(folder, dimensions)
        self._opened: LexicalIndex | None = None
        self._opening = threading.Lock()
        self._writing = threading.local()

    # --- writing --------------------------------------------------------------------------
    @contextmanager
    def writer(self, wait: float = 60.0) -> Iterator[None]:
        """Hold the lock file, across processes and threads. Raises StoreBusy."""
        if getattr(self._writing, "held", False):
            raise RuntimeError("This thread holds the writer's lock already.")
        with locks.in_turn(self.folder, wait):
            self._writing.held = True
            try:
                yield
            finally:
                self._writing.held = False

    def write(self, entries: Sequence[Entry], deleted: Sequence[str] = ()) -> None:
        """See the contract."""
        self._need_lock()
        state = states.read_state(self.folder)
        table = self._snapshot().table
        gone = {*deleted, *(entry.document.key for entry in entries)}
        kept = [r for r in table.records if r.key not in gone]
        if not entries and len(kept) == len(table.records):
            return
        version = state.version + 1
        after = replace(state, version=version, table=f"{states.TABLE}{version}.json")
        size = table.size
        if size.rows > 1000 and sum(r.passages for r in kept) < size.rows * (1 - MOST_DEAD):
            after = replace(after, generation=state.generation + 1)
            kept, size = self._compact(kept, after)
        added, size = self._append(entries, size, after)
        after = replace(after, next_serial=after.next_serial + len(entries))
        written = Table((*kept, *added), size)
        states.write_table(self.folder, after.table, written)
        numbered = [(entry, r.serial) for entry, r in zip(entries, added, strict=True)]
        self._index().write(numbered, gone, state.next_serial)
        states.commit(self.folder, after)
        self._reader.adopt(after, written)

    def prune(self, keep: Iterable[str]) -> int:
        """See the contract."""
        wanted = set(keep)
        gone = [key for key in self._snapshot().table.keys if key not in wanted]
        self.write((), gone)
        return len(gone)

    def clear(self) -> None:
        """See the contract."""
        self._need_lock()
        (self.folder / states.CURRENT).unlink(missing_ok=True)
        files.remove(self.folder, states.ROWS)
        files.remove(self.folder, states.TABLE)
        try:
            self._index().clear()
        except (StoreUnavailable, ValueError, OSError):
            shutil.rmtree(self.folder / "lexical", ignore_errors=True)
            self._opened = None
        self._reader = Reader(self.folder, self.dimensions)

    @contextmanager
    def replacement(self) -> Iterator[EmbeddedStore]:
        """See the contract. Here the store empties itself."""
        with self.writer():
            self.clear()
        yield self

    def tidy(self) -> None:
        """See the contract. Each commit has removed the files that it does not name."""

    def _append(
        self, entries: Sequence[Entry], size: Size, state: State
    ) -> tuple[list[Record], Size]:
        """Write these documents' rows after so many, and return their records and the new size."""
        added, vectors, at = [], [], size
        for serial, entry in enumerate(entries, state.next_serial):
            count, own = len(entry.passages), entry.vectors
            added.append(
                record(entry.document, entry.content_hash, serial, at, count, own is not None)
            )
            blank = np.zeros((count, self.dimensions), np.float32)
            vectors.append(blank if own is None else own)
            at = Size(at.rows + count, at.documents + 1)
        if entries:
            path = self.folder / state.rows
            counts = np.array([r.passages for r in added], np.int64)
            matrix.append(path, size, np.concatenate(vectors), counts)
            texts.append(path, size.rows, [(e.document.title, e.passages) for e in entries])
            holding.append(path, size.rows, entries)
        return added, at

    def _compact(self, kept: list[Record], state: State) -> tuple[list[Record], Size]:
        """Write the live rows to a new generation and return the records that point into it."""
        snapshot, path = self._snapshot(), self.folder / state.rows
        moved: list[Record] = []
        at = Size()
        for r in kept:
            moved.append(r._replace(place=at.documents, start=at.rows))
            at = Size(at.rows + r.passages, at.documents + 1)
        if kept:
            rows = np.concatenate([np.arange(r.start, r.start + r.passages) for r in kept])
            counts = np.array([r.passages for r in kept], np.int64)
            matrix.append(path, Size(), snapshot.matrix.vectors[rows], counts)
            runs = [(r.start, r.passages) for r in kept]
            ragged.move(snapshot.texts, path, texts.TEXTS, runs)
            ragged.move(snapshot.passage_stems, path, holding.STEMS, runs)
        return moved, at

    def _need_lock(self) -> None:
        if not getattr(self._writing, "held", False):
            raise RuntimeError("Writing to the store needs `with store.writer():`.")

    # --- reading --------------------------------------------------------------------------
    def hashes(self, keys: Sequence[str] | None = None) -> dict[str, str]:
        """See the contract."""
        table = self._snapshot().table
        if keys is None:
            return {r.key: r.content_hash for r in table.records}
        rows = {row for key in keys if (row := table.row_of.get(key)) is not None}
        return {table.records[row].key: table.records[row].content_hash for row in rows}

    def count(self) -> Counts:
        """See the contract."""
        records = self._snapshot().table.records
        return Counts(len(records), sum(r.passages for r in records))

    def check(self) -> str:
        """See the contract."""
        try:
            snapshot = self._snapshot()
        except (SearchError, OSError, ValueError) as error:
            return str(error)
        serials = snapshot.table.serials.tolist()
        found = lexical.matches(snapshot.searcher, lexical.Query.all_query()).serials
        missing = len(set(serials) - set(found.tolist()))
        return f"{missing} documents are missing from the lexical index." if missing else ""

    def known(self, words: Sequence[str]) -> list[bool]:
        """See the contract."""
        snapshot = self._snapshot()
        return [snapshot.knows(word) for word in words]

    def completions(self, beginning: str, limit: int = 5) -> list[str]:
        """See the contract."""
        found = words(beginning)
        if len(found) != 1 or len(found[0]) < 2:
            return []
        counted = self._snapshot().searcher.terms_with_prefix("words", found[0])
        counted.sort(key=lambda pair: (-pair[1], pair[0]))
        return [word for word, _ in counted[:limit]]

    def corrections(self, word: str, limit: int = 3) -> list[str]:
        """See the contract."""
        found = words(word)
        return self._snapshot().vocabulary.near(found[0], limit) if len(found) == 1 else []

    def candidates(self, request: Request) -> Candidates:
        """See the contract. Here every visible document is a candidate."""
        snapshot = self._snapshot()
        table = snapshot.table
        visible = table.visible(request.now)
        passing = snapshot.passing(request)
        words = snapshot.words(request)
        vector, cosines = None, None
        near = np.full(len(table.records), np.nan)
        if request.vector is not None:
            vector = request.vector()
            cosines = snapshot.matrix.cosines(vector)
            near = matrix.closeness(cosines, table)
        measured = near[visible & ~np.isnan(near)]
        rows = np.flatnonzero(visible)
        whole = len(rows) == len(table.records)
        return Candidates(
            keys=table.keys if whole else [table.keys[row] for row in rows],
            passing=passing[rows],
            lexical=words[rows],
            closeness=near[rows],
            updated=table.updated[rows],
            lexical_max=float(words[visible].max(initial=0.0)),
            mean=float(measured.mean()) if measured.size else 0.0,
            deviation=float(measured.std()) if measured.size else 0.0,
            handle=Handle(snapshot, rows, vector, cosines),
        )

    def facets(
        self, candidates: Candidates, chosen: Choice, names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """See the contract."""
        handle: Handle = candidates.handle
        table = handle.snapshot.table
        everywhere = np.zeros(len(table.records), dtype=bool)
        everywhere[handle.rows[chosen]] = True
        return {name: table.tally(name, everywhere) for name in names}

    def labelled(self, candidates: Candidates, name: str, values: Sequence[str]) -> Choice:
        """See the contract."""
        handle: Handle = candidates.handle
        return handle.snapshot.table.labelled(name, values)[handle.rows]

    def fetch(
        self,
        candidates: Candidates,
        rows: Sequence[int],
        vector: Vectors | None,
        words: Sequence[str] = (),
    ) -> list[StoredDocument]:
        """See the contract."""
        handle: Handle = candidates.handle
        snapshot = handle.snapshot
        chosen = handle.rows[np.asarray(rows, int)]
        records = [snapshot.table.records[row] for row in chosen]
        inside = snapshot.passages_holding(words, [(r.start, r.passages) for r in records])
        made = []
        for r, holds, passage_holds in zip(
            records, snapshot.held(words, chosen), inside, strict=True
        ):
            passages = texts.passages_of(snapshot.texts, r.key, r.start, r.passages)
            cosines = np.zeros(r.passages)
            if vector is not None and r.embedded:
                cosines = handle.cosines_to(vector, r.start, r.passages)
            made.append(
                StoredDocument(
                    r.key,
                    passages.title,
                    r.language,
                    passages,
                    passages.slides,
                    tuple(cosines.tolist()),
                    r.embedded,
                    holds,
                    passage_holds,
                )
            )
        return made

    def means(self, candidates: Candidates, rows: Sequence[int]) -> Vectors:
        """See the contract."""
        handle: Handle = candidates.handle
        return handle.snapshot.means(handle.rows[np.asarray(rows, int)])

    def mean_of(self, keys: Sequence[str]) -> Vectors | None:
        """See the contract."""
        snapshot = self._snapshot()
        total = snapshot.means(snapshot.table.at(keys)).sum(axis=0)
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length else None

    def vectors_of(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """See the contract."""
        snapshot = self._snapshot()
        rows = snapshot.table.at(dict.fromkeys(keys))
        rows = rows[snapshot.table.embedded[rows]]
        found = snapshot.means(rows)
        return {snapshot.table.keys[row]: vector for row, vector in zip(rows, found, strict=True)}

    def _index(self) -> LexicalIndex:
        with self._opening:
            if self._opened is None:
                try:
                    self._opened = LexicalIndex(self.folder / "lexical")
                except (ValueError, OSError) as error:
                    raise StoreUnavailable(
                        f"The search index cannot be opened: {error}"
                    ) from error
            return self._opened

    def _snapshot(self) -> Snapshot:
        return self._reader.latest(self._index())
