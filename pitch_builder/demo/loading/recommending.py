"""What was recommended in the past months, through the service, and what came of it.

Rooms and decks are there by then: the lists are those that their reps and readers would have had
before them. Search has read nothing yet when the demo is loaded, so they go by tags.
"""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from cms.recommendations import versions
from cms.recommendations.log import log_sent, log_taken
from cms.recommendations.models import RecommendationBatch, RecommendationWeights
from cms.recommendations.services import Place, What, recommend
from cms.recommendations.settling import settle
from pitch_builder.decks.models import Deck
from pitch_builder.demo.loading.blocks import NAMESPACE
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.selling import DemoDeck
from pitch_builder.rooms.models import Room, RoomItem, RoomLink, Visit

MOST = 8
CHANGE = {"outcome": 20, "words": 15}
WHY = "Readers of the autumn's rooms told us more than shared words did."


def load_recommendations(shelf: Shelf) -> None:
    """Make the lists, once: a log that holds any is left as it is."""
    if RecommendationBatch.objects.exists():
        return
    for row in shelf.content.decks:
        _for_deck(row, shelf.decks[row.slug], shelf)
    for room in Room.objects.filter(account__in=shelf.accounts.values()).order_by("pk"):
        _for_room(room)
    settle()
    _change_weights(shelf)
    shelf.made += 1


def _for_deck(row: DemoDeck, deck: Deck, shelf: Shelf) -> None:
    """One list for each section, on the day the deck was made; what stands on it was taken."""
    at = shelf.moment(row.created_day, time(9, 30))
    taken: set[int] = set()
    sections: dict[str, list[int]] = {}
    for slide in deck.deck_slides.order_by("sort_order"):
        if slide.asset_id and slide.start_slide_id is None:
            sections.setdefault(slide.section, []).append(slide.asset_id)
    wanted = {s.name: s for s in deck.template.sections.all()} if deck.template else {}
    for name, assets in sections.items():
        section: Any = wanted.get(name)
        page = recommend(
            persona=deck.persona,
            stage=(section.stage if section else None) or deck.stage,
            prospect=deck.prospect,
            deck_keys=taken,
            mixable_only=True,
            limit=MOST,
            place=Place.DECK,
            about=f"deck:{deck.pk}",
            user=deck.owner,
            now=at,
            batch=_id("deck", row.slug, name),
            by_tags=True,
        )
        for asset in assets:
            log_taken(page.batch, asset, What.ON_DECK, at=at)
        taken.update(assets)


def _for_room(room: Room) -> None:
    """What its rep was offered for it, and what each reader was recommended at each visit."""
    links = list(
        RoomLink.objects.filter(room=room)
        .select_related("prospect__persona", "prospect__stage")
        .order_by("created_at", "pk")
    )
    inside = list(
        RoomItem.objects.filter(room=room).order_by("sort_order").values_list("deck", "asset")
    )
    assets = [asset for _deck, asset in inside if asset]
    page = recommend(
        persona=room.persona,
        stage=room.stage,
        prospect=links[0].prospect if len(links) == 1 else None,
        limit=MOST,
        place=Place.OFFER,
        about=f"room:{room.pk}",
        user=room.owner,
        now=room.created_at,
        batch=_id("offer", room.pk),
        by_tags=True,
    )
    for asset in assets:
        log_taken(page.batch, asset, What.IN_ROOM, at=room.created_at)
    for link in links:
        abouts = [f"room:{room.pk}", *(f"deck:{deck}" for deck, _asset in inside if deck)]
        log_sent(abouts, at=link.created_at)
        for visit in Visit.objects.real().filter(link=link).order_by("started_at"):
            _for_visit(room, link, assets, visit.started_at)


def _for_visit(room: Room, link: RoomLink, sent: list[int], at: datetime) -> None:
    recommend(
        persona=link.prospect.persona if link.prospect else None,
        stage=link.prospect.stage if link.prospect else None,
        prospect=link.prospect,
        deck_keys=sent,
        must_fit=True,
        limit=3,
        place=Place.ROOM,
        about=f"room:{room.pk}",
        now=at,
        batch=_id("visit", link.pk, at.isoformat()),
        by_tags=True,
    )


def _change_weights(shelf: Shelf) -> None:
    """A marketing lead has changed the weights once: there is a version to look back to."""
    lead = next((m for m in shelf.content.team if m.role == "marketing_lead"), None)
    if lead is None or RecommendationWeights.objects.exists():
        return
    values = {**versions.in_force().weights.as_dict(), **CHANGE}
    versions.change(values, user=shelf.users[lead.username], reason=WHY)


def _id(*parts: object) -> uuid.UUID:
    """Return the same id for the same list of the same data, so that the same lots are drawn."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, ("recommended", *parts))))
