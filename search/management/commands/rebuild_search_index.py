"""`manage.py rebuild_search_index`: bring the whole search index up to date."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search import services
from search.errors import SearchError
from search.management.progress import shown_on


class Command(BaseCommand):
    help = (
        "Index every document that is missing or has changed, and drop what is gone. Stopped "
        "at any point, the next run goes on from there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="empty the index first (vectors of known texts are kept)",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["json"] or options["verbosity"] == 0
        with tqdm(unit="doc", disable=quiet, file=self.stderr) as bar:
            try:
                report = services.rebuild(shown_on(bar), fresh=options["fresh"])
            except SearchError as error:
                raise CommandError(str(error)) from error
            except KeyboardInterrupt:
                raise CommandError("Stopped. What is indexed stays; run it again.") from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        elif not quiet:
            self.stdout.write(
                f"{report.written} written, {report.unchanged} up to date, "
                f"{report.deleted} dropped; {report.passages} passages, of which "
                f"{report.embedded} embedded and {report.reused} known; {report.seconds:.1f} s"
            )
