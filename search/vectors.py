"""Vectors of what is not in the index: drafts, and short texts. Nothing is stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from search import chunking
from search.documents import Document, Passage
from search.embedding import get_embedder
from search.embedding.base import Embedder, Vectors, model_key, serves
from search.embedding.cache import vectors_for


def model() -> str:
    """Return the name of the model in use: vectors of different models never mix."""
    return model_key(get_embedder())


def of_documents(documents: Sequence[Document]) -> list[Vectors | None]:
    """Return the mean vector of each document, of length one, as if it were indexed.

    None where the model does not serve its language. Passages that are indexed already are
    not embedded again.
    """
    embedder = get_embedder()
    texts: list[str] = []
    spans: list[tuple[int, int] | None] = []
    for document in documents:
        if not serves(embedder, document.language):
            spans.append(None)
            continue
        made = chunking.embedding_texts(document.title, chunking.passages(document))
        spans.append((len(texts), len(texts) + len(made)))
        texts += made
    vectors, _ = vectors_for(texts, embedder, keep=False)
    return [_mean(vectors[slice(*span)]) if span else None for span in spans]


def of_passages(titled: Sequence[tuple[str, Passage]]) -> Vectors:
    """Return the vectors (passages, dimensions) of passages with their documents' titles.

    Indexed ones are read, one query for 500 of them; others are embedded now.
    """
    texts = [chunking.embedding_text(title, passage) for title, passage in titled]
    return vectors_for(texts, get_embedder(), keep=False)[0]


def of_texts(texts: Sequence[str]) -> Vectors:
    """Return the vectors (texts, dimensions) of short texts; the latest 2,000 are kept."""
    embedder = get_embedder()
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.float32)
    return np.stack([_of_text(embedder, text) for text in texts])


@lru_cache(maxsize=2000)
def _of_text(embedder: Embedder, text: str) -> Vectors:
    vector = embedder.encode([text])[0]
    vector.setflags(write=False)
    return vector


def _mean(vectors: Vectors) -> Vectors:
    total = vectors.sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), dtype=np.float32)
