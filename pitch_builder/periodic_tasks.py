"""What the scheduler does for decks."""

from __future__ import annotations

from cms.operations.schedule import periodic


@periodic("builds.react_to_time", cron="15 6 * * *")
def look_after_decks() -> None:
    """Tell the owners of decks whose content expired since yesterday."""
    from pitch_builder.builds.reactions import react_to_time

    react_to_time()
