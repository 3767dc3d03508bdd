"""`manage.py load_demo`: the demo company's content, decks, rooms and visits."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm


class Command(BaseCommand):
    help = "Load the demo company. Loading it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="counts, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        from pitch_builder.demo.loading.loader import load
        from pitch_builder.demo.loading.people import PASSWORD

        with tqdm(disable=options["json"], unit="step") as bar:

            def progress(done: int, total: int, message: str) -> None:
                bar.total = total
                bar.set_description(message or "Demo")
                bar.update(done - bar.n)

            shelf = load(progress)
        counts = {
            "made": shelf.made,
            "facts": len(shelf.facts),
            "assets": len(shelf.assets),
            "decks": len(shelf.decks),
            "users": {member.username: member.title for member in shelf.content.team},
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            f"{counts['assets']} assets, {counts['facts']} facts, {counts['decks']} decks; "
            f"{shelf.made} things new."
        )
        for member in shelf.content.team:
            self.stdout.write(f"  {member.username:20} {PASSWORD}   {member.title}")
