"""The registry of where documents come from. A higher layer registers its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

from search.documents import Document


class Source(Protocol):
    """Something with documents. A key that `documents` does not yield is not there (any more).

    A source ignores keys that are not its own.
    """

    name: str

    def keys(self) -> Iterable[str]:
        """Return the keys of all documents that belong in the index."""
        ...

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        """Return the documents of these keys, in few queries."""
        ...


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. Raises ImproperlyConfigured where its name is taken."""
    if source.name in _sources:
        raise ImproperlyConfigured(f"A search source named {source.name!r} is registered already.")
    _sources[source.name] = source


def unregister(name: str) -> None:
    """Take a source out again."""
    del _sources[name]


def registered() -> tuple[Source, ...]:
    """Return the sources in the order of their registration."""
    return tuple(_sources.values())


@contextmanager
def only(source: Source) -> Iterator[None]:
    """Within, `source` is the only one."""
    before = dict(_sources)
    _sources.clear()
    _sources[source.name] = source
    try:
        yield
    finally:
        _sources.clear()
        _sources.update(before)
