"""Looking up common words before somebody asks for them, while nobody asks for anything."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from typing import Protocol

MANY = 2_000  # documents below which a word is found as quickly when it is asked
IDLE = 0.1  # seconds without a question after which it is nobody's time that is taken


class Ahead(Protocol):
    """A state of the index."""

    def __len__(self) -> int:
        """How many documents it has."""
        ...

    def common_stems(self) -> list[str]: ...
    def look_up(self, stem: str) -> None: ...


def begin(snapshot: Ahead, idle: Callable[[], float]) -> threading.Thread | None:
    """Begin to look up common words in a thread of its own, which waits while somebody asks.

    `idle` says for how many seconds nobody did. The thread ends early when nothing else uses the
    snapshot any more, and when the process does. None where there is little to look up.
    """
    if len(snapshot) < MANY:
        return None
    # No daemon: the interpreter must not go while a library computes.
    thread = threading.Thread(target=_run, args=(weakref.ref(snapshot), idle), name="look-ahead")
    thread.start()
    return thread


def _run(used: weakref.ref[Ahead], idle: Callable[[], float]) -> None:
    _wait(idle)
    snapshot = used()
    stems = [] if snapshot is None else snapshot.common_stems()
    for stem in stems:
        del snapshot  # not ours to keep while we wait
        _wait(idle)
        snapshot = used()
        if snapshot is None or not threading.main_thread().is_alive():
            return
        snapshot.look_up(stem)


def _wait(idle: Callable[[], float]) -> None:
    while (left := IDLE - idle()) > 0:
        time.sleep(left)
