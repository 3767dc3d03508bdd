"""The store that needs no server: tantivy and a memory-mapped matrix in one folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.analysis import words
from search.documents import Passage
from search.embedding.base import Vectors
from search.errors import SearchError, StoreUnavailable
from search.stores import locks
from search.stores.base import Candidates, Choice, Counts, Entry, Request, StoredDocument
from search.stores.embedded import lexical, matrix
from search.stores.embedded import state as states
from search.stores.embedded.lexical import LexicalIndex
from search.stores.embedded.snapshot import Reader, Snapshot, Words
from search.stores.embedded.table import Record, Table, record

STRONGEST = 1000  # documents by their words, and
NEAREST = 400  # by their meaning, that get both scores where no filter is
MOST_DEAD = 0.25  # share of the matrix's rows; above it the matrix is written anew


@dataclass(frozen=True, slots=True)
class Handle:
    """What a request was answered from: its documents are `rows` of the snapshot's table;
    `words` how they fared by them, `cosines` of all passages to `vector`, if one was asked."""

    snapshot: Snapshot
    rows: NDArray[np.int64]
    words: Words
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
        vectors_name, generation, size = state.vectors, state.generation, table.size
        if size > 1000 and sum(r.passages for r in kept) < size * (1 - MOST_DEAD):
            generation += 1
            vectors_name = f"vectors-{generation}.f32"
            kept, size = self._compact(kept, vectors_name)
        records, numbered = list(kept), []
        new: list[Vectors] = []
        serial = state.next_serial
        for entry in entries:
            count, vectors = len(entry.passages), entry.vectors
            row = record(
                entry.document, entry.content_hash, serial, size, count, vectors is not None
            )
            records.append(row)
            numbered.append((entry, serial))
            blank = np.zeros((count, self.dimensions), np.float32)
            new.append(blank if vectors is None else vectors)
            size += count
            serial += 1
        if new:
            added = np.concatenate(new)
            matrix.append(self.folder / vectors_name, size - len(added), added)
        version = state.version + 1
        table_name = f"table-{version}.json"
        written = Table(tuple(records), size)
        states.write_table(self.folder, table_name, written)
        self._index().write(numbered, gone, state.next_serial)
        committed = states.State(version, table_name, vectors_name, generation, serial)
        states.commit(self.folder, committed)
        self._reader.adopt(committed, written)

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
        matrix.remove(self.folder)
        for path in self.folder.glob("table-*.json"):
            path.unlink()
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

    def _compact(self, kept: list[Record], name: str) -> tuple[list[Record], int]:
        """Write the live rows to a new file and return the records that point into it."""
        old = self._snapshot().matrix.vectors
        moved: list[Record] = []
        size = 0
        for r in kept:
            moved.append(r._replace(start=size))
            size += r.passages
        rows = [np.arange(r.start, r.start + r.passages) for r in kept]
        live = old[np.concatenate(rows)] if rows else old[:0]
        matrix.append(self.folder / name, 0, np.asarray(live))
        return moved, size

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
        # Of what is asked by meaning too, the strongest are enough: what is found by neither arm
        # is no answer. A filter leaves few, and each of them counts.
        is_whole = request.vector is None or not passing.all()
        words = snapshot.words(request, None if is_whole else STRONGEST)
        vector, cosines = None, None
        near = np.full(len(table.records), np.nan)
        if request.vector is not None:
            vector = request.vector()
            cosines = snapshot.matrix.cosines(vector)
            near = matrix.closeness(cosines, table)
            snapshot.complete(words, request, matrix.nearest(near, NEAREST))
        measured = near[visible & ~np.isnan(near)]
        rows = np.flatnonzero(visible)
        whole = len(rows) == len(table.records)
        return Candidates(
            keys=table.keys if whole else [table.keys[row] for row in rows],
            passing=passing[rows],
            lexical=words.scores[rows],
            closeness=near[rows],
            updated=table.updated[rows],
            lexical_max=float(words.scores[visible].max(initial=0.0)),
            mean=float(measured.mean()) if measured.size else 0.0,
            deviation=float(measured.std()) if measured.size else 0.0,
            handle=Handle(snapshot, rows, words, vector, cosines),
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
        self, candidates: Candidates, rows: Sequence[int], vector: Vectors | None
    ) -> list[StoredDocument]:
        """See the contract."""
        handle: Handle = candidates.handle
        snapshot = handle.snapshot
        records = [snapshot.table.records[handle.rows[row]] for row in rows]
        stored = snapshot.payloads([r.serial for r in records], handle.words)
        made = []
        for r in records:
            payload = stored.get(r.serial)
            if payload is None:  # replaced between the two commits of a writer
                continue
            cosines = np.zeros(r.passages)
            if vector is not None and r.embedded:
                cosines = handle.cosines_to(vector, r.start, r.passages)
            passages = tuple(
                Passage(r.key, number, text, tuple(headings), anchor, kind)
                for number, (text, headings, anchor, kind) in enumerate(payload["passages"])
            )
            made.append(
                StoredDocument(
                    r.key,
                    payload["title"],
                    r.language,
                    passages,
                    tuple(cosines.tolist()),
                    r.embedded,
                )
            )
        return made

    def means(self, candidates: Candidates, rows: Sequence[int]) -> Vectors:
        """See the contract."""
        handle: Handle = candidates.handle
        snapshot, chosen = handle.snapshot, handle.rows[np.asarray(rows, int)]
        return matrix.means(snapshot.matrix.vectors, snapshot.table, chosen)

    def mean_of(self, keys: Sequence[str]) -> Vectors | None:
        """See the contract."""
        snapshot = self._snapshot()
        rows = snapshot.table.at(keys)
        rows = rows[snapshot.table.embedded[rows]]
        if not len(rows):
            return None
        total = matrix.means(snapshot.matrix.vectors, snapshot.table, rows).sum(axis=0)
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length else None

    def vectors_of(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """See the contract."""
        snapshot = self._snapshot()
        rows = snapshot.table.at(dict.fromkeys(keys))
        rows = rows[snapshot.table.embedded[rows]]
        found = matrix.means(snapshot.matrix.vectors, snapshot.table, rows)
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
