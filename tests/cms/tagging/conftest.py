"""Two personas, a stage, industries; a few tagged assets, and untagged ones like them."""

from __future__ import annotations

import pytest

from cms.likeness import sketching
from cms.site.setup import ensure_library
from cms.tagging import knowledge
from personas.access.services import ensure_groups
from tests.factories.cms import ArticleFactory, IndustryFactory, block
from tests.factories.personas import JourneyStageFactory, PersonaFactory

COLD = "The cold store, its doors, its fans and its compressors at night: energy by the hour. "
MONEY = "The invoice, the budget and the payback: what the finance team signs each quarter. "


def body(text: str, times: int = 6) -> list[dict]:
    return [block("paragraph", f"<p>{text * times}</p>")]


@pytest.fixture(autouse=True)
def groups(db):
    ensure_library()
    ensure_groups()
    knowledge._known.clear()


@pytest.fixture
def engineer():
    return PersonaFactory(
        name="Plant engineer", pains="Doors and fans of the cold store run all night", slug="plant"
    )


@pytest.fixture
def cfo():
    return PersonaFactory(name="CFO", pains="No payback in the budget of this quarter", slug="cfo")


@pytest.fixture
def food():
    return IndustryFactory(name="Food", slug="food")


@pytest.fixture
def tagged(engineer, cfo, food):
    """Five assets for each persona; the engineers' are of the food industry."""
    compare = JourneyStageFactory(name="Compare", slug="compare")
    made = []
    for number in range(5):
        made += [
            ArticleFactory(
                title=f"Cold store at night {number}",
                body=body(COLD),
                personas=[engineer],
                industries=[food],
                stages=[compare],
            ),
            ArticleFactory(title=f"Invoice and budget {number}", body=body(MONEY), personas=[cfo]),
        ]
    sketching.refresh()
    return made


@pytest.fixture
def draft(tagged):
    return ArticleFactory(title="Cold store, doors and fans", body=body(COLD), publish=False)
