"""`manage.py build_deck DECK --out FILE.pdf`: a deck's PDF, and its manifest beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.slides.errors import SlideError
from pitch_builder.builds.services import build_now
from pitch_builder.decks.models import Deck
from pitch_builder.errors import GateClosed, PitchError


class Command(BaseCommand):
    help = "Build a deck, and write PDF and manifest (FILE.manifest.json) to disk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deck", help="the deck's number or its title")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument("--as", dest="username", metavar="USER", help="who asks for it")
        parser.add_argument("--json", action="store_true", help="what was built, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        deck = self._deck(options["deck"])
        out: Path = options["out"]
        with tqdm(disable=options["json"], unit="slide") as bar:

            def progress(done: int, total: int, message: str = "") -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                build = build_now(deck, user=self._user(options["username"]), progress=progress)
            except GateClosed as error:
                raise CommandError("\n".join([str(error), *error.findings])) from error
            except (PitchError, SlideError) as error:
                raise CommandError(str(error)) from error
        with build.pdf.open("rb") as pdf:
            out.write_bytes(pdf.read())
        manifest = Path(f"{out}.manifest.json")
        manifest.write_text(json.dumps(build.manifest_data, indent=2, ensure_ascii=False) + "\n")
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "build": str(build.pk),
                        "deck": deck.pk,
                        "pages": build.pages,
                        "bytes": build.pdf_size,
                        "sha256": build.pdf_sha256,
                        "pdf": str(out),
                        "manifest": str(manifest),
                    }
                )
            )
        else:
            self.stdout.write(f"{out}: {build.pages} pages, {build.pdf_size:,} bytes")

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
