"""What a process does once when it starts, so that the first who asks does not wait for it."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from cms.operations.handlers import get_warm_ups

logger = logging.getLogger(__name__)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Import much without looking for garbage among it, then never look at it again.

    Saves a fifth of the start, and each later collection the walk over all modules.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def warm_up() -> None:
    """Call what the apps registered to be done once at start; a failure is only logged."""
    for name, function in get_warm_ups():
        started = time.monotonic()
        try:
            function()
        except Exception:
            logger.exception("Warm-up %s failed", name)
        else:
            logger.info("Warm-up %s took %.1f s", name, time.monotonic() - started)


def warm_up_beside() -> threading.Thread:
    """Warm up in a thread of its own, while the process answers already."""

    def run() -> None:
        from django.urls import get_resolver

        try:
            _ = get_resolver().url_patterns  # imports all views
            warm_up()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="warm-up", daemon=True)
    thread.start()
    return thread
