"""A store on a cluster, and the embedded one that stands in for it.

While the cluster is out of reach, or its index has not been built yet, reads are answered by
the embedded store where that holds the content. Indexing keeps both in step (see
`search.indexing`), as long as the content is of a size that the embedded store serves well.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TypeVar

from search.embedding.base import Vectors
from search.errors import SearchError, StoreUnavailable
from search.stores.base import Candidates, Choice, Counts, Entry, Request, Store, StoredDocument
from search.stores.elasticsearch.store import ElasticsearchStore

PAUSE = 10.0  # seconds until a cluster that did not answer is asked again
MOST = 100_000  # passages that are kept in the embedded store too

T = TypeVar("T")
logger = logging.getLogger(__name__)


class StandbyStore:
    """Writes go to `primary`; reads do while it answers, else to `standby`."""

    def __init__(self, primary: ElasticsearchStore, standby: Store) -> None:
        self.primary = primary
        self.standby = standby
        self._asked_again = 0.0
        self._why = ""
        self._is_built = False

    # --- standing in ----------------------------------------------------------------------
    def kept_in_step(self) -> Store | None:
        """Return the embedded store if it is to be kept in step; emptied where it is not."""
        held = self.standby.count()
        try:
            size = max(held.passages, self.primary.count().passages)
        except StoreUnavailable:
            size = held.passages
        if size <= MOST:
            return self.standby
        if held.documents:
            with self.standby.writer():
                self.standby.clear()
        return None

    def stands_in(self) -> Counts | None:
        """Return what the embedded store holds while it answers; None while it does not."""
        held = self.standby.count()
        return held if held.documents and not self._may_ask() else None

    def is_unbuilt(self) -> bool:
        """Say whether the cluster has no index yet, and the embedded store has."""
        return not self.primary.exists() and self.standby.count().documents > 0

    def _may_ask(self) -> bool:
        """Say whether the cluster is asked. Raises StoreUnavailable."""
        if time.monotonic() < self._asked_again:
            return False
        if not self._is_built:
            self._is_built = not self.is_unbuilt()
        return self._is_built

    def _ask(self, ask: Callable[[Store], T]) -> T:
        try:
            if self._may_ask():
                return ask(self.primary)
        except StoreUnavailable as error:
            self._note(error)
        if not self.standby.count().documents:
            raise StoreUnavailable(self._why)
        return ask(self.standby)

    def _note(self, error: StoreUnavailable) -> None:
        self._asked_again = time.monotonic() + PAUSE
        self._why = str(error)
        logger.warning("%s The embedded index answers if it holds the content.", error)

    # --- writing --------------------------------------------------------------------------
    def writer(self, wait: float = 60.0) -> AbstractContextManager[None]:
        """See the contract."""
        return self.primary.writer(wait)

    def write(self, entries: Sequence[Entry], deleted: Sequence[str] = ()) -> None:
        """See the contract."""
        self.primary.write(entries, deleted)

    def prune(self, keep: Iterable[str]) -> int:
        """See the contract."""
        return self.primary.prune(keep)

    def clear(self) -> None:
        """See the contract."""
        self.primary.clear()

    def replacement(self) -> AbstractContextManager[Store]:
        """See the contract."""
        return self.primary.replacement()

    def tidy(self) -> None:
        """See the contract."""
        self.primary.tidy()

    def hashes(self, keys: Sequence[str] | None = None) -> dict[str, str]:
        """See the contract."""
        return self.primary.hashes(keys)

    def count(self) -> Counts:
        """See the contract."""
        return self.primary.count()

    def check(self) -> str:
        """See the contract."""
        return self.primary.check()

    # --- reading --------------------------------------------------------------------------
    def known(self, words: Sequence[str]) -> list[bool]:
        """See the contract."""
        return self._ask(lambda store: store.known(words))

    def completions(self, beginning: str, limit: int = 5) -> list[str]:
        """See the contract."""
        return self._ask(lambda store: store.completions(beginning, limit))

    def corrections(self, word: str, limit: int = 3) -> list[str]:
        """See the contract."""
        return self._ask(lambda store: store.corrections(word, limit))

    def candidates(self, request: Request) -> Candidates:
        """See the contract."""

        def ask(store: Store) -> Candidates:
            found = store.candidates(request)
            return replace(found, handle=(store, found, request))

        return self._ask(ask)

    def facets(
        self, candidates: Candidates, chosen: Choice, names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """See the contract."""
        store, found, _ = candidates.handle
        counted: dict[str, dict[str, int]] = store.facets(found, chosen, names)
        return counted

    def labelled(self, candidates: Candidates, name: str, values: Sequence[str]) -> Choice:
        """See the contract."""
        store, found, _ = candidates.handle
        chosen: Choice = store.labelled(found, name, values)
        return chosen

    def fetch(
        self,
        candidates: Candidates,
        rows: Sequence[int],
        vector: Vectors | None,
        words: Sequence[str] = (),
    ) -> list[StoredDocument]:
        """See the contract. Lost between the two requests, the cluster is stood in for."""
        store, found, request = candidates.handle
        stored: list[StoredDocument]
        try:
            stored = store.fetch(found, rows, vector, words)
        except StoreUnavailable as error:
            if store is self.standby:
                raise
            self._note(error)
            keys = [found.keys[row] for row in rows]
            there = self.standby.candidates(Request(now=request.now, keys=keys))
            places = {key: row for row, key in enumerate(there.keys)}
            known = [places[key] for key in keys if key in places]
            stored = self.standby.fetch(there, known, vector, words)
        return stored

    def means(self, candidates: Candidates, rows: Sequence[int]) -> Vectors:
        """See the contract."""
        store, found, _ = candidates.handle
        vectors: Vectors = store.means(found, rows)
        return vectors

    def mean_of(self, keys: Sequence[str]) -> Vectors | None:
        """See the contract."""
        return self._ask(lambda store: store.mean_of(keys))

    def vectors_of(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """See the contract."""
        return self._ask(lambda store: store.vectors_of(keys))


def standing_in(store: Store) -> Counts | None:
    """Return what the embedded store holds, if it stands in for `store` now."""
    if not isinstance(store, StandbyStore):
        return None
    try:
        return store.stands_in()
    except SearchError:
        held = store.standby.count()
        return held if held.documents else None
