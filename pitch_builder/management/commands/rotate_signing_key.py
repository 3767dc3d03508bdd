"""`manage.py rotate_signing_key`: sign new builds with a new key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pitch_builder.builds.keys import rotate
from pitch_builder.errors import PitchError


class Command(BaseCommand):
    help = "Make a new key to sign manifests with. What was signed before still verifies."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = rotate()
        except PitchError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Builds are signed with key {identity} from now on.")
