"""What is done again and again. An app declares it in a module named `periodic_tasks`.

    @periodic("rooms.remind", cron="0 7 * * *")
    def remind() -> None: ...

One scheduler process calls these functions. They only enqueue jobs or do short work, and
do no harm when called twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils import timezone

from cms.operations.registry import Registry

logger = logging.getLogger(__name__)

Function = Callable[[], object]


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """A function with its rhythm: either an interval or five cron fields, in TIME_ZONE."""

    name: str
    function: Function
    every: timedelta | None
    cron: str
    at_start: bool

    @property
    def trigger(self) -> BaseTrigger:
        zone = timezone.get_default_timezone()
        if self.cron:
            return CronTrigger.from_crontab(self.cron, timezone=zone)
        assert self.every is not None  # noqa: S101  made sure by periodic()
        return IntervalTrigger(seconds=self.every.total_seconds(), timezone=zone)


_tasks: Registry[PeriodicTask] = Registry("periodic task", "periodic_tasks")


def periodic(
    name: str, *, every: timedelta | None = None, cron: str = "", at_start: bool = False
) -> Callable[[Function], Function]:
    """Register the decorated function; `at_start` calls it when the scheduler starts, too."""
    if bool(cron) == bool(every):
        raise ImproperlyConfigured(f"Periodic task {name!r} needs either every= or cron=.")

    def register(function: Function) -> Function:
        _tasks.add(name, PeriodicTask(name, function, every, cron, at_start))
        return function

    return register


def get_tasks() -> list[PeriodicTask]:
    return [task for _name, task in _tasks.items()]


def fill(scheduler: BaseScheduler) -> None:
    """Add all registered tasks to a scheduler."""
    for task in get_tasks():
        first = {"next_run_time": timezone.now()} if task.at_start else {}
        scheduler.add_job(
            call,
            task.trigger,
            args=[task],
            id=task.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            **first,
        )


def call(task: PeriodicTask) -> bool:
    """Call one task, closing its connections after; an error is logged, and False returned."""
    started = time.monotonic()
    try:
        task.function()
    except Exception:
        logger.exception("Periodic task %s failed", task.name)
        return False
    else:
        logger.info("Periodic task %s took %.2f s", task.name, time.monotonic() - started)
        return True
    finally:
        if not any(connection.in_atomic_block for connection in connections.all()):
            connections.close_all()
