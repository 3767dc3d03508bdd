"""From token vectors to one unit vector a text (pure)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors


def pool(tokens: NDArray[np.float32], mask: NDArray[np.int64], mode: str) -> Vectors:
    """Pool (texts, tokens, dimensions) by `mode` ("mean" over the mask, or "cls"), normalised."""
    if mode == "cls":
        return normalise(tokens[:, 0, :])
    weights = mask.astype(np.float32)
    total = np.einsum("btd,bt->bd", tokens, weights)
    return normalise(total / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9))


def normalise(vectors: NDArray[np.float32]) -> Vectors:
    """Divide each row by its length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
