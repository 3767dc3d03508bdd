"""The contract of a store, which `tests/search/store_contract.py` holds every store to.

A store ranks by words and by vector; it does not decide what is relevant. It hands back the
raw strengths of both arms over the documents that pass, with what is needed to compare them
over *all* visible documents, and `search.fusion` does the rest, the same for every store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search.documents import Document, Passage
from search.embedding.base import Vectors

Strengths = NDArray[np.float64]
Choice = NDArray[np.bool_]

PAIR = 0.2  # of the strength of a pair of words, beside that of the words themselves


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be stored. `vectors`: (passages, dimensions), or None when the
    model does not serve its language."""

    document: Document
    content_hash: str
    passages: tuple[Passage, ...]
    vectors: Vectors | None


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the query in its surface form, and how much it weighs (its count)."""

    word: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a store.

    `pairs` are words that stand side by side in the query; where some form of them does so in
    a document, PAIR times the strength of that phrase is added to its words' strength.
    `phrases` must stand in a document word for word, `excluded` must not; neither scores.
    `vector` is called for the question's vector (dimensions,) when it is needed: a store may
    begin with the words while it is being made. Values of one filter are alternatives,
    different filters must all hold. `keys` restricts, None does not.
    """

    now: datetime
    terms: tuple[Term, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    vector: Callable[[], Vectors] | None = None
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Sequence[str] | None = None
    exclude_keys: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Visible documents, in no order; all arrays run parallel to `keys`.

    `passing` says which of them hold to the request's filters, keys and conditions; the
    others are there so that a filter changes no score. `lexical` is BM25 (0 where no word
    matches), `closeness` the best passage's cosine plus the first passage's (NaN where there
    is no vector); `lexical_max`, `mean` and `deviation` (of closeness) are over every visible
    document. `updated` is in seconds since the epoch. `more` counts documents that pass and
    are not here, where nothing was asked and there are too many. `handle` is the store's own.
    """

    keys: Sequence[str]
    passing: Choice
    lexical: Strengths
    closeness: Strengths
    updated: Strengths
    lexical_max: float
    mean: float
    deviation: float
    handle: Any = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a store gives back of a document: its passages, which of them are `slides`, and the
    `cosines` of each to the query; and which of the words asked about it `holds` anywhere, and
    each of its passages by its place."""

    key: str
    title: str
    language: str
    passages: Sequence[Passage]
    slides: Sequence[int]
    cosines: tuple[float, ...]
    embedded: bool
    holds: frozenset[str]
    passage_holds: Callable[[int], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    documents: int
    passages: int


class Store(Protocol):
    """Where passages live. Reads see the latest finished write of any process."""

    def writer(self, wait: float = 60.0) -> AbstractContextManager[None]:
        """Hold the one writer's lock. Raises StoreBusy after `wait` seconds."""
        ...

    def write(self, entries: Sequence[Entry], deleted: Sequence[str] = ()) -> None:
        """Put documents in, replacing those of the same key, and take `deleted` out. Each
        document is there whole or not at all; a store on this machine commits all together.
        Safe to repeat, and to be repeated after an error. Needs the writer's lock."""
        ...

    def prune(self, keep: Iterable[str]) -> int:
        """Take out every document not in `keep`; return how many. Needs the lock."""
        ...

    def clear(self) -> None:
        """Start empty. Needs the lock."""
        ...

    def replacement(self) -> AbstractContextManager[Store]:
        """Give an empty store that takes this one's place when the block ends without an
        error. What is written to this one meanwhile is in that one too. A store that cannot
        build beside itself empties itself first. Takes the lock where it needs it."""
        ...

    def tidy(self) -> None:
        """Remove what processes that died have left, and never what one that runs is making.
        Takes the lock where it needs it."""
        ...

    def hashes(self, keys: Sequence[str] | None = None) -> dict[str, str]:
        """Return the content hash of each stored document, or of those of `keys`."""
        ...

    def count(self) -> Counts:
        """Return how many documents and passages are stored."""
        ...

    def check(self) -> str:
        """Return "" when the store can be read and is whole, else what is wrong."""
        ...

    def known(self, words: Sequence[str]) -> list[bool]:
        """Say of each word whether it, or a form of it, occurs."""
        ...

    def completions(self, beginning: str, limit: int = 5) -> list[str]:
        """Return the most frequent words that begin so."""
        ...

    def corrections(self, word: str, limit: int = 3) -> list[str]:
        """Return the nearest known words within one or two typing errors, best first."""
        ...

    def candidates(self, request: Request) -> Candidates:
        """Return the visible documents, which of them pass, and the strength of each arm.

        A store that cannot return all returns the strongest of each arm, passing or not,
        and enough that pass.
        """
        ...

    def facets(
        self, candidates: Candidates, chosen: Choice, names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """Count, for each filter in `names`, the chosen documents by value, most first."""
        ...

    def labelled(self, candidates: Candidates, name: str, values: Sequence[str]) -> Choice:
        """Say of each candidate whether its filter `name` has one of `values`."""
        ...

    def fetch(
        self,
        candidates: Candidates,
        rows: Sequence[int],
        vector: Vectors | None,
        words: Sequence[str] = (),
    ) -> list[StoredDocument]:
        """Return the documents at these rows of the candidates, and which of `words` each of
        them and of their passages holds, in some form."""
        ...

    def means(self, candidates: Candidates, rows: Sequence[int]) -> Vectors:
        """Return the normalised mean vector of each document at these rows (zero if none)."""
        ...

    def mean_of(self, keys: Sequence[str]) -> Vectors | None:
        """Return the normalised mean vector of these documents together, None if none is."""
        ...

    def vectors_of(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the normalised mean vector (dimensions,) of each of these documents that has
        one, whoever may see it."""
        ...
