"""`manage.py prepare_model`: make the embedding model ready on this machine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.embedding.prepare import prepare
from search.errors import SearchError


class Command(BaseCommand):
    help = (
        "Prepare the embedding model that EMBEDDING_MODEL names (once a machine). "
        "Does nothing when it stands already."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep-environment",
            action="store_true",
            help="keep the environment with torch (up to 5 GB) instead of deleting it",
        )

        parser.add_argument(
            "--again", action="store_true", help="prepare it anew though it stands already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(
                self._say,
                keep_environment=options["keep_environment"],
                again=options["again"],
            )
        except SearchError as error:
            raise CommandError(str(error)) from error

    def _say(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"[{done}/{total}] {message}")
        self.stdout.flush()
