"""Work in a thread beside the caller's: for what computes outside of Python."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work`; call what is returned for its result, as often as wanted.

    Raises there what `work` raised. A thread of its own each time: a kept one would not
    survive a fork.
    """
    made: Future[T] = Future()

    def run() -> None:
        try:
            made.set_result(work())
        except BaseException as error:  # a panic of Rust is no Exception
            made.set_exception(error)

    threading.Thread(target=run, name="beside").start()
    return made.result
