"""The decks and rooms that show an asset or a fact."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.library.usage import Subject, Use, UseState, register_usage
from pitch_builder.builds.models import BuildState, BuildUse
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.rooms.models import Room, RoomItem


def decks_using(subject: Subject, pk: int, user: Any) -> list[Use]:
    """Return the decks: live where the newest PDF shows it. Three queries, four for an asset."""
    printed = _newest_printed(subject, pk)
    placed = _placed(pk) if subject is Subject.ASSET else {}
    decks = Deck.objects.visible_to(user).filter(pk__in={*printed, *placed})
    newest = dict(
        decks.filter(builds__state=BuildState.BUILT)
        .values_list("pk")
        .annotate(newest=Max("builds__number"))
    )
    uses = []
    for deck in decks.select_related("account").order_by("title"):
        is_live = printed.get(deck.pk, 0) and printed[deck.pk] == newest.get(deck.pk)
        if not is_live and deck.pk not in placed:
            continue  # in an older PDF only, and the deck has moved on
        on_deck = deck.pk in placed or subject is Subject.FACT
        uses.append(
            Use(
                title=deck.title,
                url=deck.get_absolute_url(),
                state=_state(bool(is_live), on_deck),
                said=_deck_words(bool(is_live), on_deck),
                detail=_deck_detail(deck, placed.get(deck.pk, 0)),
            )
        )
    return uses


def _newest_printed(subject: Subject, pk: int) -> dict[int, int]:
    """Return by deck the number of the newest PDF that shows it."""
    rows = BuildUse.objects.filter(
        kind=subject.value, object_id=pk, build__state=BuildState.BUILT
    ).values_list("build__deck")
    return dict(rows.annotate(newest=Max("build__number")))


def _placed(asset: int) -> dict[int, int]:
    """Return by deck how many of the asset's slides stand on it now."""
    rows = DeckSlide.objects.filter(asset=asset).order_by().values_list("deck")
    return dict(rows.annotate(count=Count("pk")))


def _state(is_live: bool, on_deck: bool) -> UseState:
    if not is_live:
        return UseState.DRAFT
    return UseState.LIVE if on_deck else UseState.LEAVING


def _deck_words(is_live: bool, on_deck: bool) -> str:
    if not is_live:
        return _("On the deck, not in its PDF")
    return _("In the newest PDF") if on_deck else _("In the PDF, off the deck")


def _deck_detail(deck: Deck, slides: int) -> str:
    if not slides:
        return str(deck.account)
    count = ngettext("%(n)d slide", "%(n)d slides", slides) % {"n": slides}
    return f"{deck.account}, {count}"


def rooms_using(subject: Subject, pk: int, user: Any) -> list[Use]:
    """Return the rooms that hold the asset, or a deck whose newest PDF shows it."""
    held = Q(deck__in=_showing(subject, pk))
    if subject is Subject.ASSET:
        held |= Q(asset=pk)
    rooms = (
        Room.objects.visible_to(user)
        .filter(pk__in=RoomItem.objects.filter(held).values("room"))
        .select_related("account", "owner")
        .annotate(
            open_links=Count(
                "links",
                filter=Q(links__revoked_at=None, links__expires_at__gt=timezone.now()),
                distinct=True,
            )
        )
        .order_by("title")
    )
    return [
        Use(
            title=room.shown_title,
            url=room.get_absolute_url(),
            state=UseState.LIVE if room.open_links else UseState.DRAFT,
            said=_links_words(room.open_links),
            detail=str(room.account),
        )
        for room in rooms
    ]


def _showing(subject: Subject, pk: int) -> list[int]:
    """Return the decks whose newest PDF shows it. Two queries."""
    printed = _newest_printed(subject, pk)
    newest = (
        Deck.objects.filter(pk__in=printed, builds__state=BuildState.BUILT)
        .values_list("pk")
        .annotate(newest=Max("builds__number"))
    )
    return [deck for deck, number in newest if printed[deck] == number]


def _links_words(count: int) -> str:
    if not count:
        return _("No open link")
    return ngettext("%(n)d open link", "%(n)d open links", count) % {"n": count}


def register() -> None:
    """Tell usage of decks and rooms; called once, when the admin is set up."""
    register_usage("decks", gettext_lazy("Decks"), decks_using)
    register_usage("rooms", gettext_lazy("Rooms"), rooms_using)
