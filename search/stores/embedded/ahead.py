"""Looking up common words before somebody asks for them, while nobody asks for anything."""

from __future__ import annotations

import threading
import time
import weakref
from typing import Protocol

MANY = 2_000  # documents below which a word is found as quickly when it is asked
IDLE = 0.1  # seconds without a question after which it is nobody's time that is taken


class Questions:
    """When the last one came."""

    def __init__(self) -> None:
        self._last = 0.0

    def note(self) -> None:
        """A question comes."""
        self._last = time.monotonic()

    def idle(self) -> float:
        """Return for how many seconds none came."""
        return time.monotonic() - self._last


class Known(Protocol):
    """A state of the index."""

    @property
    def documents(self) -> int: ...
    def common_stems(self) -> list[str]: ...
    def look_up(self, stem: str) -> None: ...


def begin(snapshot: Known, questions: Questions) -> threading.Thread | None:
    """Begin to look up common words in a thread of its own, which waits while somebody asks.

    It ends early when nothing else uses the snapshot any more, and when the process ends. None
    where there is little to look up.
    """
    if snapshot.documents < MANY:
        return None
    # No daemon: the interpreter must not go while a library computes.
    # It must not hold what holds the snapshot, either.
    used = weakref.ref(snapshot)
    thread = threading.Thread(target=_run, args=(used, questions), name="look-ahead")
    thread.start()
    return thread


def _run(used: weakref.ref[Known], questions: Questions) -> None:
    _wait(questions)
    snapshot = used()
    stems = [] if snapshot is None else snapshot.common_stems()
    for stem in stems:
        del snapshot  # not ours to keep while we wait
        _wait(questions)
        snapshot = used()
        if snapshot is None or not threading.main_thread().is_alive():
            return
        snapshot.look_up(stem)


def _wait(questions: Questions) -> None:
    while (left := IDLE - questions.idle()) > 0:
        time.sleep(left)
