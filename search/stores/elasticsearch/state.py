"""What readers must know of an index beside its documents: has it changed, which languages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from search.stores.elasticsearch.connection import Connection

ABSENT = 404


@dataclass(frozen=True)
class State:
    """`stamp` changes with each write; `languages` are the codes of text fields in use."""

    stamp: str = ""
    languages: frozenset[str] = frozenset()


class States:
    """The state documents of one cluster's state index."""

    def __init__(self, connection: Connection, index: str) -> None:
        self.connection = connection
        self.index = index

    def read(self, name: str) -> State:
        """Return the state of the index `name`; an empty one where there is none."""
        with self.connection.talking() as client:
            found = client.options(ignore_status=ABSENT).get(index=self.index, id=name).body
        return parsed(found.get("_source") or {})

    def write(self, name: str, languages: frozenset[str]) -> State:
        """Note that the index was written; return the state as it is now."""
        state = State(uuid.uuid4().hex, languages)
        document = {"name": name, "stamp": state.stamp, "languages": sorted(languages)}
        with self.connection.talking(writing=True) as client:
            client.index(index=self.index, id=name, document=document, refresh=True)
        return state

    def remove(self, name: str) -> None:
        """Forget an index."""
        with self.connection.talking() as client:
            client.options(ignore_status=ABSENT).delete(index=self.index, id=name, refresh=True)


def parsed(source: dict[str, Any]) -> State:
    """Return the state that a document holds."""
    return State(source.get("stamp") or "", frozenset(source.get("languages") or ()))
