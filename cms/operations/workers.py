"""A worker process: takes messages from its queue, says that it is alive, warms up first."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from cms.operations.models import WorkerBeat

logger = logging.getLogger(__name__)

BEAT_INTERVAL = 10.0


class Alive:
    """Keeps a WorkerBeat row fresh while the `with` block lasts, and removes it after.

    The row of a process that was killed stays behind, and grows old.
    """

    def __init__(self, role: str) -> None:
        self.role = role
        self.name = f"{role}@{socket.gethostname()}:{os.getpid()}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="alive", daemon=True)

    def __enter__(self) -> Self:
        self._say()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(timeout=30)
        WorkerBeat.objects.filter(name=self.name).delete()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT_INTERVAL):
                try:
                    self._say()
                except DatabaseError as error:
                    logger.info("Sign of life not written: %s", error)
                    connection.close()
        finally:
            connection.close()

    def _say(self) -> None:
        WorkerBeat.objects.update_or_create(
            name=self.name, defaults={"role": self.role, "seen_at": timezone.now()}
        )


def make_worker(queue: str, *, interval: float, batch: bool) -> Worker:
    """Return a worker of django-tasks-db on one queue; `batch` ends it when that is empty."""
    return Worker(
        queue_names=[queue],
        interval=interval,
        batch=batch,
        backend_name="jobs",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{queue}@{socket.gethostname()}:{os.getpid()}"[:64],
        excluded_queue_names=[],
    )


def run(worker: Worker) -> None:
    """Run the worker until it is told to stop, also across waits for a busy database."""
    while True:
        try:
            worker.run()
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            logger.warning("The database was busy for long; trying again.")
            time.sleep(worker.interval)
        else:
            return
