"""Assets of which two say much the same."""

from __future__ import annotations

import pytest

from cms.site.setup import ensure_library
from personas.access.services import ensure_groups
from tests.factories.cms import ArticleFactory, block

WORDS = (
    "A cold store spends most of its power between midnight and six in the morning, when the "
    "doors are shut and the compressors catch up with the day. Whoever moves that work to the "
    "cheap hours pays less for the same cold, and the goods stay as they were. "
)
MORE = (
    "The meter tells in a week which doors leak and which fans never stop. Two sites that look "
    "alike on paper differ by a third, and nobody had noticed before the readings were drawn. "
)


def body(*texts: str) -> list[dict]:
    return [block("paragraph", f"<p>{text}</p>") for text in texts]


@pytest.fixture(autouse=True)
def groups(db):
    ensure_library()
    ensure_groups()


@pytest.fixture
def twins():
    """Two published articles with one text, and a third that has nothing of it."""
    first = ArticleFactory(title="What a cold store costs at night", body=body(WORDS, MORE))
    second = ArticleFactory(
        title="What a cold store costs by night", body=body(WORDS, MORE.replace("third", "half"))
    )
    ArticleFactory(
        title="How procurement reads an offer",
        body=body("Buyers look at the price per pallet first and at the notice period last. " * 5),
    )
    return first, second
