"""Telling the job's row how far the work is, without slowing the work down."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection
from django.utils import timezone

from cms.operations.enums import JobState
from cms.operations.errors import JobInterrupted
from cms.operations.models import Job

logger = logging.getLogger(__name__)

# Seconds between two writes of progress, and between two signs of life.
WRITE_INTERVAL = 0.25
BEAT_INTERVAL = 5.0


class JobProgress:
    """The `progress` callable of a running job, and the keeper of its heartbeat.

    A thread with its own connection writes what `progress()` noted, at most four times a
    second, and beats while the work is silent: what it writes is seen at once, even when
    the work stands inside a long transaction. Where the job itself was claimed inside a
    transaction (tests, a shell) no other connection can see it, so it is written in place.

    Calling it raises JobInterrupted once the job was stopped or taken up by another worker.
    """

    def __init__(self, job: Job) -> None:
        self.row = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
        self.interrupted = False
        self._note: tuple[int, int, str] | None = None
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._over = threading.Event()
        self._written_at = 0.0
        self._thread: threading.Thread | None = None

    def __call__(self, done: int, total: int, message: str = "") -> None:
        if self.interrupted:
            raise JobInterrupted
        with self._lock:
            self._note = (max(0, done), max(0, total), str(message)[:255])
        if self._thread is not None:
            self._wake.set()
        elif time.monotonic() - self._written_at >= WRITE_INTERVAL:
            self._write()

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            self._thread = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread is not None:
            self._over.set()
            self._wake.set()
            self._thread.join()
        elif kind is None or issubclass(kind, Exception):
            self._flush()

    def _beat(self) -> None:
        try:
            while not self._over.is_set():
                self._wake.wait(BEAT_INTERVAL)
                self._wake.clear()
                self._try(self._write)
                self._over.wait(WRITE_INTERVAL)
            self._try(self._flush)
        finally:
            connection.close()

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except DatabaseError as error:
            # As where the database has another writer for long: the next beat tries again.
            logger.info("Heartbeat not written: %s", error)

    def _flush(self) -> None:
        if self._note is not None:
            self._write()

    def _write(self) -> None:
        with self._lock:
            note, self._note = self._note, None
        values: dict[str, object] = {"heartbeat_at": timezone.now()}
        if note is not None:
            values |= dict(zip(("done", "total", "message"), note, strict=True))
        if not self.row.update(**values):
            self.interrupted = True
        self._written_at = time.monotonic()
