"""When assets are compared: nightly."""

from __future__ import annotations

from cms.likeness.services import start
from cms.operations.schedule import periodic


@periodic("likeness.find", cron="50 3 * * *", at_start=True)
def find() -> None:
    start(None)
