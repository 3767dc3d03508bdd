"""A small indexed library about cold stores, with what may and may not stand on decks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pitch_builder.decks.outlines import DeckTemplate, TemplateSection
from search import services as search
from tests.factories.cms import (
    ArticleFactory,
    CaseStudyFactory,
    ComparisonFactory,
    FactFactory,
    IndustryFactory,
    ProductSheetFactory,
    block,
)
from tests.factories.personas import (
    AccountFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)
from tests.factories.pitch import embed, start_slide

BRIEF = "First meeting, CFO of a cold storage company, worried about energy at night"


def statement(text: str):
    return block("statement", {"statement": f"<p>{text}</p>", "variant": "dark"})


def items(*values):
    return [block("item", value) for value in values]


def figures(title: str, **item):
    value = {"label": "less energy per pallet", "value": "12", **item}
    return block("figures", {"title": title, "items": items(value)})


def bullets(title: str, *points: str):
    rows = items(*({"heading": point} for point in points))
    return block("bullets", {"title": title, "items": rows, "variant": "numbers"})


def quote(text: str):
    return block("quote", {"quote": f"<p>{text}</p>", "name": "Marit Solheim", "variant": "dark"})


def timeline(title: str):
    phases = items(
        {"name": "Meters", "start": 0, "end": 1}, {"name": "First list", "start": 1, "end": 2}
    )
    return block("timeline", {"title": title, "unit": "week", "phases": phases})


def cover(title: str):
    return block("title", {"title": title, "variant": "split"})


def call(title: str):
    return block("call_to_action", {"title": title, "steps": [], "contact": True})


@pytest.fixture
def cfo(db):
    return PersonaFactory(
        name="Chief financial officer",
        slug="cfo",
        pains="The bill for energy arrives late\nNobody measures the doors",
        objections="We have a spreadsheet and it was free",
    )


@pytest.fixture
def stages(db):
    return [
        JourneyStageFactory(name=name, slug=name.lower(), order=number)
        for number, name in enumerate(("Notice", "Compare", "Decide"), start=1)
    ]


@pytest.fixture
def cold(db):
    return IndustryFactory(name="Cold storage", slug="cold-storage")


@pytest.fixture
def metals(db):
    return IndustryFactory(name="Metals", slug="metals")


@pytest.fixture
def library(cfo, stages, cold, metals):
    """Assets by name: what serves each part of a deck."""
    notice = stages[0]
    made = {
        "harrow": CaseStudyFactory(
            title="Harrow halves the energy of its cold store at night",
            personas=[cfo],
            stages=[notice],
            industries=[cold],
            slides=[
                cover("Energy at night"),
                statement("The cold store lost its energy at night, at the door"),
                figures("What the cold store saved of its energy at night"),
                quote("At night the energy of our cold store goes nowhere now"),
                call("Ask for energy at night"),
            ],
        ),
        "pennock": CaseStudyFactory(
            title="Pennock melts later at night",
            industries=[metals],
            slides=[
                statement("The furnace took its energy at night"),
                figures("What the furnace saved of its energy at night"),
                quote("The furnace and its energy at night did not mind"),
            ],
        ),
        "problem": ArticleFactory(
            title="What goes wrong with energy at night",
            stages=[notice],
            slides=[
                statement("What goes wrong at night costs energy, and nobody is worried"),
                figures("What energy at night costs"),
            ],
        ),
        "cause": ArticleFactory(
            title="The cause of energy at night",
            slides=[
                figures("The cause of energy at night that most people do not see"),
                bullets("What most people do not see at night", "Doors", "Fans", "Lamps"),
            ],
        ),
        "product": ProductSheetFactory(
            title="The ledger for energy",
            slides=[
                bullets("What it does with energy and how it does work", "Reads", "Sends"),
                bullets("What it does replace for energy at night", "Sheets", "Guesses"),
            ],
        ),
        "start": ArticleFactory(
            title="What happens first, day by day",
            slides=[timeline("What happens first and on which day"), bullets("Who is needed")],
        ),
    }
    search.rebuild()
    return made


@pytest.fixture
def never(library):
    """Assets that fit well and must never stand on a deck."""
    stale = FactFactory(valid_until=date(2020, 1, 1))
    made = {
        "internal": ComparisonFactory(
            title="Against worried energy at night",
            visibility="internal",
            slides=[figures("What energy at night costs a CFO who is worried")],
        ),
        "expired": ArticleFactory(
            title="Energy at night, last year",
            slides=[figures("What energy at night costs and goes wrong")],
        ),
        "unmixed": ArticleFactory(
            title="Energy at night, only whole",
            may_mix=False,
            slides=[figures("What goes wrong with energy at night costs")],
        ),
        "stale": ArticleFactory(
            title="Energy at night with an old figure",
            slides=[
                statement(f"What goes wrong with energy at night costs {embed(stale)}"),
                figures("What goes wrong with energy at night", fact=stale.pk, value=""),
            ],
        ),
    }
    search.rebuild()
    type(made["expired"]).objects.filter(pk=made["expired"].pk).update(
        expire_at=timezone.now() - timedelta(hours=1)
    )
    return made


@pytest.fixture
def template(stages, library):
    """A template for first meetings: a problem, a story, and a locked last step."""
    made = DeckTemplate.objects.create(name="First meeting", slug="first-meeting")
    for place, (name, query, wanted) in enumerate(
        (
            ("What goes wrong", "What goes wrong with energy at night?", 1),
            ("One story", "Who in our trade did it?", 2),
            ("Next step", "What happens first?", 2),
        )
    ):
        TemplateSection.objects.create(
            template=made,
            name=name,
            query=query,
            wanted=wanted,
            stage=stages[0],
            sort_order=place,
            required=name == "One story",
        )
    start_slide(made, "Next step", library["harrow"], number=4, locked=True)
    return made


@pytest.fixture
def account(rep):
    return AccountFactory(name="Almera Fresh", owner=rep, industry="Cold storage")


@pytest.fixture
def joan(rep, account, cfo, stages):
    return ProspectFactory(
        first_name="Joan",
        last_name="Threlkeld",
        email="joan@almera.example",
        account=account,
        persona=cfo,
        stage=stages[2],
        owner=rep,
    )
