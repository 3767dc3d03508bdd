"""What stands in a room with its state, and what may be added to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.assets.models import Asset
from cms.recommendations.services import Place, Recommendation, recommend
from personas.prospects.models import Prospect
from pitch_builder.builds.freshness import BuildFreshness
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.rooms.contents import is_showable, newest_released
from pitch_builder.rooms.models import Room, RoomItem, RoomLink
from search.errors import SearchError

MOST = 6


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: whether prospects see it, and how its PDF compares with what is approved."""

    item: RoomItem
    asset: Asset | None = None
    deck: Deck | None = None
    build: Build | None = None
    freshness: BuildFreshness | None = None

    @property
    def is_shown(self) -> bool:
        if self.asset is not None:
            return is_showable(self.asset)
        return self.build is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """Decks of the room's account and assets that are not in it yet."""

    decks: tuple[Deck, ...] = ()
    found: tuple[Recommendation, ...] = ()
    error: str = ""
    batch: UUID | None = None


def item_rows(room: Room) -> list[ItemRow]:
    """Return the room's items with their state. Two queries, five more where it holds decks."""
    items = list(
        RoomItem.objects.filter(room=room)
        .select_related("asset", "deck")
        .defer("asset__body", "asset__slides")
        .order_by("sort_order", "pk")
    )
    builds = newest_released([item.deck_id for item in items])
    freshness = freshness_of(builds.values()) if builds else {}
    rows = []
    for item in items:
        build = builds.get(item.deck_id or 0)
        rows.append(
            ItemRow(item, item.asset, item.deck, build, freshness[build.pk] if build else None)
        )
    return rows


def offer(room: Room, user: Any, words: str) -> Offer:
    """Return decks with a PDF and assets that may be added, those that fit best first."""
    inside = list(RoomItem.objects.filter(room=room).values_list("deck_id", "asset_id"))
    decks = (
        Deck.objects.visible_to(user)
        .filter(account=room.account, builds__in=Build.objects.released())
        .exclude(pk__in=[deck for deck, _asset in inside if deck])
        .distinct()
    )
    if words:
        decks = decks.filter(title__icontains=words)
    try:
        page = recommend(
            words=words,
            persona=room.persona,
            stage=room.stage,
            prospect=_reader(room),
            deck_keys={asset for _deck, asset in inside if asset},
            limit=MOST,
            place=Place.OFFER,
            about=f"room:{room.pk}",
            user=user,
            logged=not words,
        )
    except SearchError as error:
        return Offer(tuple(decks[:MOST]), error=str(error))
    return Offer(tuple(decks[:MOST]), page.items, batch=page.batch)


def _reader(room: Room) -> Prospect | None:
    """Return the one person who has a link; None where there are several."""
    links = list(RoomLink.objects.filter(room=room).select_related("prospect")[:2])
    return links[0].prospect if len(links) == 1 else None


def contexts_of(room: Room) -> list[str]:
    """Return how the log of recommendations names a room and the decks in it. One query."""
    decks = RoomItem.objects.filter(room=room, deck__isnull=False).values_list("deck", flat=True)
    return [f"room:{room.pk}", *(f"deck:{pk}" for pk in decks)]
