"""What a web process answered is in the database, though it is killed the next moment."""

from __future__ import annotations

from tests.bench.engagement import measure
from tests.plugins.databases import SQLite


def test_no_answered_event_is_lost_when_the_web_server_is_killed(django_db_setup):
    before, kept, once = measure(
        "sqlite", seconds=0, links=16, migrated=SQLite().template(), static=False
    )
    assert before.got > 20
    assert kept.got == kept.target == before.got
    assert once.got == once.target > before.got
