"""The nouns of search: what is asked and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from django.utils.safestring import SafeString

from search.documents import Passage

HYBRID, LEXICAL, VECTOR = ARMS = ("hybrid", "lexical", "vector")


class Progress(Protocol):
    """Told how far long work is. May raise to stop it: what is done stays done."""

    def __call__(self, done: int, total: int, message: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Expansion:
    """Further words that rank beside the typed ones: a persona's pains, a stage's question.

    `weight` is from 0 to 1. What they add appears as a Reason of `term` that says `why`.
    """

    text: str
    weight: float = 1.0
    why: str = ""
    term: str = "persona"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search. `filters` restrict and score nothing; `boosts` add a little and are reasons.

    `typing` says that the last word may be unfinished. Empty `words` browse, newest first;
    with an `expansion` they leave the ranking to it. `now` is when validity is tested; None
    is the present. `slides` is how many of its slides a hit names at most, the best first.

    `complete` ranks all that passes, not only what answers. For measuring, `arm` ranks by words
    or by meaning alone.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0
    now: datetime | None = None
    keys: Sequence[str] | None = None
    exclude_keys: Sequence[str] = ()
    typing: bool = False
    expansion: tuple[Expansion, ...] = ()
    slides: int = 3
    arm: str = HYBRID
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document is here. `share` is this term's part of the score, 0 to 1; the shares
    of a hit add up to 1. `term` is "words", "meaning", or the name of a boost or expansion."""

    term: str
    share: float
    detail: str


@dataclass(frozen=True)
class SearchHit:
    """A document that answers. `marked` makes HTML of a text of a language: escaped, with
    <mark>."""

    key: str
    title: str
    score: float
    passage: Passage
    slides: tuple[Passage, ...]
    reasons: tuple[Reason, ...]
    language: str
    marked: Callable[[str, str], SafeString] = field(repr=False, compare=False)

    @cached_property
    def highlight(self) -> SafeString:
        """The piece of the passage that shows the asked words best. Most hits are not shown,
        so that it is made when it is."""
        return self.marked(self.passage.text, self.language)


@dataclass(frozen=True, slots=True)
class Understood:
    """How the words were read. `corrected` maps a typed word to the one searched for,
    `completed` a beginning to its completion; `unknown` words stand in no document."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)
    completed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits. `total` counts all that answer; `facets` maps a filter's name to its
    values and how many of those have each. `weak` says that nothing good was found; `unasked`
    that the query held nothing to ask for, so that these are the newest."""

    hits: tuple[SearchHit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    took_ms: float = 0.0
    understood: Understood = field(default_factory=Understood)
    weak: bool = False
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did. `embedded` counts passages that had to be embedded, `reused` those
    whose vector was known."""

    written: int = 0
    unchanged: int = 0
    deleted: int = 0
    passages: int = 0
    embedded: int = 0
    reused: int = 0
    seconds: float = 0.0
