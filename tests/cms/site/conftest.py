"""A small library to look at: every kind, with pictures, facts and links."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from cms.site.models import HomePage, LibraryPage
from tests.factories.cms import (
    ArticleFactory,
    CaseStudyFactory,
    DocumentFactory,
    EBookFactory,
    FactFactory,
    ImageFactory,
    LandingPageFactory,
    VideoFactory,
    block,
)
from tests.factories.personas import JourneyStageFactory, PersonaFactory


@pytest.fixture
def read(client):
    """Call it with an address for the parsed page; the answer must be 200 unless told."""

    def get(address: str, status: int = 200) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == status, address
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.fixture
def persona(db):
    return PersonaFactory(name="Chief financial officer", slug="cfo")


@pytest.fixture
def stage(db):
    return JourneyStageFactory(name="Compare", slug="compare", buyer_question="Which, and why?")


@pytest.fixture
def fact(db):
    return FactFactory(key="saving", value=68, unit="%", fallback="about two thirds")


CHART = {
    "title": "Three of nine depots caused half of the idling",
    "kind": "bar",
    "measure": "Engine hours idling",
    "unit": "h",
    "rows": [
        {
            "type": "item",
            "id": f"row-{label}",
            "value": {
                "label": label,
                "fact": None,
                "value": value,
                "series": "",
                "signal": value > 2000,
            },
        }
        for label, value in (("Leeds", 2410.0), ("Hull", 960.0), ("York", 830.0))
    ],
    "figures": [],
    "source": "Telematics, summer 2025",
}


@pytest.fixture
def case_study(persona, stage, fact):
    """A case study with everything that its page can show."""
    linked = ArticleFactory(title="What a ledger is", slug="ledger")
    body = [
        block(
            "paragraph",
            f'<p>They saved <embed embedtype="fact" fallback="most" id="{fact.pk}"/> '
            f'with <a linktype="page" id="{linked.pk}">the ledger</a>.</p>',
        ),
        block("heading", {"text": "Three totals", "level": "h2"}),
        block("list", "<ul><li>Invoices</li><li>Cards</li></ul>"),
        block(
            "table",
            {
                "columns": [
                    {"type": "text", "heading": "Cause"},
                    {"type": "text", "heading": "Share"},
                ],
                "rows": [{"values": ["Idling", "58 %"]}, {"values": ["Cards", "21 %"]}],
                "caption": "",
            },
        ),
        block("heading", {"text": "One list", "level": "h2"}),
        block("quote", {"quote": "<p>One total and no meeting.</p>", "attribution": "Moira Tait"}),
        block("image", {"image": ImageFactory().pk, "alt": "Bars that meet", "caption": "Bars"}),
        block("code", {"language": "sql", "code": "<script>alert(1)</script>"}),
    ]
    return CaseStudyFactory(
        title="Hollin Freight burns less",
        slug="hollin",
        hero_image=ImageFactory(),
        hero_alt="Lorries at dawn",
        body=json.dumps(body),
        personas=[persona],
        stages=[stage],
        results=[
            ("result", {"fact": fact, "value": "", "unit": "", "label": "less diesel"}),
            ("result", {"fact": None, "value": "2,650", "unit": "t CO₂e", "label": "less"}),
        ],
        slides=json.dumps([block("chart", CHART)]),
    )


@pytest.fixture
def library(case_study, persona, stage):
    """The case study, one asset of each other public kind, and enough articles for two pages."""
    EBookFactory(title="The first audited year", document=DocumentFactory())
    VideoFactory(title="A night in the yard", hero_image=ImageFactory())
    landing = LandingPageFactory(title="Walk through one site", slug="walk")
    picture = ImageFactory()
    for number in range(14):
        ArticleFactory(
            title=f"Article {number}",
            hero_image=picture,
            personas=[persona] if number % 2 else [],
            stages=[stage] if number % 3 == 0 else [],
        )
    home = HomePage.objects.get()
    home.contact_page = landing.asset_ptr
    home.featured = case_study.asset_ptr
    home.imprint_line = "Tarnwell Ltd, Newcastle"
    home.save_revision().publish()
    return LibraryPage.objects.get()
