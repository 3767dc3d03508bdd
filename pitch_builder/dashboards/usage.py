"""The decks, templates and rooms that show assets or facts, and the prospects who saw them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.library.usage import GroupKind, Subject, Use, UseState, register_usage
from pitch_builder.builds.models import BuildState, BuildUse
from pitch_builder.dashboards.readers import prospects_having_seen, readers_said
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate, TemplateSlide
from pitch_builder.rooms.models import Room, RoomItem

ByDeck = dict[int, dict[int, int]]
"""Of each asset or fact, a number by deck."""


def decks_using(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return the decks: live where the newest PDF shows it. Three queries, four for assets."""
    printed = _newest_printed(subject, pks)
    placed = _placed(pks) if subject is Subject.ASSET else {}
    decks = Deck.objects.visible_to(user).filter(pk__in=_decks(printed) | _decks(placed))
    newest = dict(
        decks.filter(builds__state=BuildState.BUILT)
        .values_list("pk")
        .annotate(newest=Max("builds__number"))
    )
    rows = list(decks.select_related("account", "prospect", "deal", "owner").order_by("title"))
    return {
        pk: _deck_uses(subject, rows, printed.get(pk, {}), placed.get(pk, {}), newest)
        for pk in pks
    }


def _deck_uses(
    subject: Subject,
    decks: Sequence[Deck],
    printed: Mapping[int, int],
    placed: Mapping[int, int],
    newest: Mapping[int, int],
) -> list[Use]:
    uses = []
    for deck in decks:
        is_live = bool(printed.get(deck.pk)) and printed[deck.pk] == newest.get(deck.pk)
        if not is_live and deck.pk not in placed:
            continue  # not here, or in an older PDF only, and the deck has moved on
        on_deck = deck.pk in placed or subject is Subject.FACT
        uses.append(
            Use(
                title=deck.shown_title,
                url=deck.get_absolute_url(),
                state=_state(is_live, on_deck),
                said=_deck_words(is_live, on_deck),
                detail=_deck_detail(deck, placed.get(deck.pk, 0)),
            )
        )
    return uses


def _decks(by_deck: ByDeck) -> set[int]:
    return set().union(*by_deck.values())


def _newest_printed(subject: Subject, pks: Sequence[int]) -> ByDeck:
    """Return by deck the number of the newest PDF that shows it. One query."""
    rows = (
        BuildUse.objects.filter(
            kind=subject.value, object_id__in=pks, build__state=BuildState.BUILT
        )
        .values_list("object_id", "build__deck")
        .annotate(newest=Max("build__number"))
    )
    return _by_deck(rows)


def _placed(assets: Sequence[int]) -> ByDeck:
    """Return by deck how many of an asset's slides stand on it now. One query."""
    rows = DeckSlide.objects.filter(asset__in=assets).order_by().values_list("asset", "deck")
    return _by_deck(rows.annotate(count=Count("pk")))


def _by_deck(rows: Any) -> ByDeck:
    found: ByDeck = defaultdict(dict)
    for pk, deck, number in rows:
        found[pk][deck] = number
    return dict(found)


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
    return f"{deck.account}, {_slides(slides)}"


def _slides(count: int) -> str:
    return ngettext("%(n)d slide", "%(n)d slides", count) % {"n": count}


def rooms_using(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return the rooms that hold an asset, or a deck whose newest PDF shows it. Four queries."""
    showing = _showing(subject, pks)
    held = Q(deck__in=set().union(*showing.values()))
    if subject is Subject.ASSET:
        held |= Q(asset__in=pks)
    items = list(RoomItem.objects.filter(held).order_by().values_list("room", "deck", "asset"))
    rooms = list(
        Room.objects.visible_to(user)
        .filter(pk__in={room for room, _deck, _asset in items})
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
    found = {}
    for pk in pks:
        asset_pk = pk if subject is Subject.ASSET else None
        holding = {
            room
            for room, deck, asset in items
            if deck in showing.get(pk, ()) or (asset is not None and asset == asset_pk)
        }
        found[pk] = [_room_use(room) for room in rooms if room.pk in holding]
    return found


def _room_use(room: Any) -> Use:
    return Use(
        title=room.shown_title,
        url=room.get_absolute_url(),
        state=UseState.LIVE if room.open_links else UseState.DRAFT,
        said=_links_words(room.open_links),
        detail=str(room.account),
        count=room.open_links,
    )


def _showing(subject: Subject, pks: Sequence[int]) -> dict[int, set[int]]:
    """Return by pk the decks whose newest PDF shows it. Two queries."""
    printed = _newest_printed(subject, pks)
    newest = dict(
        Deck.objects.filter(pk__in=_decks(printed), builds__state=BuildState.BUILT)
        .values_list("pk")
        .annotate(newest=Max("builds__number"))
    )
    return {
        pk: {deck for deck, number in decks.items() if number == newest.get(deck)}
        for pk, decks in printed.items()
    }


def _links_words(count: int) -> str:
    if not count:
        return _("No open link")
    return ngettext("%(n)d open link", "%(n)d open links", count) % {"n": count}


def templates_using(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return the deck templates that begin with slides of assets. Two queries."""
    if subject is not Subject.ASSET or not user.has_perm("pitch_builder.view_decktemplate"):
        return {}
    rows = (
        TemplateSlide.objects.filter(asset__in=pks)
        .order_by()
        .values_list("asset", "section__template")
        .annotate(count=Count("pk"))
    )
    counts: ByDeck = _by_deck(rows)
    templates = {row.pk: row for row in DeckTemplate.objects.filter(pk__in=_decks(counts))}
    may_edit = user.has_perm("pitch_builder.change_decktemplate")
    return {
        pk: [
            Use(
                title=template.name,
                url=reverse("deck_template:edit", args=[template.pk]) if may_edit else "",
                state=UseState.LIVE,
                said=_("In new decks"),
                detail=_slides(by_template[template.pk]),
            )
            for template in templates.values()
            if template.pk in by_template
        ]
        for pk, by_template in counts.items()
    }


def _decks_said(uses: Sequence[Use]) -> str:
    return ngettext("%(n)d deck", "%(n)d decks", len(uses)) % {"n": len(uses)}


def _rooms_said(uses: Sequence[Use]) -> str:
    rooms = ngettext("%(n)d room", "%(n)d rooms", len(uses)) % {"n": len(uses)}
    links = _links_words(sum(use.count for use in uses)).lower()
    return _("%(rooms)s, %(links)s") % {"rooms": rooms, "links": links}


def _templates_said(uses: Sequence[Use]) -> str:
    return ngettext("%(n)d template", "%(n)d templates", len(uses)) % {"n": len(uses)}


def register() -> None:
    """Tell usage of decks, rooms and readers; called once, when the admin is set up."""
    outside = GroupKind.OUTSIDE
    register_usage("decks", gettext_lazy("Decks"), decks_using, summary=_decks_said, kind=outside)
    register_usage("rooms", gettext_lazy("Rooms"), rooms_using, summary=_rooms_said, kind=outside)
    register_usage(
        "templates", gettext_lazy("Deck templates"), templates_using, summary=_templates_said
    )
    register_usage(
        "readers",
        gettext_lazy("Who has seen it"),
        prospects_having_seen,
        summary=readers_said,
        kind=GroupKind.PEOPLE,
    )
