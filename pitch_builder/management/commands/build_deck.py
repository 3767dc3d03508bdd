"""`manage.py build_deck DECK --out FILE`: a deck as PDF, PowerPoint or images."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.slides.errors import SlideError
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks.models import Deck
from pitch_builder.errors import GateClosed, PitchError
from pitch_builder.exports.enums import ExportKind
from pitch_builder.exports.services import content_of, export_now

# What is written, by the ending of the file.
KINDS = {".pdf": None, ".pptx": ExportKind.POWERPOINT, ".zip": ExportKind.IMAGES}


class Command(BaseCommand):
    help = (
        "Build a deck, and write it to disk: FILE.pdf, FILE.pptx (PowerPoint) or FILE.zip (a PNG "
        "of each slide), with its manifest beside it (FILE.manifest.json)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deck", help="the deck's number or its title")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--quality",
            choices=["screen", "print"],
            default="screen",
            help="of the pictures in a PDF (screen)",
        )
        parser.add_argument("--as", dest="username", metavar="USER", help="who asks for it")
        parser.add_argument("--json", action="store_true", help="what was built, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        kind = self._kind(out, options["quality"])
        deck, user = self._deck(options["deck"]), self._user(options["username"])
        with tqdm(disable=options["json"], unit="slide") as bar:

            def progress(done: int, total: int, message: str = "") -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                build = build_now(deck, user=user, progress=progress)
                size, digest = self._write(build, kind, out, user)
            except GateClosed as error:
                raise CommandError("\n".join([str(error), *error.findings])) from error
            except (PitchError, SlideError) as error:
                raise CommandError(str(error)) from error
        manifest = Path(f"{out}.manifest.json")
        manifest.write_text(json.dumps(build.manifest_data, indent=2, ensure_ascii=False) + "\n")
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "build": str(build.pk),
                        "deck": deck.pk,
                        "pages": build.pages,
                        "bytes": size,
                        "sha256": digest,
                        "file": str(out),
                        "manifest": str(manifest),
                    }
                )
            )
        else:
            self.stdout.write(f"{out}: {build.pages} pages, {size:,} bytes")

    def _kind(self, out: Path, quality: str) -> ExportKind | None:
        """The export that a file's name asks for, None for the build's own PDF."""
        ending = out.suffix.lower()
        if ending not in KINDS:
            raise CommandError(f"“{out}” should end in {', '.join(KINDS)}.")
        if quality == "print":
            if ending != ".pdf":
                raise CommandError("Only a PDF has a quality for print.")
            return ExportKind.PRINT
        return KINDS[ending]

    def _write(
        self, build: Build, kind: ExportKind | None, out: Path, user: Any
    ) -> tuple[int, str]:
        """Write the file; return its size and SHA-256."""
        if kind is None:
            with build.pdf.open("rb") as pdf:
                parts: Iterable[bytes] = [pdf.read()]
        else:
            parts = content_of(export_now(build, kind, user=user))
        digest, size = hashlib.sha256(), 0
        with out.open("wb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                size += len(part)
        return size, digest.hexdigest()

    def _deck(self, wanted: str) -> Deck:
        decks = Deck.objects.all()
        found = decks.filter(pk=wanted) if wanted.isdecimal() else decks.filter(title=wanted)
        if len(found) != 1:
            raise CommandError(
                f"There is no deck “{wanted}”."
                if not found
                else f"{len(found)} decks are named “{wanted}”; give the number."
            )
        return found[0]

    def _user(self, username: str | None) -> Any:
        if username is None:
            return None
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user named {username}.")
        return user
