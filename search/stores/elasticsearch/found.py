"""What a request found: candidates, and what stays with them until the page is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from search.embedding.base import Vectors
from search.stores.base import Choice
from search.stores.elasticsearch import body
from search.stores.elasticsearch.body import label
from search.stores.elasticsearch.packing import Unpacked, unpack

Answer = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """The hits of a request, each document once, with the scores of its words."""

    keys: list[str]
    labels: list[list[str]]
    updated: np.ndarray
    packed: list[str]
    lexical: np.ndarray
    passing: Choice
    dimensions: int
    browse: dict[str, Any] | None = None  # the query, where more pass than are here

    @classmethod
    def of(cls, answers: dict[str, Answer], *, scored: bool, dimensions: int) -> Found:
        """Merge the answers of `queries.searches`, by name."""
        rows: dict[str, Answer] = {}
        scores: dict[str, float] = {}
        passing: set[str] = set()
        is_restricted = any(name.endswith(" in") for name in answers)
        for name, answer in answers.items():
            for hit in answer["hits"]["hits"]:
                key = hit["fields"]["key"][0]
                rows[key] = hit["fields"]
                if scored:
                    scores[key] = hit["_score"]
                if not is_restricted or name.endswith(" in"):
                    passing.add(key)
        keys = list(rows)
        return cls(
            keys,
            [fields.get("labels", []) for fields in rows.values()],
            np.array([fields["updated"][0] for fields in rows.values()], np.float64) / 1e6,
            [fields.get("packed", [""])[0] for fields in rows.values()],
            np.array([scores.get(key, 0.0) for key in keys], np.float64),
            np.array([key in passing for key in keys], bool),
            dimensions,
        )

    @cached_property
    def embedded(self) -> Choice:
        return np.array([bool(packed) for packed in self.packed], bool)

    @cached_property
    def vectors(self) -> Unpacked:
        """The vectors of those that have some, in order."""
        return unpack([packed for packed in self.packed if packed], self.dimensions)

    def closeness(self, vector: Vectors | None) -> np.ndarray:
        """Return the closeness of each to `vector`; NaN without one."""
        near = np.full(len(self.keys), np.nan)
        if vector is not None:
            near[self.embedded] = self.vectors.closeness(vector)
        return near

    def means(self, rows: Sequence[int]) -> Vectors:
        """Return the normalised mean vectors of these rows."""
        wanted = np.asarray(rows, np.int64)
        known = self.embedded[wanted]
        made = np.zeros((len(wanted), self.dimensions), np.float32)
        made[known] = self.vectors.means((np.cumsum(self.embedded) - 1)[wanted[known]])
        return made

    def labelled(self, name: str, values: Sequence[str]) -> Choice:
        """Say of each whether its filter has one of `values`."""
        wanted = {label(name, value) for value in values}
        return np.array([not wanted.isdisjoint(has) for has in self.labels], bool)

    def tally(self, names: Sequence[str], chosen: Choice) -> dict[str, dict[str, int]]:
        """Count, for each filter in `names`, the chosen by their values, most first."""
        every = chain.from_iterable(self.labels[row] for row in np.flatnonzero(chosen).tolist())
        counted: dict[str, dict[str, int]] = {name: {} for name in names}
        for has, count in sorted(Counter(every).items(), key=lambda pair: (-pair[1], pair[0])):
            name, value = body.filter_of(has)
            if name in counted:
                counted[name][value] = count
        return counted
