"""One writer at a time, across processes, and each in turn."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from search.errors import StoreBusy

PAUSE = 0.01  # seconds
BUSY = "Another process is writing the search index."


@contextmanager
def in_turn(folder: Path, wait: float, busy: str = BUSY) -> Iterator[None]:
    """Hold the folder's writer lock. Raises StoreBusy, saying `busy`, after `wait` seconds.

    Whoever waits holds `turn.lock`, so that a long run of short writes lets others in
    between. The system frees both locks when their process dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    give_up = time.monotonic() + wait
    with ExitStack() as files:
        turn = files.enter_context((folder / "turn.lock").open("w"))
        writer = files.enter_context((folder / "writer.lock").open("w"))
        _lock(turn, give_up, busy)
        _lock(writer, give_up, busy)
        fcntl.flock(turn, fcntl.LOCK_UN)
        yield


def _lock(file: IO[str], give_up: float, busy: str) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= give_up:
                raise StoreBusy(busy) from None
            time.sleep(PAUSE)
