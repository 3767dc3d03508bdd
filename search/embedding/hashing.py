"""An embedder without a model, for tests: words hashed into a few hundred dimensions."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from search.embedding.base import Vectors
from search.embedding.pooling import normalise


class HashingEmbedder:
    """Texts that share words are close; meaning is unknown to it."""

    name = "hashing"
    digest = "1" * 64
    dimensions = 256
    languages: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return float32 (len(texts), 256), rows of length one (zero for a text of no word)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                stem = word[:6].encode()
                vectors[row, zlib.crc32(stem) % self.dimensions] += 1
        return normalise(np.sqrt(vectors))
