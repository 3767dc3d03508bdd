"""What the address of Find content asks for, and the addresses of what comes next. No ORM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from cms.library.facets import FACETS
from cms.library.finding import Criteria

PREFERENCES = ("for_persona", "for_stage")
MOST_WORDS = 500  # characters of a question that are read
IGNORED = "not"  # keys of terms that the words are not to be understood as
UNLOGGED = "look"  # whoever looks at another's question did not ask it
MORE = "more"  # names of facets that are shown whole


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an address carries it.

    `kept` are parameters of others, such as the deck that slides are added to; they stay in
    every address. `more` are facets that are shown whole.
    """

    criteria: Criteria
    page: int = 1
    kept: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, *, keep: tuple[str, ...] = (), typing: bool = False) -> Asked:
        chosen: dict[str, Any] = {n: _values(query, n) for n in (*FACETS, *PREFERENCES)}
        return cls(
            criteria=Criteria(
                words=" ".join(query.get("q", "").split())[:MOST_WORDS],
                typing=typing,
                ignored=_values(query, IGNORED),
                **chosen,
            ),
            page=_page(query.get("p", "")),
            kept={name: str(query[name]) for name in keep if query.get(name, "").isdecimal()},
            more=tuple(name for name in _values(query, MORE) if name in FACETS),
        )

    @property
    def is_blank(self) -> bool:
        return not (self.criteria.words or self.criteria.filters)

    def address(
        self,
        *,
        page: int = 1,
        without: tuple[str, str] | None = None,
        ignoring: str = "",
        more: tuple[str, ...] | None = None,
    ) -> str:
        """Return the query string of this question, or of one with a value taken away.

        `without` is a facet's or preference's name and the value, or ("q", "") for the words;
        `ignoring` the key of a term not to be understood; `more` the facets to show whole.
        """
        query = QueryDict(mutable=True)
        if self.criteria.words and without != ("q", ""):
            query["q"] = self.criteria.words
        for name in (*FACETS, *PREFERENCES):
            values = [v for v in getattr(self.criteria, name) if (name, v) != without]
            if values:
                query.setlist(name, values)
        ignored = [*self.criteria.ignored, *([ignoring] if ignoring else [])]
        if ignored and query.get("q"):
            query.setlist(IGNORED, ignored)
        shown = self.more if more is None else more
        if shown:
            query.setlist(MORE, list(shown))
        for name, value in self.kept.items():
            query[name] = value
        if page > 1:
            query["p"] = str(page)
        return f"?{query.urlencode()}"

    @property
    def lasting(self) -> str:
        """The query string of the question alone: what a saved search keeps."""
        return replace(self, kept={}, more=(), page=1).address()

    def unfolding(self, facet: str) -> str:
        """Return the query string that shows a facet whole, or folds it again."""
        others = tuple(name for name in self.more if name != facet)
        return self.address(
            page=self.page, more=others if facet in self.more else (*others, facet)
        )

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
