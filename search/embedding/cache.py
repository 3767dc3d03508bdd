"""Vectors by content: a text is embedded once under a model, queries stay in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np

from search import beside
from search.embedding.base import Embedder, Vectors, model_key
from search.models import StoredVector

LOOKUP = 500  # digests a query: SQLite takes a limited number of parameters


def digest(text: str) -> str:
    """Return the content part of a vector's key."""
    return hashlib.sha256(text.encode()).hexdigest()


def vectors_for(
    texts: Sequence[str], embedder: Embedder, *, keep: bool = True
) -> tuple[Vectors, int]:
    """Return the vectors of `texts`, and how many of them had to be embedded.

    New ones are stored with `keep`; those of a previous run are read, whatever document they
    came from.
    """
    model = model_key(embedder)
    digests = [digest(text) for text in texts]
    known = _stored(model, sorted(set(digests)))
    missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
    if missing:
        made = embedder.encode(list(missing.values()))
        known |= dict(zip(missing, made, strict=True))
    if missing and keep:
        StoredVector.objects.bulk_create(
            [
                StoredVector(model=model, digest=d, data=known[d].astype("<f4").tobytes())
                for d in missing
            ],
            ignore_conflicts=True,
            batch_size=200,
        )
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.float32), 0
    return np.stack([known[d] for d in digests]), len(missing)


def _stored(model: str, digests: list[str]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for start in range(0, len(digests), LOOKUP):
        rows = StoredVector.objects.filter(model=model, digest__in=digests[start : start + LOOKUP])
        for key, data in rows.values_list("digest", "data"):
            found[key] = np.frombuffer(data, dtype="<f4").astype(np.float32)
    return found


@lru_cache(maxsize=512)
def query_vector(embedder: Embedder, text: str) -> Vectors:
    """Return the vector (dimensions,) of a question; the latest 512 are kept."""
    vector = embedder.encode([text], query=True)[0]
    vector.setflags(write=False)
    return vector


def begin_query_vector(embedder: Embedder, text: str) -> Callable[[], Vectors]:
    """Begin to embed a question; call what is returned for its vector, as often as wanted.

    The model computes outside of Python, so that the caller's work goes on beside it.
    """
    return beside.begin(partial(query_vector, embedder, text))
