"""The pipeline: source -> passages -> vectors -> store, a batch of documents a commit."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TypeVar

import numpy as np
from django.utils import timezone

from search import chunking, sources
from search.documents import Document, content_hash
from search.embedding import cache, get_embedder
from search.embedding.base import Embedder, Vectors, serves
from search.errors import StoreUnavailable
from search.models import IndexedDocument, IndexOutbox, StoredVector
from search.results import IndexReport, Progress
from search.stores import get_store, standby
from search.stores.base import Entry, Store
from search.stores.standby import StandbyStore

BATCH = 32  # documents a commit: another process waits for no more than these
TOGETHER = 512  # texts whose vectors are stored at once

T = TypeVar("T")


def silent(done: int, total: int, message: str) -> None:
    """Report to nobody."""


@dataclass
class Indexer:
    """Brings documents from the sources into a store; `report` adds up."""

    store: Store = field(default_factory=get_store)
    embedder: Embedder = field(default_factory=get_embedder)
    report: IndexReport = field(default_factory=IndexReport)
    started: float = field(default_factory=time.monotonic)

    def index(self, keys: Sequence[str]) -> None:
        """Make the store agree with the sources about `keys`, in one commit.

        What no source yields any more is taken out. Safe to repeat at any time. The writer's
        lock is held from the reading on: of two processes with the same document, the one
        that read last also writes last.
        """
        with self.store.writer():
            stored = self.store.hashes(keys)
            found = list(self._found(keys))
            other = [row for row in found if stored.get(row[1].key) != row[2]]
            entries = self._entries([(document, digest) for _, document, digest in other])
            changed = [
                (source, *entry) for (source, _, _), entry in zip(other, entries, strict=True)
            ]
            here = {document.key for _, document, _ in found}
            gone = [key for key in keys if key not in here]
            self.store.write([entry for _, entry, _ in changed], gone)
            self._record(changed, gone)
        self.report = replace(
            self.report,
            written=self.report.written + len(changed),
            unchanged=self.report.unchanged + len(found) - len(changed),
            deleted=self.report.deleted + sum(key in stored for key in gone),
            passages=self.report.passages + sum(len(e.passages) for _, e, _ in changed),
        )

    def finished(self) -> IndexReport:
        """Return the report with its time."""
        return replace(self.report, seconds=time.monotonic() - self.started)

    def _found(self, keys: Sequence[str]) -> Iterator[tuple[str, Document, str]]:
        """Yield (source, document, content hash) of those of `keys` that are there."""
        left = list(keys)
        for source in sources.registered():
            documents = list(source.documents(left)) if left else []
            for document in documents:
                yield source.name, document, content_hash(document)
            taken = {document.key for document in documents}
            left = [key for key in left if key not in taken]

    def _entries(self, documents: Sequence[tuple[Document, str]]) -> list[tuple[Entry, list[str]]]:
        """Return the entry of each (document, content hash), with the digests of its vectors."""
        passages = [tuple(chunking.passages(document)) for document, _ in documents]
        texts = [
            chunking.embedding_texts(document.title, made)
            if serves(self.embedder, document.language)
            else []
            for (document, _), made in zip(documents, passages, strict=True)
        ]
        # Together: the model takes texts of like length at once, and a document has few of them.
        vectors = self._vectors([text for own in texts for text in own])
        entries, place = [], 0
        for (document, digest), made, own in zip(documents, passages, texts, strict=True):
            found = vectors[place : place + len(own)] if own else None
            place += len(own)
            digests = [cache.digest(text) for text in own]
            entries.append((Entry(document, digest, made, found), digests))
        return entries

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of `texts`. A stop loses no more than TOGETHER of them."""
        found = [np.zeros((0, self.embedder.dimensions), np.float32)]
        for start in range(0, len(texts), TOGETHER):
            some = texts[start : start + TOGETHER]
            vectors, new = cache.vectors_for(some, self.embedder)
            found.append(vectors)
            self.report = replace(
                self.report,
                embedded=self.report.embedded + new,
                reused=self.report.reused + len(some) - new,
            )
        return np.concatenate(found)

    def _record(self, changed: list[tuple[str, Entry, list[str]]], gone: list[str]) -> None:
        now = timezone.now()
        IndexedDocument.objects.bulk_create(
            [
                IndexedDocument(
                    key=entry.document.key,
                    source=source,
                    content_hash=entry.content_hash,
                    passages=len(entry.passages),
                    vectors=digests,
                    indexed_at=now,
                )
                for source, entry, digests in changed
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["source", "content_hash", "passages", "vectors", "indexed_at"],
        )
        if gone:
            IndexedDocument.objects.filter(key__in=gone).delete()


def drain(progress: Progress) -> IndexReport:
    """Index what the outbox names, oldest first, until it is empty.

    A row is taken out only after its document is committed to the store: killed in between,
    the next run does it again. Rows that arrive meanwhile are new rows, and are done too.
    While the store is out of reach, rows stay for later, and what stands in for it is still
    brought up to date: nobody finds there what was withdrawn.
    """
    indexer = Indexer()
    reserve = _reserve(indexer)
    done, last = 0, 0
    down: StoreUnavailable | None = None
    while rows := list(IndexOutbox.objects.filter(id__gt=last).values_list("id", "key")[:BATCH]):
        keys = list(dict.fromkeys(key for _, key in rows))
        if reserve is not None:
            try:
                reserve.index(keys)
                _stop_if_large(reserve)
            except _TooLarge:
                reserve = None
        if down is None:
            try:
                indexer.index(keys)
            except StoreUnavailable as error:
                if reserve is None:
                    raise
                down = error
            else:
                IndexOutbox.objects.filter(id__in=[row for row, _ in rows]).delete()
        if down is not None:
            last = rows[-1][0]
        done += len(rows)
        left = IndexOutbox.objects.filter(id__gt=last).count()
        progress(done, done + left, "Indexing")
    if down is not None:
        raise down
    return indexer.finished()


def repair(progress: Progress, *, fresh: bool = False) -> IndexReport:
    """Make the store agree with all sources: missing, stale and surplus documents.

    Documents whose content hash agrees are not written; `fresh`, or a store that is not
    whole, begins anew (vectors are kept in any case), beside the present index where the
    store can do that. Stopped at any point, the next run goes on from there, or begins anew.
    """
    indexer = Indexer()
    reserve = _reserve(indexer)
    if reserve is not None:
        with suppress(_TooLarge):
            _agree(reserve, partial(_stop_if_large, reserve))
    outbox = list(IndexOutbox.objects.values_list("id", flat=True))
    store = indexer.store
    store.tidy()
    if fresh or store.check() or (isinstance(store, StandbyStore) and store.is_unbuilt()):
        with store.replacement() as new:
            indexer.store = new
            _agree(indexer, progress)
        indexer.store = store
    else:
        _agree(indexer, progress)
    _forget(store)
    for _, ids in _batches(outbox):
        IndexOutbox.objects.filter(id__in=ids).delete()
    return indexer.finished()


def _agree(indexer: Indexer, progress: Progress) -> None:
    """Index everything of all sources, and take out what no source has."""
    keys = [key for source in sources.registered() for key in source.keys()]  # noqa: SIM118
    for done, batch in _batches(keys):
        indexer.index(batch)
        progress(done, len(keys), "Indexing")
    wanted = set(keys)
    with indexer.store.writer():
        surplus = [key for key in indexer.store.hashes() if key not in wanted]
    # Asked of the sources once more: one may have been published since the list was made.
    for _, batch in _batches(surplus):
        indexer.index(batch)


def _reserve(indexer: Indexer) -> Indexer | None:
    """Return the indexer of what stands in for the store, where that is kept in step."""
    store = indexer.store
    if not isinstance(store, StandbyStore):
        return None
    reserve = store.kept_in_step()
    if reserve is None:
        return None
    if reserve.check():
        with reserve.writer():
            reserve.clear()
    return Indexer(store=reserve, embedder=indexer.embedder)


class _TooLarge(Exception):
    """What stands in for the store would serve this much content badly."""


def _stop_if_large(reserve: Indexer, *progress: object) -> None:
    """Empty what stands in, and raise _TooLarge, when it has grown too large."""
    if reserve.store.count().passages > standby.MOST:
        with reserve.store.writer():
            reserve.store.clear()
        raise _TooLarge


def _forget(store: Store) -> None:
    """Drop bookkeeping and vectors that no stored document has any more."""
    here = store.hashes()
    used: set[str] = set()
    lost: list[int] = []
    for number, key, vectors in IndexedDocument.objects.values_list("id", "key", "vectors"):
        if key in here:
            used.update(vectors)
        else:
            lost.append(number)
    for _, ids in _batches(lost):
        IndexedDocument.objects.filter(id__in=ids).delete()
    unused = [
        number
        for number, digest in StoredVector.objects.values_list("id", "digest").iterator()
        if digest not in used
    ]
    for _, ids in _batches(unused):
        StoredVector.objects.filter(id__in=ids).delete()


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[tuple[int, list[T]]]:
    """Yield (items so far, batch)."""
    iterator = iter(items)
    done = 0
    while batch := list(islice(iterator, size)):
        done += len(batch)
        yield done, batch
