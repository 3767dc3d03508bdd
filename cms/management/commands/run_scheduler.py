"""Run the clock: what is done again and again."""

from __future__ import annotations

import signal
import threading
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.operations import schedule, workers


class Command(BaseCommand):
    help = "Call the periodic tasks, until stopped with Ctrl-C or SIGTERM. Run one of these."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="list the tasks and end")
        parser.add_argument("--once", metavar="NAME", help="call one task now and end")

    def handle(self, *, once: str | None, **options: Any) -> None:
        tasks = schedule.get_tasks()
        if options["list"]:
            for task in tasks:
                self.stdout.write(f"{task.name:32} {task.cron or f'every {task.every}'}")
        elif once:
            self.call_once(once, tasks)
        else:
            self.run()

    def call_once(self, name: str, tasks: list[schedule.PeriodicTask]) -> None:
        found = [task for task in tasks if task.name == name]
        if not found:
            names = ", ".join(task.name for task in tasks)
            raise CommandError(f"There is no task {name!r}. There are: {names}.")
        if not schedule.call(found[0]):
            raise CommandError(f"{name} failed; the log says why.")

    def run(self) -> None:
        # Two threads: a slow publication does not hold up the recovery of jobs.
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(2)},
            timezone=timezone.get_default_timezone(),
        )
        schedule.fill(scheduler)
        over = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: over.set())
        with workers.Alive("scheduler"):
            scheduler.start()
            self.stdout.write("Scheduler is ready.")
            over.wait()
            scheduler.shutdown()
