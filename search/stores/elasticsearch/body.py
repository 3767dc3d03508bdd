"""From an entry to what Elasticsearch is given, and back (pure)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from search.analysis import words
from search.documents import SLIDE, Passage
from search.embedding.base import Vectors
from search.highlighting import Finder
from search.stores.base import Entry, StoredDocument
from search.stores.elasticsearch import packing
from search.stores.elasticsearch.mapping import text_field

TITLE_TIMES = 3
LONGEST_ID = 512  # bytes


def identity(key: str) -> str:
    """Return the _id of a document: its key, or a hash where that is too long."""
    encoded = key.encode()
    return key if len(encoded) <= LONGEST_ID else hashlib.sha256(encoded).hexdigest()


def label(name: str, value: str) -> str:
    """Return the label of a filter's value."""
    return f"{name}={value}"


def filter_of(label: str) -> tuple[str, str]:
    """Return the filter's name and value of a label."""
    name, _, value = label.partition("=")
    return name, value


def micros(moment: datetime) -> int:
    """Return microseconds since the epoch."""
    return round(moment.timestamp() * 1_000_000)


def body(entry: Entry) -> dict[str, Any]:
    """Return the Elasticsearch document of an entry.

    Its texts go in as the words that `search.analysis` finds, folded and in lower case: what
    a word is does not depend on the store, only its stem does.
    """
    document = entry.document
    title = " ".join(words(document.title))
    texts = [title] * TITLE_TIMES
    plain = [title]
    seen = {document.title, ""}
    for passage in entry.passages:
        for text in (*passage.headings, passage.text):
            if text not in seen:
                found = " ".join(words(text))
                texts.append(found)
                plain.append(found)
        seen.update(passage.headings)
    made: dict[str, Any] = {
        "key": document.key,
        "hash": entry.content_hash,
        "title": document.title,
        "language": document.language,
        "labels": sorted(
            {label(name, v) for name, values in document.filters.items() for v in values}
        ),
        "updated": micros(document.updated_at) if document.updated_at else 0,
        "spread": zlib.crc32(document.key.encode()),
        "count": len(entry.passages),
        "embedded": entry.vectors is not None,
        text_field(document.language): texts,
        "words": plain,
        "vocabulary": sorted({w for text in plain for w in text.split() if len(w) > 1}),
        "body": {"passages": [[p.text, list(p.headings), p.anchor, p.kind]
                              for p in entry.passages]},
    }  # fmt: skip
    # Absent where it does not limit, so that few documents stand in these fields' indices.
    if document.visible_from:
        made["visible_from"] = micros(document.visible_from)
    if document.visible_until:
        made["visible_until"] = micros(document.visible_until)
    if entry.vectors is not None:
        made["packed"] = packing.pack(entry.vectors)
        made["passages"] = [
            {"vector": row.tolist()}
            for row in np.round(entry.vectors.astype(np.float64), 8)
            if row.any()  # a text without a word has no direction
        ]
        if len(entry.passages) > packing.MOST:
            made["body"]["vectors"] = [packing.pack(row[None, :]) for row in entry.vectors]
    return made


def stored(
    hit: Mapping[str, Any],
    vector: Vectors | None,
    dimensions: int,
    finder: Finder,
) -> StoredDocument:
    """Return the document of a hit that came with its texts and packed vectors.

    `finder` looks for the words that were asked about, in those passages of which that is wanted.
    """
    source, packed = hit["_source"], hit.get("fields", {}).get("packed", [])
    passages = tuple(
        Passage(source["key"], number, text, tuple(headings), anchor, kind)
        for number, (text, headings, anchor, kind) in enumerate(source["body"]["passages"])
    )

    def passage_holds(place: int) -> frozenset[str]:
        reader = finder.reading(source["language"])
        return frozenset(reader.words(reader.stems_in(passages[place].text)))

    cosines: Vectors = np.zeros(len(passages), np.float32)
    if vector is not None and packed:
        rows = source["body"].get("vectors") or packed
        cosines = packing.unpack(rows, dimensions).cosines(vector)
    return StoredDocument(
        key=source["key"],
        title=source["title"],
        language=source["language"],
        passages=passages,
        slides=tuple(passage.ordinal for passage in passages if passage.kind == SLIDE),
        cosines=tuple(float(cosine) for cosine in cosines),
        embedded=bool(packed),
        holds=frozenset(hit.get("matched_queries", ())),
        passage_holds=passage_holds,
    )
