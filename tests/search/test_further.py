"""Further words: they add, they are told, and the typed words dominate."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import further, services
from search.further import Further
from search.results import Expansion, SearchQuery
from tests.factories.search import document

NOW = datetime(2026, 3, 1, tzinfo=UTC)
numbers = st.floats(-0.5, 1.5)


@given(st.lists(st.tuples(numbers, st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=12))
def test_the_typed_words_dominate(rows):
    relevance, first, second = (np.array(column) for column in zip(*rows, strict=True))
    parts = [Further("persona", "", first), Further("stage", "", second)]
    added = sum(part.values for part in further.beside(relevance, parts))
    assert (added >= 0).all()
    assert (added <= further.MOST * np.maximum(relevance, 0) + 1e-12).all()
    total = relevance + added
    for i, one in enumerate(relevance):
        for j, other in enumerate(relevance):
            if other > 0 and one > other * (1 + further.MOST) + 1e-9:
                assert total[i] > total[j]


@given(st.lists(st.floats(-3, 3), max_size=9))
def test_strength_is_a_share(values):
    shares = further.strength(np.array(values))
    assert ((shares >= 0) & (shares <= 1)).all()


@pytest.fixture
def indexed(source, db):
    """Two guides that fit the words alike, and something else that fits a pain."""
    source.put(
        document("board", "Reporting guide", "Reporting to the board without spreadsheets."),
        document("drivers", "Reporting guide", "Reporting on drivers who leave the company."),
        document("hiring", "Hiring", "How to hire drivers, and keep drivers who would leave."),
    )
    services.rebuild()


def ask(words: str, *expansion: Expansion, **options):
    return services.search(SearchQuery(words=words, now=NOW, expansion=expansion, **options))


def test_a_persona_s_pain_decides_between_equals_and_is_told(indexed):
    pain = Expansion("Drivers leave the company", 0.8, "What keeps a fleet manager awake")
    page = ask("reporting guide", pain)
    assert [hit.key for hit in page.hits][:2] == ["drivers", "board"]
    told = {reason.term: reason for reason in page.hits[0].reasons}
    assert told["persona"].detail == "What keeps a fleet manager awake"
    assert sum(reason.share for reason in page.hits[0].reasons) == pytest.approx(1)
    assert told["persona"].share < 0.5


def test_further_words_never_bring_in_what_the_typed_words_do_not_find(indexed):
    plain = ask("reporting guide")
    page = ask("reporting guide", Expansion("hire drivers", 1.0, "A pain"))
    assert {hit.key for hit in page.hits} == {hit.key for hit in plain.hits}
    assert page.total == plain.total


def test_without_words_the_further_ones_rank(indexed):
    page = ask("", Expansion("keep drivers", 1.0, "A stage's question", "stage"))
    assert page.hits[0].key == "hiring"
    assert [reason.term for reason in page.hits[0].reasons] == ["stage"]


def test_without_weight_or_text_nothing_changes(indexed):
    plain = ask("reporting drivers")
    for nothing in (Expansion("drivers leave", 0.0, "x"), Expansion("  ", 1.0, "x")):
        page = ask("reporting drivers", nothing)
        assert page.hits == plain.hits


def test_vectors_are_handed_out_by_key(indexed):
    vectors = services.vectors_of(["board", "hiring", "nowhere"])
    assert set(vectors) == {"board", "hiring"}
    assert np.linalg.norm(vectors["board"]) == pytest.approx(1, abs=1e-5)
