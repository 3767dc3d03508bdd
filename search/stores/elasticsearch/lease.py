"""The writer's lock on a cluster: a lease in a document, with a number that only grows.

Processes of one machine take turns by a lock file, and ask for the lease one at a time. A
lease that its holder does not renew runs out; one that was left by a dead process of this
machine is taken over at once, since its lock file is free. Whoever comes later has a higher
token, and Elasticsearch refuses what an earlier one still sends (see `bulk`).
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.errors import SearchError, StoreBusy
from search.stores import locks
from search.stores.elasticsearch.connection import Connection

LENGTH = 60.0  # seconds
RENEWED = 15.0
PAUSE = 0.1
CONFLICT, ABSENT = 409, 404


@dataclass
class Held:
    """A lease that is held. `lost` is set when another took it over."""

    token: int
    seq_no: int
    primary_term: int
    lost: bool = False


class Lease:
    """The lease of one index, kept as document `identity` of the state index."""

    def __init__(self, connection: Connection, index: str, identity: str, folder: Path) -> None:
        self.connection = connection
        self.index = index
        self.identity = identity
        self.folder = folder

    @contextmanager
    def held(self, wait: float) -> Iterator[Held]:
        """Hold the lease. Raises StoreBusy after `wait` seconds, StoreUnavailable."""
        give_up = time.monotonic() + wait
        with locks.in_turn(self.folder, wait):
            lease = self._take(give_up)
            done = threading.Event()
            keeper = threading.Thread(target=self._keep, args=(lease, done), daemon=True)
            keeper.start()
            try:
                yield lease
            finally:
                done.set()
                keeper.join()
                self._release(lease)

    def _place(self) -> str:
        """Return what names this folder, on whichever machine it lies."""
        path = self.folder / "place"
        if not path.exists():
            path.write_text(uuid.uuid4().hex)
        return path.read_text()

    def _take(self, give_up: float) -> Held:
        place = self._place()
        while True:
            current = self._current()
            if current is None:
                taken = self._put(1, place, {"op_type": "create"})
            else:
                source, at = current
                is_free = source["place"] in {"", place} or source["until"] < time.time()
                taken = self._put(source["token"] + 1, place, at) if is_free else None
            if taken is not None:
                return taken
            if time.monotonic() >= give_up:
                raise StoreBusy("Another machine is writing the search index.")
            time.sleep(PAUSE)

    def _current(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        with self.connection.talking() as client:
            found = client.options(ignore_status=ABSENT).get(index=self.index, id=self.identity)
        if not found.body.get("found"):
            return None
        at = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return found["_source"], at

    def _put(self, token: int, place: str, at: dict[str, Any], length: float = LENGTH) -> Any:
        """Write the lease where it still is as it was read; return None where it is not."""
        told = {"token": token, "place": place, "until": time.time() + length}
        with self.connection.talking() as client:
            answer = client.options(ignore_status=CONFLICT).index(
                index=self.index, id=self.identity, document=told, **at
            )
        if answer.meta.status == CONFLICT:
            return None
        return Held(token, answer["_seq_no"], answer["_primary_term"])

    def _keep(self, lease: Held, done: threading.Event) -> None:
        while not done.wait(RENEWED):
            try:
                renewed = self._put(lease.token, self._place(), _at(lease))
            except SearchError:
                continue  # it may be back before the lease runs out
            if renewed is None:
                lease.lost = True
                return
            lease.seq_no, lease.primary_term = renewed.seq_no, renewed.primary_term

    def _release(self, lease: Held) -> None:
        with suppress(SearchError):  # out of reach: it runs out
            self._put(lease.token, "", _at(lease), 0.0)


def _at(lease: Held) -> dict[str, Any]:
    return {"if_seq_no": lease.seq_no, "if_primary_term": lease.primary_term}
