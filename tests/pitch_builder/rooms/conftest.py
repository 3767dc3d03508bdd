"""A rep's room with a public article, one by link, and a link for one person."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.factories.cms import ArticleFactory
from tests.factories.rooms import BROWSER, make_link, make_room


@pytest.fixture
def article(db):
    return ArticleFactory(title="Cold stores at night", visibility="public")


@pytest.fixture
def by_link(db):
    return ArticleFactory(title="For those who have a link", visibility="by_link")


@pytest.fixture
def room(rep, article):
    return make_room(rep, article)


@pytest.fixture
def link(room, rep):
    return make_link(room, rep)


@pytest.fixture
def visitor():
    """A browser of somebody without an account."""
    return Client(HTTP_USER_AGENT=BROWSER)


@pytest.fixture
def report(visitor, link):
    """Call it with a beacon to send it as the page's script does."""

    def send(data, *, client=None, token=None):
        return (client or visitor).post(
            f"/r/{token or link.token}/seen/", json.dumps(data), content_type="application/json"
        )

    return send
