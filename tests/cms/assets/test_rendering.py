"""An asset's public page and its facts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.cms import ArticleFactory, FactFactory, block

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(db):
    return [FactFactory(value=60 + number, unit="%") for number in range(4)]


@pytest.fixture
def asset(facts):
    def embed(fact):
        return f'<embed embedtype="fact" fallback="much" id="{fact.pk}"/>'

    return ArticleFactory(
        summary=f"<p>It saves {embed(facts[0])}.</p>",
        body=json.dumps(
            [
                block("paragraph", f"<p>Then {embed(facts[1])} and {embed(facts[0])}.</p>"),
                block(
                    "table",
                    {
                        "columns": [{"type": "fact", "heading": "Saved"}],
                        "rows": [{"values": [facts[2].pk]}],
                        "caption": "",
                    },
                ),
                block("quote", {"quote": f"<p>Up to {embed(facts[3])}.</p>", "attribution": ""}),
            ]
        ),
    )


def shown(client, asset) -> str:
    """The words of the public page, with plain spaces."""
    page = BeautifulSoup(client.get(asset.url).content, "html.parser")
    return " ".join(
        page.select_one("main").get_text(" ").replace("\N{NO-BREAK SPACE}", " ").split()
    )


def test_a_page_asks_for_all_its_facts_at_once(asset, client):
    client.get(asset.url)  # what the site caches
    with CaptureQueriesContext(connection) as queries:
        text = shown(client, asset)
    asked = [row["sql"] for row in queries if 'FROM "cms_fact"' in row["sql"]]
    assert len(asked) == 1, asked
    for value in ("60 %", "61 %", "62 %", "63 %"):
        assert value in text


def test_a_published_change_shows_and_a_draft_does_not(asset, facts, client):
    facts[0].value = 99
    facts[0].save_revision()
    assert "60 %" in shown(client, asset)
    facts[0].save_revision().publish()
    text = shown(client, asset)
    assert "99 %" in text
    assert "60 %" not in text


def test_an_expired_or_deleted_fact_leaves_the_authors_words(asset, facts, client):
    facts[1].valid_until = timezone.localdate() - timedelta(days=1)
    facts[1].save_revision().publish()
    facts[3].delete()
    text = shown(client, asset)
    assert "61 %" not in text
    assert "63 %" not in text
    assert "Up to much" in text
