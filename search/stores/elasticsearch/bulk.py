"""Writing many documents as fast as the cluster takes them, and no faster."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from search.errors import SearchError, StoreBusy, StoreUnavailable
from search.stores.elasticsearch.connection import Connection, reason, refusal

CHUNK_BYTES = 4_000_000
CHUNK_COUNT = 500
PATIENCE = 60.0  # seconds that a cluster may say "too many requests" about one chunk
PAUSE = 0.25  # seconds at first; twice as long each time
TOO_LARGE, TOO_MANY = 413, 429
OVERTAKEN = 409  # a later writer has written this document: our lease was lost


@dataclass(frozen=True)
class Action:
    """One line to bulk: a document to index, or (without a body) to delete."""

    index: str
    identity: str
    token: int
    body: dict[str, Any] | None = None

    def lines(self) -> bytes:
        """Return the line or two of NDJSON. The lease's token is the document's version: what
        a writer without the lease still sends is refused."""
        does = "delete" if self.body is None else "index"
        told = {
            "_index": self.index,
            "_id": self.identity,
            "version": self.token,
            "version_type": "external_gte",
        }
        made = json.dumps({does: told}, ensure_ascii=False) + "\n"
        if self.body is not None:
            made += json.dumps(self.body, ensure_ascii=False, separators=(",", ":")) + "\n"
        return made[:-1].encode()


def write(connection: Connection, actions: Sequence[Action]) -> int:
    """Do all actions; return in how many requests. Each document is written whole or not.

    Raises StoreUnavailable when the cluster is down or stays overloaded, StoreBusy when the
    lease was lost, SearchError when a document is refused. What was done by then stays done;
    doing all again is safe.
    """
    return sum(_send(connection, chunk) for chunk in _chunks(actions))


def _chunks(actions: Sequence[Action]) -> Iterator[list[tuple[Action, bytes]]]:
    chunk: list[tuple[Action, bytes]] = []
    size = 0
    for action in actions:
        lines = action.lines()
        if chunk and (size + len(lines) > CHUNK_BYTES or len(chunk) >= CHUNK_COUNT):
            yield chunk
            chunk, size = [], 0
        chunk.append((action, lines))
        size += len(lines)
    if chunk:
        yield chunk


def _send(connection: Connection, chunk: list[tuple[Action, bytes]]) -> int:
    """Send a chunk until all of it is taken: in halves where it is too much at once."""
    from elasticsearch import ApiError

    pause, give_up, requests = PAUSE, time.monotonic() + PATIENCE, 0
    while chunk:
        requests += 1
        try:
            with connection.talking(writing=True) as client:
                try:
                    answer = client.bulk(operations=_told(chunk)).body
                except ApiError as error:
                    if error.meta.status not in {TOO_LARGE, TOO_MANY}:
                        raise
                    if len(chunk) > 1:
                        time.sleep(pause if error.meta.status == TOO_MANY else 0)
                        half = len(chunk) // 2
                        first = _send(connection, chunk[:half])
                        return requests + first + _send(connection, chunk[half:])
                    if error.meta.status == TOO_LARGE:
                        raise SearchError(
                            f"{chunk[0][0].identity} is larger ({len(chunk[0][1])} bytes) than "
                            "Elasticsearch takes; raise its http.max_content_length."
                        ) from error
                    raise
            chunk = _again(connection, chunk, answer)
        except StoreUnavailable:
            # Down, or overloaded by others: worth a few attempts while it only says "later".
            if not _says_later(connection) or time.monotonic() + pause > give_up:
                raise
        if chunk:
            if time.monotonic() + pause > give_up:
                raise StoreUnavailable(
                    f"Elasticsearch at {connection.address.url} takes no more writes now."
                )
            time.sleep(pause)
            pause = min(pause * 2, 8)
    return requests


def _told(chunk: list[tuple[Action, bytes]]) -> Any:
    """Return the lines; the client passes on what is bytes already."""
    return [lines for _, lines in chunk]


def _says_later(connection: Connection) -> bool:
    """Say whether the cluster is up, so that waiting may help."""
    try:
        with connection.talking() as client:
            client.cluster.health(timeout="1s")
    except SearchError:
        return False
    return True


def _again(
    connection: Connection, chunk: list[tuple[Action, bytes]], answer: dict[str, Any]
) -> list[tuple[Action, bytes]]:
    """Return what was put off; raise for what was refused."""
    if not answer["errors"]:
        return []
    left = []
    for (action, lines), item in zip(chunk, answer["items"], strict=True):
        (told,) = item.values()
        status = told["status"]
        if status < 300 or (status == 404 and action.body is None):
            continue
        if status == OVERTAKEN:
            raise StoreBusy("Another process has taken over the writing of the search index.")
        if status == TOO_MANY or status >= 500:
            left.append((action, lines))
            continue
        why = f"{action.identity}: {reason(told)}"
        raise refusal(connection.address.url, status, why)
    return left
