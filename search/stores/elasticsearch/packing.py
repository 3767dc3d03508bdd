"""All vectors of a document in one value (pure).

Some four hundred of them come with every answer, most of its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pybase64
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.stores import coding
from search.stores.coding import Codes
from search.stores.runs import Runs

MOST = 40  # rows of a document; the later passages of a longer one share rows
_HEADER = np.dtype("<u2")


def _row(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f4"), ("numbers", "<i1", (dimensions,))])


@lru_cache(maxsize=4096)
def shares(passages: int) -> NDArray[np.int64]:
    """Return how many passages stand in each row of a document of so many.

    The first passage always has a row of its own.
    """
    if passages <= MOST:
        return np.ones(passages, np.int64)
    size, larger = divmod(passages - 1, MOST - 1)
    rest = [size + 1] * larger + [size] * (MOST - 1 - larger)
    return np.array([1, *rest], np.int64)


def pack(vectors: Vectors) -> str:
    """Return `vectors` (passages, dimensions) as base64. In a row of several stands their
    normalised mean."""
    counts = shares(len(vectors))
    rows = np.add.reduceat(vectors, np.cumsum(counts) - counts, axis=0)
    if len(rows) < len(vectors):
        lengths = np.linalg.norm(rows[1:], axis=1, keepdims=True)
        rows[1:] /= np.maximum(lengths, 1e-12)
    packed = np.zeros(len(rows), _row(vectors.shape[1]))
    packed["numbers"], packed["scale"] = coding.encode(rows)
    header = np.array([len(vectors)], _HEADER)
    return pybase64.b64encode_as_string(header.tobytes() + packed.tobytes())


@dataclass(frozen=True)
class Unpacked:
    """The rows of several documents, in 8 bits: those of document i are `counts[i]` from
    `starts[i]`, and in each stand as many passages as `weights` says."""

    codes: Codes
    steps: Vectors
    weights: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]

    def cosines(self, vector: Vectors) -> Vectors:
        """Return the cosines of all rows to `vector`."""
        return coding.cosines(self.codes, self.steps, vector)

    def closeness(self, vector: Vectors) -> NDArray[np.float64]:
        """Return each document's best cosine + its first passage's."""
        cosines = self.cosines(vector)
        best = Runs(self.starts, self.counts).reduce(np.maximum, cosines.__getitem__)
        return best.astype(np.float64) + cosines[self.starts]

    def means(self, documents: NDArray[np.int64] | None = None) -> Vectors:
        """Return the normalised mean vector of each document, or of these."""
        worth = self.steps * self.weights.astype(np.float32)

        def rows(numbers: NDArray[np.int64]) -> Vectors:
            return np.multiply(self.codes[numbers], worth[numbers, np.newaxis], dtype=np.float32)

        if documents is None:
            return Runs(self.starts, self.counts).means(rows)
        return Runs(self.starts[documents], self.counts[documents]).means(rows)


def unpack(packed: Sequence[str], dimensions: int) -> Unpacked:
    """Return the vectors of documents packed by `pack`."""
    raw = [pybase64.b64decode(one) for one in packed]
    head = _HEADER.itemsize
    rows = np.frombuffer(b"".join(one[head:] for one in raw), _row(dimensions))
    weights = [shares(int.from_bytes(one[:head], "little")) for one in raw]
    counts = np.array([len(share) for share in weights], np.int64)
    return Unpacked(
        np.ascontiguousarray(rows["numbers"]),
        np.ascontiguousarray(rows["scale"]),
        np.concatenate(weights) if weights else np.zeros(0, np.int64),
        np.cumsum(counts) - counts,
        counts,
    )
