"""A small indexed library with a persona, a stage and people who read."""

from __future__ import annotations

import pytest

from search import services as search
from tests.factories.cms import ArticleFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides


@pytest.fixture
def cfo(db):
    return PersonaFactory(name="CFO", slug="cfo", pains="The energy bill of the cold store")


@pytest.fixture
def compare(db):
    return JourneyStageFactory(
        name="Compare", slug="compare", buyer_question="Which cold store meter, and why?"
    )


@pytest.fixture
def rosa(cfo, compare, rep):
    return ProspectFactory(first_name="Rosa", persona=cfo, stage=compare, owner=rep)


@pytest.fixture
def library(cfo, compare):
    """Four assets about cold stores; the first is made for the persona and the stage."""
    fits = case_study_with_slides(
        title="Harrow halves the energy of its cold store",
        summary="A cold store and its energy bill.",
        personas=[cfo],
        stages=[compare],
    )
    others = [
        ArticleFactory(
            title=f"Cold store meter, night {n}", summary="A cold store, its meter, its energy."
        )
        for n in range(3)
    ]
    search.rebuild()
    return [fits, *others]
