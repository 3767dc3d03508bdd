"""The demo's past lists: made through the service, the same each time, and once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.recommendations import versions
from cms.recommendations.models import (
    RecommendationBatch,
    RecommendationItem,
    RecommendationOutcome,
    RecommendationWeights,
)
from personas.access.services import ensure_groups
from personas.engagement.enums import Verb
from personas.engagement.services import EngagementEvent, record
from pitch_builder.demo.content import read
from pitch_builder.demo.loading.recommending import load_recommendations
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.rooms.models import RoomItem, Visit
from tests.factories.personas import JourneyStageFactory, PersonaFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(rep, marketing_lead):
    """Four decks and a room with a visit, in the place of the demo's own."""
    ensure_groups()
    content = read()
    persona, stage = PersonaFactory(), JourneyStageFactory()
    assets = [
        case_study_with_slides(title=f"Case {n}", personas=[persona], stages=[stage])
        for n in range(5)
    ]
    person = ProspectFactory(persona=persona, stage=stage, owner=rep)
    decks = {
        row.slug: make_deck(
            rep, assets[0], account=person.account, prospect=person, persona=persona, stage=stage
        )
        for row in content.decks
    }
    room = make_room(rep, assets[1], account=person.account, persona=persona, stage=stage)
    RoomItem.objects.create(room=room, deck=next(iter(decks.values())), title="A deck")
    link = make_link(room, rep, persona=persona, stage=stage)
    Visit.objects.create(link=link, key="visit-1", grade="human", started_at=timezone.now())
    record(
        [
            EngagementEvent(
                Verb.READ,
                grade="human",
                subject=assets[0],
                prospect_id=person.pk,
                dwell_ms=60_000,
            )
        ]
    )
    lead = next(member for member in content.team if member.role == "marketing_lead")
    return Shelf(
        content,
        users={lead.username: marketing_lead},
        decks=decks,
        accounts={"one": person.account},
    )


def told() -> list[tuple]:
    rows = RecommendationItem.objects.order_by("batch", "position")
    return list(rows.values_list("batch", "position", "asset", "propensity", "explored"))


def test_lists_are_made_once_with_what_came_of_them(shelf):
    load_recommendations(shelf)
    assert shelf.made == 1
    assert set(RecommendationBatch.objects.values_list("place", flat=True)) == {
        "deck",
        "offer",
        "room",
    }
    came = set(RecommendationOutcome.objects.values_list("what", flat=True))
    assert {"on_deck", "in_room", "opened", "read"} <= came
    assert versions.in_force().version == 1
    before = told()
    load_recommendations(shelf)
    assert shelf.made == 1 and told() == before


def test_the_same_lots_are_drawn_each_time(shelf):
    load_recommendations(shelf)
    before = told()
    RecommendationBatch.objects.all().purge()
    RecommendationWeights.objects.all().purge()
    versions.caches["renditions"].clear()
    load_recommendations(shelf)
    assert told() == before
