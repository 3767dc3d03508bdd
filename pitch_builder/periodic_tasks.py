"""What the scheduler does for decks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.schedule import periodic


@periodic("builds.react_to_time", cron="7 * * * *")
def look_after_decks() -> None:
    """Mark builds whose content expired, and tell the owners of their decks."""
    from pitch_builder.builds.reactions import react_to_all

    react_to_all()


@periodic("builds.sweep", cron="20 2 * * *")
def sweep_sources() -> None:
    """Take out of the archive what no build names any more."""
    jobs.start(
        "builds.sweep",
        owner=None,
        queue=Queue.BULK,
        label=_("Remove files that no build names"),
        coalesce=True,
    )
