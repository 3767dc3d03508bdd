"""FactScope: all facts of one page or deck, fetched in one query and read from memory.

A view opens a scope round its rendering; rich text handlers, choosers and slide templates
ask the scope. Outside a scope each value fetches its own facts in one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from cms.facts.models import Fact
from cms.facts.values import FactState, FactValue


@dataclass(slots=True)
class FactScope:
    """Facts by id, loaded in bulk.

    `show_expired` is for editors' previews; `fixed` gives values that stand above those of
    the database, as when a build is rendered anew from its manifest. `used` collects what
    was shown.
    """

    today: date = field(default_factory=timezone.localdate)
    show_expired: bool = False
    fixed: Mapping[int, FactValue] = field(default_factory=dict)
    facts: dict[int, Fact | None] = field(default_factory=dict)
    used: dict[int, FactValue] = field(default_factory=dict)

    def load(self, ids: Iterable[int]) -> None:
        """Fetch those of `ids` that are not known yet, in one query."""
        missing = set(ids) - self.facts.keys()
        if missing:
            self.facts.update(dict.fromkeys(missing))
            self.facts.update(Fact.objects.in_bulk(missing))

    def fact(self, pk: int) -> Fact | None:
        """Return fact `pk` as it is published, or None where it was deleted."""
        if pk not in self.facts:
            self.load([pk])
        return self.facts[pk]

    def get(self, pk: int) -> FactValue | None:
        """Return the value of fact `pk`, or None where it was deleted."""
        value = self.fixed.get(pk)
        if value is None:
            fact = self.fact(pk)
            value = fact.current if fact else None
        if value is not None:
            self.used[pk] = value
        return value

    def words(self, pk: int, fallback: str = "") -> tuple[str, FactValue | None]:
        """Return what running text shows for fact `pk`, and the value if that is shown."""
        value = self.get(pk)
        if value is None:
            return fallback, None
        if self.show_expired or pk in self.fixed or value.state(self.today) is FactState.LIVE:
            return value.display, value
        return fallback or value.fallback, None


_current: ContextVar[FactScope | None] = ContextVar("fact_scope", default=None)


def current_scope() -> FactScope:
    """Return the scope that is open, or a new one for this single use."""
    return _current.get() or FactScope()


@contextmanager
def fact_scope(
    ids: Iterable[int] = (),
    *,
    today: date | None = None,
    show_expired: bool | None = None,
    fixed: Mapping[int, FactValue] | None = None,
) -> Iterator[FactScope]:
    """Open a scope with the facts `ids` loaded in one query.

    Inside another scope the outer one is used and widened, so that a page whose parts each
    open a scope still fetches once; `show_expired` or `fixed` always make a scope of its own.
    """
    outer = _current.get()
    if outer is not None and show_expired is None and fixed is None and today is None:
        outer.load(ids)
        yield outer
        return
    scope = FactScope(
        today=today or timezone.localdate(),
        show_expired=bool(show_expired),
        fixed=fixed or {},
    )
    scope.load(ids)
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
