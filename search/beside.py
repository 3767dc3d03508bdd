"""Work in a thread beside the caller's: for what computes outside of Python."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 8  # what comes on top waits its turn: there are fewer processors

T = TypeVar("T")


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work`; call what is returned for its result, as often as wanted.

    Raises there what `work` raised. `work` must not wait for other work that was begun here.
    """
    return _threads.submit(work).result


def _start() -> None:
    # Kept threads: to start one takes longer than a question's share of the work. A fork has
    # none of them.
    global _threads
    _threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="beside")


_threads: ThreadPoolExecutor
_start()
os.register_at_fork(after_in_child=_start)
