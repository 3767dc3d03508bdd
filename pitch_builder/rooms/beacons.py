"""What the script of a room page reports, read and bounded. No ORM.

    {"stay": "…", "driven": false,
     "seen": [{"id": "…", "what": "slide:BUILD:5", "ms": 3000, "gestures": 2, "first": true}],
     "done": [{"id": "…", "verb": "downloaded", "what": "asset:12"}]}

`stay` is random, made by the page and kept in the tab; `id` makes a repeated report harmless;
`first` marks the first report of a page view. A subject is `room`, `asset:ID`, `deck:ID`,
`slide:BUILD:NUMBER`, `page` (no content) or `next`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personas.engagement.enums import Verb

LARGEST = 8_192
MOST = 40
LONGEST_MS = 30 * 60 * 1000
MOST_GESTURES = 1_000
DONE = {verb.value: verb for verb in (Verb.DOWNLOADED, Verb.CLICKED, Verb.PLAYED)}

_WORD = re.compile(r"^[A-Za-z0-9_-]{8,40}$")
_SUBJECT = re.compile(
    r"^(?:(?P<plain>room|page|next)|(?P<kind>asset|deck):(?P<id>\d{1,12})"
    r"|slide:(?P<build>[0-9a-f-]{36}):(?P<number>\d{1,3}))$"
)


class BadBeacon(ValueError):
    """Not what our script sends."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`kind` room, page, next, asset, deck or slide."""

    kind: str
    id: int = 0
    build: uuid.UUID | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of time that a subject was in view."""

    id: str
    subject: Subject
    ms: int
    gestures: int
    first: bool


@dataclass(frozen=True, slots=True)
class Done:
    id: str
    verb: Verb
    subject: Subject


@dataclass(frozen=True, slots=True)
class Beacon:
    stay: str
    driven: bool
    seen: tuple[Seen, ...]
    done: tuple[Done, ...]

    @property
    def visible_ms(self) -> int:
        return sum(seen.ms for seen in self.seen)

    @property
    def pages(self) -> int:
        return sum(seen.first for seen in self.seen)

    @property
    def gestures(self) -> int:
        """A download or a click is one too."""
        return sum(seen.gestures for seen in self.seen) + len(self.done)


def read_beacon(body: bytes) -> Beacon:
    """Return what a report says. Raises BadBeacon for anything else than our script's words."""
    if len(body) > LARGEST:
        raise BadBeacon("too large")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBeacon("no JSON") from error
    if not isinstance(data, Mapping):
        raise BadBeacon("no object")
    return Beacon(
        stay=_word(data.get("stay")),
        driven=data.get("driven") is True,
        seen=tuple(_seen(row) for row in _rows(data, "seen")),
        done=tuple(_done(row) for row in _rows(data, "done")),
    )


def _rows(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or len(rows) > MOST:
        raise BadBeacon(name)
    if not all(isinstance(row, Mapping) for row in rows):
        raise BadBeacon(name)
    return rows


def _seen(row: Mapping[str, Any]) -> Seen:
    return Seen(
        id=_word(row.get("id")),
        subject=_subject(row.get("what")),
        ms=_count(row.get("ms"), LONGEST_MS),
        gestures=_count(row.get("gestures", 0), MOST_GESTURES),
        first=row.get("first") is True,
    )


def _done(row: Mapping[str, Any]) -> Done:
    said = row.get("verb")
    verb = DONE.get(said) if isinstance(said, str) else None
    if verb is None:
        raise BadBeacon("verb")
    return Done(id=_word(row.get("id")), verb=verb, subject=_subject(row.get("what")))


def _word(value: Any) -> str:
    if not isinstance(value, str) or not _WORD.match(value):
        raise BadBeacon("word")
    return value


def _count(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadBeacon("number")
    return min(value, most)


def _subject(value: Any) -> Subject:
    found = _SUBJECT.match(value) if isinstance(value, str) else None
    if found is None:
        raise BadBeacon("subject")
    if found["plain"]:
        return Subject(found["plain"])
    if found["kind"]:
        return Subject(found["kind"], id=int(found["id"]))
    try:
        build = uuid.UUID(found["build"])
    except ValueError as error:
        raise BadBeacon("build") from error
    return Subject("slide", build=build, number=int(found["number"]))
