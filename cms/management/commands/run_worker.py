"""Run the worker of one queue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.operations import starting, workers
from cms.operations.enums import Queue


class Command(BaseCommand):
    help = "Do the jobs of one queue, until stopped with Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", choices=Queue.values, required=True)
        parser.add_argument(
            "--interval",
            type=float,
            default=0.3,
            help="seconds between two looks at an empty queue (default: %(default)s)",
        )
        parser.add_argument(
            "--batch", action="store_true", help="end when the queue is empty (for scripts)"
        )

    def handle(self, *, queue: str, interval: float, batch: bool, **options: Any) -> None:
        worker = workers.make_worker(queue, interval=max(0.05, interval), batch=batch)
        worker.configure_signals()
        with workers.Alive(queue):
            starting.warm_up()
            self.stdout.write(f"Worker of the {queue} queue is ready.")
            workers.run(worker)
