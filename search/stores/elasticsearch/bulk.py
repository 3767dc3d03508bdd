"""Writing many documents as fast as the cluster takes them, and no faster."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from search.errors import SearchError, StoreBusy, StoreUnavailable
from search.stores.elasticsearch.connection import Connection, reason, refusal

CHUNK_BYTES = 4_000_000
CHUNK_COUNT = 500
PATIENCE = 60.0  # seconds that a cluster may take nothing, and only say "too many requests"
PAUSE, LONGEST_PAUSE = 0.25, 8.0  # seconds at first; twice as long each time
TOO_LARGE, TOO_MANY, LATER = 413, 429, 503
# How a node says what one operation needs, and what it has for all of them.
ALONE = re.compile(r"_operation_bytes=(\d+), max_\w+_bytes=(\d+)")
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


Line = tuple[Action, bytes]  # with its lines of NDJSON


def write(connection: Connection, actions: Sequence[Action]) -> int:
    """Do all actions; return in how many requests. Each document is written whole or not.

    Raises StoreUnavailable when the cluster is down or stays overloaded, StoreBusy when the
    lease was lost, SearchError when a document is refused. What was done by then stays done;
    doing all again is safe.
    """
    return sum(_send(connection, chunk) for chunk in _chunks(actions))


def _chunks(actions: Sequence[Action]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
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


def _send(connection: Connection, chunk: list[Line]) -> int:
    """Send a chunk until all of it is taken: in halves where it is too much at once."""
    parts = [chunk]  # the next one last
    pause, give_up, requests = PAUSE, time.monotonic() + PATIENCE, 0
    while parts:
        part = parts.pop()
        requests += 1
        left, status, why = _attempt(connection, part)
        if len(left) < len(part):  # it takes some: what waits has all the time again
            pause, give_up = PAUSE, time.monotonic() + PATIENCE
        if not left:
            continue
        if status in {TOO_LARGE, TOO_MANY} and len(left) > 1:
            half = len(left) // 2
            parts += [left[half:], left[:half]]
        else:
            parts.append(left)
        if len(left) == 1:
            _refuse_what_never_fits(*left[0], status, why)
        if status == TOO_LARGE:
            continue
        if time.monotonic() + pause > give_up:
            raise StoreUnavailable(
                f"Elasticsearch at {connection.address.url} takes no more writes now; "
                f"{left[0][0].identity} waits ({len(left[0][1])} bytes): {why}"
            )
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return requests


def _attempt(connection: Connection, part: list[Line]) -> tuple[list[Line], int, str]:
    """Return what was not taken, the status that says why, and the reason given."""
    from elasticsearch import ApiError

    try:
        with connection.talking(writing=True) as client:
            try:
                # The client passes on what is bytes already.
                told: Any = [lines for _, lines in part]
                answer = client.bulk(operations=told).body
            except ApiError as error:
                if error.meta.status not in {TOO_LARGE, TOO_MANY}:
                    raise
                return part, error.meta.status, reason(error.body)
    except StoreUnavailable as error:
        # Down, or out of order: worth a few attempts while it only says "later".
        if not _says_later(connection):
            raise
        return part, LATER, str(error)
    return _put_off(connection, part, answer)


def _put_off(
    connection: Connection, part: list[Line], answer: dict[str, Any]
) -> tuple[list[Line], int, str]:
    """Return what was put off, and why; raise for what was refused.

    Of a bulk that is more than a shard takes at once, Elasticsearch puts off each document,
    and does so again as long as they come together.
    """
    if not answer["errors"]:
        return [], 0, ""
    left: list[Line] = []
    worst, why = 0, ""
    for (action, lines), item in zip(part, answer["items"], strict=True):
        (told,) = item.values()
        status = told["status"]
        if status < 300 or (status == 404 and action.body is None):
            continue
        if status == OVERTAKEN:
            raise StoreBusy("Another process has taken over the writing of the search index.")
        if status != TOO_MANY and status < 500:
            refused = f"{action.identity}: {reason(told)}"
            raise refusal(connection.address.url, status, refused)
        left.append((action, lines))
        if not worst or status == TOO_MANY:
            worst, why = status, reason(told)
    return left, worst, why


def _refuse_what_never_fits(action: Action, lines: bytes, status: int, why: str) -> None:
    """Raise SearchError for a document that is too large alone, with nobody else's load."""
    sizes = ALONE.search(why)
    if status == TOO_LARGE:
        limit = "http.max_content_length"
    elif status == TOO_MANY and sizes and int(sizes[1]) > int(sizes[2]):
        limit = "indexing_pressure.memory.limit"
    else:
        return
    raise SearchError(
        f"{action.identity} is larger ({len(lines)} bytes) than Elasticsearch takes; "
        f"raise its {limit}."
    )


def _says_later(connection: Connection) -> bool:
    """Say whether the cluster is up, so that waiting may help."""
    try:
        with connection.talking() as client:
            client.cluster.health(timeout="1s")
    except SearchError:
        return False
    return True
