"""Questions as people type them, with the real model, over a handful of plain texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from search import services
from search.documents import SLIDE, Section
from search.results import Expansion, SearchQuery
from tests.factories.search import document

pytestmark = [pytest.mark.model, pytest.mark.django_db]
NOW = datetime(2026, 3, 1, tzinfo=UTC)

TEXTS = {
    "carbon": (
        "Carbon compliance report for hauliers",
        (
            "How a fleet files the emissions of each shipment with the regulator, and what an "
            "auditor asks for. The compliance report is ready each quarter without a spreadsheet."
        ),
    ),
    "switch": (
        "Switching supplier in the middle of a contract",
        (
            "What it costs to leave a carrier early, which penalties apply and how long the "
            "change takes. Most customers are moved within six weeks."
        ),
    ),
    "hiring": (
        "Finding and keeping drivers",
        (
            "Turnover of drivers falls when rosters are known two weeks ahead. A depot manager "
            "tells how recruitment changed."
        ),
    ),
    "router": (
        "RX-4711 gateway data sheet",
        (
            "The RX-4711 gateway reports temperature and position every 30 seconds over LTE. It "
            "replaces the RX-4700."
        ),
    ),
    "payback": (
        "Payback for the finance director",
        (
            "The investment is recovered after 14 months, by 12.5 % fewer empty kilometres and "
            "lower insurance."
        ),
    ),
    "security": (
        "Security and privacy questions",
        (
            "Where personal data is stored, who may see it, encryption at rest, ISO 27001 and how "
            "an incident is reported."
        ),
    ),
}


@pytest.fixture
def indexed(source, real_model):
    """Six short texts, indexed with the prepared model."""
    source.put(
        *(
            document(key, title, [Section(text), Section(title, (title,), f"{key}-1", SLIDE)])
            for key, (title, text) in TEXTS.items()
        )
    )
    services.rebuild()


def first(words: str, **options) -> str:
    hits = services.search(SearchQuery(words, now=NOW, **options)).hits
    return hits[0].key if hits else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("complience repot", "carbon"),
        ("recruitmnet of drvers", "hiring"),
        ("insurence", "payback"),
        ("encription at rest", "security"),
        ("which CO2 figures do authorities want from us", "carbon"),
        ("how soon do we get our money back", "payback"),
        ("is it expensive to change provider before the end", "switch"),
        ("people keep quitting", "hiring"),
        ("GDPR", "security"),
        ("RX-4711", "router"),
        ("rx 4711", "router"),
        ("rx4711 gateway", "router"),
        ("12.5 %", "payback"),
        ("ISO 27001", "security"),
        ('"six weeks"', "switch"),
        ("carrier -penalties", ""),
        ("report -shipment", "security"),
        ("DRIVERS", "hiring"),
    ],
)
def test_it_is_found_first(indexed, typed, meant):
    found = first(typed)
    if meant:
        assert found == meant
    else:
        assert found != "switch"


@pytest.mark.parametrize(
    ("begun", "meant"),
    [("recru", "hiring"), ("carbon compl", "carbon"), ("rx-47", "router"), ("insur", "payback")],
)
def test_while_typing_the_last_word_may_be_unfinished(indexed, begun, meant):
    assert first(begun, typing=True) == meant


@pytest.mark.parametrize("phrase", ['"weeks six"', '"carbon drivers"'])
def test_a_phrase_that_stands_nowhere_finds_nothing(indexed, phrase):
    assert first(phrase) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "best pasta recipe with tomatoes",
        "how to train a puppy to sit",
        "guitar chords for beginners",
        "history of the byzantine empire",
        "planting roses in clay soil",
    ],
)
def test_what_nothing_is_about_is_said_to_be_weak(indexed, typed):
    assert services.search(SearchQuery(typed, now=NOW)).weak


@pytest.mark.parametrize(
    "typed", ["carbon compliance report", "switching supplier", "keeping drivers", "RX-4711"]
)
def test_what_something_is_about_is_not_weak(indexed, typed):
    assert not services.search(SearchQuery(typed, now=NOW)).weak


def test_a_stage_s_question_ranks_without_words_and_beside_them(indexed):
    question = Expansion("When will it pay for itself?", 1.0, "Asked at decision", "stage")
    page = services.search(SearchQuery("", now=NOW, expansion=(question,)))
    assert page.hits[0].key == "payback"
    page = services.search(SearchQuery("drivers", now=NOW, expansion=(question,)))
    assert page.hits[0].key == "hiring"
