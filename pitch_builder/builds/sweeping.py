"""Taking out of the archive what no build names: left by builds that were deleted or killed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from pitch_builder.builds import archive
from pitch_builder.builds.manifest import PrintedFrom
from pitch_builder.builds.models import Build

# A build keeps its sources minutes before its row names them. A week also leaves time to put a
# copy of the database back in which a deleted build is still there.
KEEP = timedelta(days=7)


def sweep(now: datetime | None = None) -> tuple[int, int]:
    """Delete archived files that no build names and that are older than KEEP; return how many,
    and how many bytes that frees."""
    # In this order: what is kept while the builds are read is young, whoever names it.
    there = list(archive.names())
    named = {archive.name_of(digest) for digest in named_digests()}
    unnamed = [name for name in there if name not in named]
    return archive.sweep(unnamed, written_before=(now or timezone.now()) - KEEP)


def named_digests() -> set[str]:
    """Return the SHA-256 of each file that a build may be printed from again."""
    held: set[str] = set()
    rows: Any = Build.objects.order_by().values_list("manifest_data__printed_from", flat=True)
    for data in rows.iterator(chunk_size=200):
        if data:
            held |= PrintedFrom.from_json(data).digests
    return held
