"""What a room shows now: its decks with their state, its assets that may still be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from pitch_builder.builds.freshness import BuildFreshness
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.manifest import Manifest, ManifestSlide
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.enums import Freshness
from pitch_builder.rooms.models import Room, RoomItem
from pitch_builder.rooms.slides import sections_of

SECONDS_A_SLIDE = 40


@dataclass(frozen=True)
class ShownDeck:
    """A deck in a room: its newest released build, and how that compares with what is approved."""

    item: RoomItem
    deck: Deck
    build: Build
    freshness: BuildFreshness

    @cached_property
    def manifest(self) -> Manifest:
        return self.build.manifest

    @property
    def title(self) -> str:
        return self.manifest.deck_title

    @property
    def state(self) -> Freshness:
        return self.freshness.state

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """Numbers of the slides that nobody sees any more."""
        return frozenset(
            slide.number for slide in self.freshness.slides if slide.state is Freshness.WITHDRAWN
        )

    @property
    def may_download(self) -> bool:
        """A PDF with withdrawn slides in it is not handed out."""
        return not self.withdrawn

    @property
    def count(self) -> int:
        return len(self.manifest.slides)

    @property
    def minutes(self) -> int:
        return max(1, round(self.count * SECONDS_A_SLIDE / 60))

    @cached_property
    def slides(self) -> dict[int, ManifestSlide]:
        """The slides by their number, from 1."""
        return {slide.number: slide for slide in self.manifest.slides}

    def section(self, number: int) -> str:
        """Return a slide's HTML; empty where it is withdrawn or the file is gone."""
        if number in self.withdrawn:
            return ""
        try:
            sections = sections_of(self.build)
        except (FileNotFoundError, ValueError):
            return ""
        return sections[number - 1] if 0 < number <= len(sections) else ""


@dataclass(frozen=True, slots=True)
class SentAsset:
    item: RoomItem
    asset: Asset


@dataclass(frozen=True, slots=True)
class Contents:
    """What was sent and may be shown, in the room's order; `hidden` are titles that may not."""

    decks: tuple[ShownDeck, ...]
    assets: tuple[SentAsset, ...]
    hidden: tuple[str, ...] = ()

    def deck(self, pk: int) -> ShownDeck | None:
        return next((shown for shown in self.decks if shown.deck.pk == pk), None)

    @property
    def sent_ids(self) -> set[int]:
        return {sent.asset.pk for sent in self.assets}

    @property
    def deck_asset_ids(self) -> set[int]:
        """Assets whose slides stand on the decks and are not withdrawn."""
        return {
            slide.asset
            for shown in self.decks
            for slide in shown.manifest.slides
            if slide.asset is not None and slide.number not in shown.withdrawn
        }


def is_showable(asset: Asset) -> bool:
    """The same rule as the queryset's `showable_to_prospects`, for a row at hand."""
    return asset.is_current and asset.visibility != Visibility.INTERNAL


def contents_of(room: Room) -> Contents:
    """Return what a room shows. Two queries, and five more where it holds decks."""
    items = list(
        RoomItem.objects.filter(room=room)
        .select_related("asset__hero_image", "deck")
        .defer("asset__body", "asset__slides")
        .order_by("sort_order", "pk")
    )
    builds = newest_released([item.deck_id for item in items if item.deck_id])
    freshness = freshness_of(builds.values()) if builds else {}
    decks, assets, hidden = [], [], []
    for item in items:
        build = builds.get(item.deck_id or 0)
        if item.deck is not None and build is not None:
            decks.append(ShownDeck(item, item.deck, build, freshness[build.pk]))
        elif item.asset is not None and is_showable(item.asset):
            assets.append(SentAsset(item, item.asset))
        else:
            hidden.append(item.title or str(item.asset or item.deck or _("Deleted")))
    return Contents(tuple(decks), tuple(assets), tuple(hidden))


def newest_released(deck_ids: Sequence[int | None]) -> dict[int, Build]:
    """Return the build that rooms show of each deck, by the deck's id. One query at most."""
    wanted = [pk for pk in deck_ids if pk]
    if not wanted:
        return {}
    rows: Any = Build.objects.released().filter(deck__in=wanted).order_by("number")
    return {build.deck_id: build for build in rows.select_related("deck__template")}
