"""A fixed random sample of documents, by which closeness is standardised.

Mean and deviation over all documents would need a script for each query. Over the thousand
documents whose keys have the lowest checksums they are the same for a small index, and close
for a large one: the deviation within about 2 %, and an error of the mean shifts all
candidates alike.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.stores.elasticsearch.packing import Unpacked, unpack
from search.stores.elasticsearch.queries import BARE

SIZE = 1000  # documents
SMALL = 300  # documents of an index whose sample is made anew after each write
KEPT = 60.0  # seconds that a larger one's sample is used, whatever is written
NEVER = 2**62

SEARCH: dict[str, Any] = {
    "size": SIZE,
    "query": {"term": {"embedded": True}},
    "sort": [{"spread": "asc"}],
    "track_total_hits": SIZE + 1,
    **BARE,
    "docvalue_fields": ["packed", "visible_from", "visible_until"],
}


@dataclass(frozen=True)
class Sample:
    """The vectors of sampled documents, and from when until when each is visible."""

    vectors: Unpacked
    visible_from: NDArray[np.int64]
    visible_until: NDArray[np.int64]
    stamp: str
    whole: bool
    made: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, answer: dict[str, Any], dimensions: int, stamp: str) -> Sample:
        """Return the sample that SEARCH was answered with."""
        hits = answer["hits"]["hits"]
        fields = [hit.get("fields", {}) for hit in hits]

        def column(name: str, otherwise: int) -> NDArray[np.int64]:
            return np.array([f.get(name, [otherwise])[0] for f in fields], np.int64)

        return cls(
            unpack([f["packed"][0] for f in fields], dimensions),
            column("visible_from", 0),
            column("visible_until", NEVER),
            stamp,
            len(hits) <= SMALL,
        )

    def serves(self, stamp: str) -> bool:
        """Say whether this sample is good enough for the index as of `stamp`."""
        young = time.monotonic() - self.made < KEPT
        return (self.stamp == stamp or not self.whole) and young

    def measure(self, vector: Vectors, now: int) -> tuple[float, float]:
        """Return mean and deviation of the closeness of the documents visible at `now`."""
        near = self.vectors.closeness(vector)
        near = near[(self.visible_from <= now) & (now < self.visible_until)]
        return (float(near.mean()), float(near.std())) if near.size else (0.0, 0.0)
