"""The nouns of search: what goes in. They know nothing of where documents come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FORMAT = 4  # part of each content hash: raise it when the same document is indexed otherwise

SUMMARY, BODY, SLIDE = "summary", "body", "slide"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading path.

    `kind` is "summary", "body" or "slide"; `anchor` the block that it comes from.
    """

    text: str
    headings: tuple[str, ...] = ()
    anchor: str = ""
    kind: str = BODY


@dataclass(frozen=True, slots=True)
class Document:
    """What a source hands to search. `filters` maps a name to the values that it has."""

    key: str
    title: str
    sections: tuple[Section, ...] = ()
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """An indexed piece of a document; `ordinal` counts from 0 within it."""

    document_key: str
    ordinal: int
    text: str
    headings: tuple[str, ...] = ()
    anchor: str = ""
    kind: str = BODY


def content_hash(document: Document) -> str:
    """Return a hash that changes whenever anything indexed of `document` changes."""
    parts = [
        FORMAT,
        document.key,
        document.title,
        [[s.text, list(s.headings), s.anchor, s.kind] for s in document.sections],
        document.language,
        {name: sorted(values) for name, values in document.filters.items()},
        *(
            moment.isoformat() if moment else None
            for moment in (document.visible_from, document.visible_until, document.updated_at)
        ),
    ]
    packed = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(packed).hexdigest()
