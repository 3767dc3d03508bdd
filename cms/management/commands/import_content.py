"""`manage.py import_content DIR`: import a folder of documents from the shell."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.errors import ContentError
from cms.importing.mapping import load_mapping
from cms.importing.reports import ImportReport, Outcome, Remark
from cms.importing.services import import_folder

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Imports a folder of Markdown or HTML documents as drafts. Run again, it updates what "
        "changed and duplicates nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--publish", action="store_true", help="publish what is complete, instead of drafts"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="YAML file that says what becomes what"
        )
        parser.add_argument(
            "--name", default="", help="name of the source, where the folder's is not to be used"
        )
        parser.add_argument("--dry-run", action="store_true", help="read only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._run(**options)
        except ContentError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self._print(report)

    def _run(
        self, folder: Path, publish: bool, mapping: Path | None, dry_run: bool, name: str,
        json: bool, **options: Any,
    ) -> ImportReport:  # fmt: skip
        with tqdm(
            unit=" documents", disable=None if not json else True, leave=False, dynamic_ncols=True
        ) as bar:

            def progress(done: int, total: int, message: str = "") -> None:
                bar.total = total
                bar.set_postfix_str(message[-40:], refresh=False)
                bar.update(done - bar.n)

            return import_folder(
                folder,
                publish=publish,
                mapping=load_mapping(mapping) if mapping else None,
                name=name,
                dry_run=dry_run,
                progress=progress,
            )

    def _print(self, report: ImportReport) -> None:
        self.stdout.write(self.style.SUCCESS(report.summary))
        for outcome in Outcome:
            self.stdout.write(f"  {outcome.label}: {report.counts[outcome.value]}")
        self.stdout.write(f"  Published: {report.published}, pictures: {report.pictures}")
        self.stdout.write(f"  {report.seconds:.1f} seconds")
        self._list("Not taken", report.refused, self.style.ERROR)
        self._list("Changed in both places", report.conflicts, self.style.WARNING)
        self._list("Drafts that lack something", report.unfinished, self.style.WARNING)
        self._list("Taken, with remarks", report.notes, self.style.NOTICE)

    def _list(self, title: str, remarks: list[Remark], style: Any) -> None:
        if not remarks:
            return
        self.stdout.write(style(f"{title}: {len(remarks)}"))
        for remark in remarks[:SHOWN]:
            self.stdout.write(f"  {remark.path}: {remark.why}")
        if len(remarks) > SHOWN:
            self.stdout.write(f"  … and {len(remarks) - SHOWN} more (all of them with --json)")
