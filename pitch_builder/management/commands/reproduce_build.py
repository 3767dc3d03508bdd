"""`manage.py reproduce_build ID`: print a build again, and compare it byte by byte."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.slides.errors import SlideError
from pitch_builder.builds.models import Build
from pitch_builder.builds.reproducing import Reproduction, reproduce
from pitch_builder.errors import PitchError


class Command(BaseCommand):
    help = (
        "Print a build anew from what was kept of it. Ends with status 0 only where the bytes "
        "are equal to those that were issued, and the manifest's signature is right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("build", metavar="ID", help="as the manifest names it, or its code")
        parser.add_argument("--out", type=Path, metavar="FILE.pdf", help="write the new PDF here")
        parser.add_argument("--json", action="store_true", help="the finding, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        build = self._build(options["build"])
        try:
            found = reproduce(build)
        except (PitchError, SlideError) as error:
            raise CommandError(str(error)) from error
        if options["out"]:
            options["out"].write_bytes(found.pdf)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "build": str(build.pk),
                        "equal": found.equal,
                        "signed": found.signed,
                        "kept": found.kept,
                        "bytes": len(found.pdf),
                        "changed": list(found.changed),
                    }
                )
            )
        if not (found.equal and found.signed):
            raise CommandError(self._why(found))
        if not options["json"]:
            self.stdout.write(f"{build}: {len(found.pdf):,} bytes, equal to what was issued.")
            if not found.kept:
                self.stdout.write("The stored PDF itself was changed or is gone.")

    def _build(self, wanted: str) -> Build:
        builds = Build.objects.select_related("deck")
        try:
            found = builds.filter(pk=uuid.UUID(wanted)).first()
        except ValueError:
            found = builds.filter(code=wanted.lower()).first()
        if found is None:
            raise CommandError(f"There is no build “{wanted}”.")
        return found

    def _why(self, found: Reproduction) -> str:
        lines = []
        if not found.signed:
            lines.append("The manifest's signature is not right, or its key is unknown.")
        if not found.equal:
            lines.append("The new PDF differs from the one that was issued.")
            lines += [f"Other than then: {change}" for change in found.changed]
        return "\n".join(lines)
