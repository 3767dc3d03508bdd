"""A registry of its own for each test, so that no other app's documents are indexed."""

from __future__ import annotations

import pytest

from search import sources
from tests.factories.search import ListSource


@pytest.fixture
def source(monkeypatch) -> ListSource:
    """An empty source, the only one that is registered."""
    monkeypatch.setattr(sources, "_sources", {})
    made = ListSource()
    sources.register(made)
    return made
