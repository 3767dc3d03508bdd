"""A built deck, its PDF, and a reader's link to it."""

from __future__ import annotations

import pytest
from django.test import Client

from pitch_builder.builds.services import build_now
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import BROWSER, make_link, make_room


@pytest.fixture
def fact(db):
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact, title="Harrow saves energy")


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset)


@pytest.fixture
def build(deck, rep):
    return build_now(deck, user=rep)


@pytest.fixture
def content(build) -> bytes:
    with build.pdf.open("rb") as file:
        return file.read()


@pytest.fixture
def link(build, deck, rep):
    return make_link(make_room(rep, deck=deck), rep)


@pytest.fixture
def visitor():
    return Client(HTTP_USER_AGENT=BROWSER)


@pytest.fixture
def publish_value(fact):
    def publish(value):
        fact.value = value
        fact.save_revision().publish()
        fact.refresh_from_db()

    return publish
