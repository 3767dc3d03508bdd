"""Indices behind an alias: made, swapped and removed."""

from __future__ import annotations

import logging
import re
import uuid
from dataclasses import dataclass
from typing import Any

from search.errors import SearchError
from search.stores.elasticsearch import mapping
from search.stores.elasticsearch.connection import Connection

logger = logging.getLogger(__name__)
ABSENT, BAD = 404, 400
LIMIT = 65_536  # keys in one filter
LARGEST_SEGMENT = 5 * 2**30  # bytes, as Elasticsearch's own merging keeps to
MERGING = 60 * 60.0  # seconds; a million passages took two and a half minutes


@dataclass(frozen=True)
class Names:
    """`live` is the alias that is read, `next` the one of an index that is being built."""

    live: str

    @property
    def next(self) -> str:
        return f"{self.live}-next"

    def new(self) -> str:
        """Return a name that no index had."""
        return f"{self.live}-v{uuid.uuid4().hex[:12]}"

    def made(self, name: str) -> bool:
        """Say whether `new` made this name."""
        return bool(re.fullmatch(rf"{re.escape(self.live)}-v[0-9a-f]{{12}}", name))


class Indices:
    """The indices of one store on a cluster."""

    def __init__(self, connection: Connection, names: Names, dimensions: int) -> None:
        self.connection = connection
        self.names = names
        self.dimensions = dimensions

    def behind(self, *aliases: str) -> list[str]:
        """Return the indices that these aliases stand for; an alias may be missing."""
        return behind(self.connection, *aliases)

    def create(self, alias: str, *, refreshed: bool) -> str:
        """Make an index behind `alias`. `refreshed` says that it is read while written."""
        name = self.names.new()
        settings: dict[str, Any] = {
            "number_of_shards": 1,  # BM25 counts words over a shard: one gives one measure
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s" if refreshed else "-1",
            "max_terms_count": LIMIT,
        }
        with self.connection.talking(writing=True) as client:
            client.indices.create(
                index=name,
                aliases={alias: {}},
                settings={"index": settings},
                mappings=mapping.mappings(self.dimensions),
            )
        return name

    def settle(self, name: str) -> None:
        """Merge what was written into a few large segments: kNN walks a graph in each of them,
        and of twenty takes twice as long as of one. Not every managed offer lets one ask for it;
        the index is good without."""
        try:
            with self.connection.talking() as client:
                told = client.indices.stats(index=name, metric="store").body
                size = told["_all"]["primaries"]["store"]["size_in_bytes"]
                most = 1 + size // LARGEST_SEGMENT
                client.options(request_timeout=MERGING).indices.forcemerge(
                    index=name, max_num_segments=most
                )
        except SearchError as error:
            logger.info("%s stays as it was written: %s", name, error)

    def swap(self, new: str) -> None:
        """Put `new` in the place of what is live, in one step, and remove that."""
        with self.connection.talking(writing=True) as client:
            client.indices.put_settings(index=new, settings={"index": {"refresh_interval": "1s"}})
            client.indices.refresh(index=new)
        actions: list[dict[str, Any]] = [
            {"remove_index": {"index": old}} for old in self.behind(self.names.live)
        ]
        actions += [
            {"remove": {"index": new, "alias": self.names.next}},
            {"add": {"index": new, "alias": self.names.live}},
        ]
        with self.connection.talking(writing=True) as client:
            client.indices.update_aliases(actions=actions)

    def remove(self, *names: str) -> None:
        """Remove indices; those that are gone already do not matter."""
        with self.connection.talking(writing=True) as client:
            for name in names:
                client.options(ignore_status=ABSENT).indices.delete(index=name)

    def refresh(self, *names: str) -> None:
        """Let reads see what was written."""
        if names:
            with self.connection.talking(writing=True) as client:
                client.indices.refresh(index=list(names), ignore_unavailable=True)

    def unassigned(self, name: str) -> bool:
        """Say whether the index cannot be read now."""
        with self.connection.talking() as client:
            health = client.cluster.health(index=name, level="indices", timeout="1s").body
        return str(health.get("status")) == "red"

    def stray(self) -> list[str]:
        """Return indices of this store that no alias stands for: a write to one that had just
        been removed made it anew."""
        with self.connection.talking() as client:
            found = client.indices.get_alias(index=f"{self.names.live}-v*").body
        return [name for name, told in found.items() if not told["aliases"]
                and self.names.made(name)]  # fmt: skip


def behind(connection: Connection, *aliases: str) -> list[str]:
    """Return the indices that these aliases stand for; an alias may be missing."""
    with connection.talking() as client:
        found = client.options(ignore_status=ABSENT).indices.get_alias(name=list(aliases))
    return sorted(name for name, told in found.body.items() if isinstance(told, dict)
                  and "aliases" in told)  # fmt: skip


def make_state(connection: Connection, name: str) -> None:
    """Make a state index where there is none."""
    with connection.talking(writing=True) as client:
        if client.indices.exists(index=name):
            return
        client.options(ignore_status=BAD).indices.create(  # 400: another was quicker
            index=name,
            settings={"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
            mappings=mapping.STATE,
        )


def remove_all(connection: Connection, prefix: str) -> None:
    """Remove every index whose name begins so."""
    with connection.talking(writing=True) as client:
        found = client.options(ignore_status=ABSENT).indices.get_alias(index=f"{prefix}*")
        for name in found.body if found.meta.status != ABSENT else ():
            client.options(ignore_status=ABSENT).indices.delete(index=name)
