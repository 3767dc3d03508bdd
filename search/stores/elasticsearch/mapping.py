"""The shape of an index (pure): explicit, so that nothing is guessed from what is written."""

from __future__ import annotations

from typing import Any

ANALYZERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip
OTHER = "other"  # a language without an analyzer: its words as they are

# Named, because what Elasticsearch takes by default changes with version and dimensions.
VECTOR_INDEX = {"type": "int8_hnsw", "m": 16, "ef_construction": 100}


def text_field(language: str) -> str:
    """Return the name of the field that holds the words of a language."""
    code = language.split("-")[0].lower()
    return f"text_{code if code in ANALYZERS else OTHER}"


def mappings(dimensions: int, vector_index: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the mappings for vectors of `dimensions`.

    `text_*` is stemmed and scores; `words` is as written, for phrases and spelling;
    `vocabulary` for completions; `packed` all vectors for measuring; `labels` the filters as
    "name=value"; `spread` puts documents into a fixed random order.
    """
    texts = {
        f"text_{code}": {"type": "text", "analyzer": name, "index_options": "positions"}
        for code, name in {**ANALYZERS, OTHER: "whitespace"}.items()
    }
    unsearched = {"type": "keyword", "index": False, "doc_values": False}
    vector = {
        "type": "dense_vector",
        "dims": dimensions,
        "index": True,
        "similarity": "dot_product",
        "index_options": vector_index or VECTOR_INDEX,
    }
    properties = {
        **texts,
        "key": {"type": "keyword"},
        "hash": {"type": "keyword", "index": False},
        "title": unsearched,
        "language": {"type": "keyword"},
        "labels": {"type": "keyword"},
        "visible_from": {"type": "long"},
        "visible_until": {"type": "long"},
        "updated": {"type": "long"},
        "spread": {"type": "long"},
        "count": {"type": "integer"},
        "embedded": {"type": "boolean"},
        "words": {"type": "text", "analyzer": "whitespace", "norms": False},
        "vocabulary": {"type": "keyword", "index": False},
        "packed": {"type": "binary", "doc_values": True},
        "body": {"type": "object", "enabled": False},
        "passages": {"type": "nested", "properties": {"vector": vector}},
    }
    return {
        "dynamic": "strict",
        "_source": {"excludes": [*texts, "words", "vocabulary", "packed", "passages"]},
        "properties": properties,
    }


STATE = {
    "dynamic": "strict",
    "properties": {
        "name": {"type": "keyword"},
        "stamp": {"type": "keyword", "index": False},
        "languages": {"type": "keyword", "index": False},
        "token": {"type": "long", "index": False},
        "place": {"type": "keyword", "index": False},
        "until": {"type": "double", "index": False},
    },
}
