"""A lock on a cluster: a lease in a document, with a number that only grows.

Processes of one machine take turns by a lock file, and ask for the lease one at a time. A
lease that its holder does not renew runs out; one that was left by a dead process of this
machine is taken over at once, since its lock file is free. Whoever comes later has a higher
token, and Elasticsearch refuses what an earlier one still sends (see `bulk`).

One lease of an index is the writer's, another is held by whoever rebuilds it; and an
evaluation holds one on its own indices. What nobody holds any more is removed (`leftovers`).
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.errors import SearchError, StoreBusy
from search.stores import locks
from search.stores.elasticsearch.connection import Connection

LENGTH = 60.0  # seconds
RENEWED = 0.25  # of its length
PAUSE = 0.1  # seconds
CONFLICT, ABSENT = 409, 404


@dataclass
class Held:
    """A lease that is held. `lost` is set when another took it over, at the latest when it
    is given up."""

    token: int
    seq_no: int
    primary_term: int
    lost: bool = False


class Lease:
    """A lease, kept as document `identity` of a state index.

    `folder` has the lock file; without one, no process of this machine knows that another
    died. `length` in seconds, `doing` what its holder does, for the message to others.
    """

    def __init__(
        self, connection: Connection, index: str, identity: str, folder: Path | None,
        *, length: float = LENGTH, doing: str = "writing",
    ) -> None:  # fmt: skip
        self.connection = connection
        self.index = index
        self.identity = identity
        self.folder = folder
        self.length = length
        self.doing = doing
        self._here = uuid.uuid4().hex

    @contextmanager
    def held(self, wait: float) -> Iterator[Held]:
        """Hold the lease. Raises StoreBusy after `wait` seconds, StoreUnavailable."""
        give_up = time.monotonic() + wait
        busy = f"Another process is {self.doing} the search index."
        turn = locks.in_turn(self.folder, wait, busy) if self.folder else nullcontext()
        with turn:
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

    def runs_until(self) -> float:
        """Return when the lease runs out, in seconds since the epoch; 0 where there is none."""
        current = self._current()
        return float(current[0]["until"]) if current else 0.0

    def _place(self) -> str:
        """Return what names the folder, on whichever machine it lies."""
        if self.folder is None:
            return self._here
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
                raise StoreBusy(f"Another machine is {self.doing} the search index.")
            time.sleep(PAUSE)

    def _current(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        with self.connection.talking() as client:
            found = client.options(ignore_status=ABSENT).get(index=self.index, id=self.identity)
        if not found.body.get("found"):
            return None
        at = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return found["_source"], at

    def _put(self, token: int, place: str, at: dict[str, Any]) -> Held | None:
        """Write the lease where it still is as it was read; return None where it is not. The
        lease of no place is free."""
        told = {
            "name": self.identity,
            "token": token,
            "place": place,
            "until": time.time() + self.length if place else 0.0,
        }
        with self.connection.talking() as client:
            answer = client.options(ignore_status=[CONFLICT, ABSENT]).index(
                index=self.index, id=self.identity, document=told, **at
            )
        if answer.meta.status in {CONFLICT, ABSENT}:
            return None
        return Held(token, answer["_seq_no"], answer["_primary_term"])

    def _keep(self, lease: Held, done: threading.Event) -> None:
        while not done.wait(self.length * RENEWED):
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
            lease.lost = self._put(lease.token, "", _at(lease)) is None


def _at(lease: Held) -> dict[str, Any]:
    return {"if_seq_no": lease.seq_no, "if_primary_term": lease.primary_term}
