"""Reports that arrive at the same time are written at the same time, in one transaction.

Whoever comes first writes for all who wait. Each is answered only after the commit, so that what
was answered is in the database. Under load this makes few large writes of many small ones; a
report that is alone is written at once.
"""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.beacons import Beacon
from pitch_builder.rooms.visiting import Report, note_beacons

MOST = 64


@dataclass
class Waiting:
    report: Report
    done: bool = False
    error: Exception | None = field(default=None, repr=False)


_queue: deque[Waiting] = deque()
_writer = threading.Lock()


def write_down(guest: Guest, beacon: Beacon, *, user_agent: str) -> None:
    """Write a report down, with those that wait. Returns once it is committed."""
    mine = Waiting(Report(guest, beacon, user_agent))
    if connection.in_atomic_block:  # what surrounds us decides about the commit
        note_beacons([mine.report])
        return
    _queue.append(mine)
    with _writer:
        if not mine.done:
            _write()
    if mine.error is not None:
        raise mine.error


def _write() -> None:
    """Write what waits, mine with it: it was queued before the lock was asked for."""
    while _queue:
        batch = [_queue.popleft() for _ in range(min(MOST, len(_queue)))]
        try:
            with _turn():
                note_beacons([waiting.report for waiting in batch])
        except Exception:  # one of them is at fault: each for itself
            _write_one_by_one(batch)
        for waiting in batch:
            waiting.done = True


@contextmanager
def _turn() -> Iterator[None]:
    """Let one web process write at a time where the database has one writer.

    SQLite itself has the others sleep and look again, ever longer; a lock on a file wakes the
    next one at once.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with (Path(settings.DATA_DIR) / "reports.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write_one_by_one(batch: list[Waiting]) -> None:
    for waiting in batch:
        try:
            note_beacons([waiting.report])
        except Exception as error:
            waiting.error = error
