"""What rebuilds and evaluations that died have left on the cluster, and how it goes.

Whoever makes indices that are not to stay holds a lease on them, and so do those on other
machines. Found are those whose lease is free: it was given up, its holder died on this machine,
or did not renew it for LENGTH. Clocks may differ by that much, less the renewal.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import SearchError, StoreBusy
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.indices import Names, behind, make_state, remove_all
from search.stores.elasticsearch.lease import Lease

LENGTH = 300.0  # seconds
LISTED = 1000
BUILDING, MAKER = "building:", "maker"


def building(connection: Connection, state_index: str, live: str, folder: Path) -> Lease:
    """Return the lease of whoever builds the index that is to take the place of `live`."""
    return Lease(
        connection, state_index, f"{BUILDING}{live}", folder / "building",
        length=LENGTH, doing="rebuilding",
    )  # fmt: skip


def half_built(connection: Connection, state_index: str) -> list[str]:
    """Return the live names for which another index was begun, and is there."""
    begun = {"prefix": {"name": BUILDING}}
    with connection.talking() as client:
        found = client.search(index=state_index, query=begun, size=LISTED, ignore_unavailable=True)
    names = [hit["_source"]["name"].removeprefix(BUILDING) for hit in found["hits"]["hits"]]
    return [name for name in names if behind(connection, Names(name).next)]


@contextmanager
def temporary(connection: Connection, prefix: str) -> Iterator[str]:
    """Give a prefix under `prefix` for indices that are gone afterwards.

    Raises StoreBusy at the end where they were taken for left over meanwhile.
    """
    made = f"{prefix}-temporary-{uuid.uuid4().hex[:12]}"
    try:
        make_state(connection, _state(made))
        with _maker(connection, made).held(0) as held:
            yield made
        if held.lost:
            raise StoreBusy(
                "This process stood still for so long that its indices on Elasticsearch were "
                "removed; begin again."
            )
    finally:
        with suppress(SearchError):  # out of reach: the next one finds them
            remove_all(connection, made)


def remove_temporary(connection: Connection, prefix: str) -> int:
    """Remove the temporary indices under `prefix` whose makers are gone; return how many."""
    named = re.compile(rf"({re.escape(prefix)}-temporary-[0-9a-f]{{12}})-")
    with connection.talking() as client:
        found = client.indices.get_settings(
            index=f"{prefix}-temporary-*", name="index.creation_date"
        ).body
    until: dict[str, float] = {}
    for name, told in found.items():
        if begins := named.match(name):
            # One that was made just now may not have its lease yet.
            age = int(told["settings"]["index"]["creation_date"]) / 1000
            until[begins[1]] = max(until.get(begins[1], 0.0), age + LENGTH)
    now = time.time()
    gone = [
        made for made, young in until.items()
        if max(young, _maker(connection, made).runs_until()) < now
    ]  # fmt: skip
    for made in gone:
        remove_all(connection, made)
    return len(gone)


def _maker(connection: Connection, made: str) -> Lease:
    return Lease(connection, _state(made), MAKER, None, length=LENGTH)


def _state(prefix: str) -> str:
    return f"{prefix}-state"
