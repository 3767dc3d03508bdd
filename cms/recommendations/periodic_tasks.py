"""What the scheduler does for recommendations."""

from __future__ import annotations

from datetime import timedelta

from cms.operations.schedule import periodic


@periodic("recommendations.settle", every=timedelta(minutes=30))
def settle_outcomes() -> None:
    """Take over what prospects did with what was recommended to them."""
    from cms.recommendations.settling import settle

    settle()


@periodic("recommendations.purge", cron="50 2 * * *")
def purge_log() -> None:
    """Delete lists that are older than the log keeps."""
    from cms.recommendations.log import purge

    purge()
