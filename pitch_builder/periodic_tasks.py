"""What the scheduler does for decks."""

from __future__ import annotations

from cms.operations.schedule import periodic


@periodic("builds.react_to_time", cron="7 * * * *")
def look_after_decks() -> None:
    """Mark builds whose content expired, and tell the owners of their decks."""
    from pitch_builder.builds.reactions import react_to_all

    react_to_all()
