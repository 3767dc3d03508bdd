"""What the address of Find content asks for, and the addresses of what comes next. No ORM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from cms.library.finding import FACETS, Criteria

PREFERENCES = ("for_persona", "for_stage")
MOST_WORDS = 500  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an address carries it.

    `kept` are parameters of others, such as the deck that slides are added to; they stay in
    every address.
    """

    criteria: Criteria
    page: int = 1
    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: QueryDict, *, keep: tuple[str, ...] = (), typing: bool = False) -> Asked:
        chosen: dict[str, Any] = {n: _values(query, n) for n in (*FACETS, *PREFERENCES)}
        return cls(
            criteria=Criteria(
                words=" ".join(query.get("q", "").split())[:MOST_WORDS], typing=typing, **chosen
            ),
            page=_page(query.get("p", "")),
            kept={name: str(query[name]) for name in keep if query.get(name, "").isdecimal()},
        )

    @property
    def is_blank(self) -> bool:
        return not (self.criteria.words or self.criteria.filters)

    def address(self, *, page: int = 1, without: tuple[str, str] | None = None) -> str:
        """Return the query string of this question, or of one with a value taken away.

        `without` is a facet's or preference's name and the value, or ("q", "") for the words.
        """
        query = QueryDict(mutable=True)
        if self.criteria.words and without != ("q", ""):
            query["q"] = self.criteria.words
        for name in (*FACETS, *PREFERENCES):
            values = [v for v in getattr(self.criteria, name) if (name, v) != without]
            if values:
                query.setlist(name, values)
        for name, value in self.kept.items():
            query[name] = value
        if page > 1:
            query["p"] = str(page)
        return f"?{query.urlencode()}"

    @property
    def kept_query(self) -> str:
        """The query string of the parameters of others alone, empty where there is none."""
        query = QueryDict(mutable=True)
        query.update(dict(self.kept))
        return f"?{query.urlencode()}" if self.kept else ""

    def for_words(self, words: str) -> str:
        """Return the query string that asks other words, with nothing else chosen."""
        query = QueryDict(mutable=True)
        query["q"] = words
        for name, value in self.kept.items():
            query[name] = value
        return f"?{query.urlencode()}"


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:100] for value in query.getlist(name) if value))[:50]


def _page(text: str) -> int:
    return min(max(1, int(text)), 500) if text.isdecimal() and len(text) < 6 else 1
