"""A small indexed library, and pages of the admin as parsed HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from cms.library.drawing import drawings
from search import services as search
from tests.factories.cms import ArticleFactory, ComparisonFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides


@pytest.fixture(autouse=True)
def _no_kept_drawings():
    drawings.clear()


@pytest.fixture
def cfo(db):
    return PersonaFactory(name="Chief financial officer", slug="cfo")


@pytest.fixture
def compare(db):
    return JourneyStageFactory(
        name="Compare", slug="compare", buyer_question="Which, and why?", order=1
    )


@pytest.fixture
def case_study(cfo, compare, marketer):
    return case_study_with_slides(
        title="Harrow halves the energy of its cold stores",
        summary="A cold store and its energy bill.",
        personas=[cfo],
        stages=[compare],
        user=None,
    )


@pytest.fixture
def library(case_study):
    """Three assets, found by "cold store", and the index that knows them."""
    ArticleFactory(title="What a cold store costs at night", summary="Night prices, hour by hour.")
    ComparisonFactory(title="Against spreadsheets in the cold store", summary="Where they break.")
    search.rebuild()
    return case_study


@pytest.fixture
def see(client) -> Callable[..., Tag]:
    """`see(user, url, **query)`: the parsed page; `htmx=True` asks as the script does."""

    def get(user, url: str, htmx: bool = False, **query) -> Tag:
        client.force_login(user)
        headers = {"HX-Request": "true"} if htmx else {}
        response = client.get(url, query, headers=headers)
        assert response.status_code == 200, (url, response.status_code)
        return BeautifulSoup(response.content, "html.parser")

    return get
