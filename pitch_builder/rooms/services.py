"""Making and changing rooms. Plain arguments in, rights checked here too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from personas.access.roles import is_sales
from personas.accounts.models import Account
from personas.prospects.models import Prospect
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import released_build
from pitch_builder.decks.models import Deck
from pitch_builder.decks.rights import check_may_see
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.rooms.models import Room, RoomItem

DETAILS = (
    "title", "message", "persona", "stage", "next_step", "next_step_text", "next_step_link",
    "names_reader",
)  # fmt: skip


def check_may_edit(user: Any, room: Room) -> None:
    """Raise NotAllowed unless `user` may change the room."""
    if not Room.objects.editable_by(user).filter(pk=room.pk).exists():
        raise NotAllowed(_("This room belongs to somebody else."))


@transaction.atomic
def create_room(
    *,
    user: Any,
    title: str,
    account: Account,
    message: str = "",
    persona: Any = None,
    stage: Any = None,
    prospect: Prospect | None = None,
    deck: Deck | None = None,
) -> Room:
    """Make a room for an account, with a link for the prospect and a deck in it where given.

    Persona and stage default to the deck's, then to the prospect's own. Raises NotAllowed, and
    PitchError where the deck has no PDF yet or the prospect is of another account.
    """
    from pitch_builder.rooms.links import create_link

    if not is_sales(user):
        raise NotAllowed(_("Only sales makes rooms."))
    room = Room.objects.create(
        title=title.strip(),
        account=account,
        message=message.strip(),
        persona=persona or (deck and deck.persona) or (prospect and prospect.persona) or None,
        stage=stage or (deck and deck.stage) or (prospect and prospect.stage) or None,
        owner=user,
    )
    if deck is not None:
        add_deck(room, user=user, deck=deck)
    if prospect is not None:
        create_link(room, user=user, prospect=prospect)
    return room


def change_details(room: Room, *, user: Any, **values: Any) -> Room:
    """Change what the room says; names in DETAILS. Raises NotAllowed."""
    check_may_edit(user, room)
    for name in DETAILS:
        if name in values:
            setattr(room, name, values[name])
    room.save()
    return room


@transaction.atomic
def add_asset(room: Room, *, user: Any, asset: Asset, note: str = "") -> RoomItem:
    """Put an asset in the room, last. Raises NotAllowed, and PitchError for an internal one,
    one that is not current, and one that is there already."""
    check_may_edit(user, room)
    if not Asset.objects.showable_to_prospects().filter(pk=asset.pk).exists():
        raise PitchError(
            _("“%(title)s” may not be sent: it is internal or not current.")
            % {"title": asset.title}
        )
    if RoomItem.objects.filter(room=room, asset=asset.pk).exists():
        raise PitchError(_("“%(title)s” is in the room already.") % {"title": asset.title})
    return _append(room, RoomItem(asset_id=asset.pk, title=asset.title[:255], note=note[:300]))


@transaction.atomic
def add_deck(room: Room, *, user: Any, deck: Deck, note: str = "") -> RoomItem:
    """Put a deck in the room, last. Raises NotAllowed, and PitchError for a deck of another
    account, one without a PDF, and one that is there already."""
    check_may_edit(user, room)
    check_may_see(user, deck)
    if deck.account_id != room.account_id:
        raise PitchError(
            _("“%(title)s” was made for %(account)s.")
            % {"title": deck.shown_title, "account": deck.account}
        )
    if released_build(deck) is None:
        said = (
            _("The PDF of “%(title)s” waits for approval.")
            if Build.objects.built().filter(deck=deck).exists()
            else _("“%(title)s” has no PDF yet. Build it first.")
        )
        raise PitchError(said % {"title": deck.shown_title})
    if RoomItem.objects.filter(room=room, deck=deck.pk).exists():
        raise PitchError(_("“%(title)s” is in the room already.") % {"title": deck.shown_title})
    return _append(room, RoomItem(deck=deck, title=deck.title[:255], note=note[:300]))


@transaction.atomic
def remove_item(room: Room, *, user: Any, item_id: int) -> RoomItem:
    """Take an item out of the room and return it, so that it can be put back."""
    check_may_edit(user, room)
    item = RoomItem.objects.filter(room=room, pk=item_id).first()
    if item is None:
        raise PitchError(_("This is no longer in the room."))
    item.delete()
    item.pk = None
    _touch(room)
    return item


@transaction.atomic
def restore_item(room: Room, *, user: Any, item: RoomItem) -> RoomItem:
    """Put back what `remove_item` returned, at its place."""
    check_may_edit(user, room)
    item.pk, item.room = None, room
    item.save()
    _touch(room)
    return item


@transaction.atomic
def move_item(room: Room, *, user: Any, item_id: int, by: int) -> None:
    """Move an item `by` places, negative to the front; over the ends it stays at the end."""
    check_may_edit(user, room)
    items = _items(room)
    at = next((place for place, item in enumerate(items) if item.pk == item_id), None)
    if at is None:
        raise PitchError(_("This is no longer in the room."))
    items.insert(max(0, min(at + by, len(items) - 1)), items.pop(at))
    _renumber(items)
    _touch(room)


@transaction.atomic
def note_item(room: Room, *, user: Any, item_id: int, note: str) -> None:
    """Set the words that stand with an item instead of its summary."""
    check_may_edit(user, room)
    RoomItem.objects.filter(room=room, pk=item_id).update(note=note.strip()[:300])
    _touch(room)


@transaction.atomic
def duplicate_room(
    room: Room,
    *,
    user: Any,
    account: Account,
    prospect: Prospect | None = None,
    title: str = "",
) -> tuple[Room, Sequence[str]]:
    """Copy a room for another account; its merge fields are filled anew when it is shown.

    Decks are another account's, so they stay behind; so does what may no longer be sent. Returns
    the copy and the titles of what was left out. Raises NotAllowed.
    """
    if not Room.objects.visible_to(user).filter(pk=room.pk).exists():
        raise NotAllowed(_("You may not see this room."))
    copy = create_room(
        user=user,
        title=title or room.title,
        account=account,
        message=room.message,
        persona=(prospect.persona if prospect else None) or room.persona,
        stage=(prospect.stage if prospect else None) or room.stage,
        prospect=prospect,
    )
    for name in ("next_step", "next_step_text", "next_step_link"):
        setattr(copy, name, getattr(room, name))
    copy.copied_from = room
    copy.save()
    showable = set(
        Asset.objects.showable_to_prospects()
        .filter(pk__in=[item.asset_id for item in _items(room) if item.asset_id])
        .values_list("pk", flat=True)
    )
    left_out = []
    for item in _items(room):
        if item.asset_id in showable:
            _append(copy, RoomItem(asset_id=item.asset_id, title=item.title, note=item.note))
        elif item.deck_id and account.pk == room.account_id:
            _append(copy, RoomItem(deck_id=item.deck_id, title=item.title, note=item.note))
        else:
            left_out.append(item.title)
    return copy, left_out


def _items(room: Room) -> list[RoomItem]:
    return list(RoomItem.objects.filter(room=room).order_by("sort_order", "pk"))


def _append(room: Room, item: RoomItem) -> RoomItem:
    last = _items(room)
    item.room, item.sort_order = room, (last[-1].sort_order or 0) + 1 if last else 0
    item.save()
    _touch(room)
    return item


def _renumber(items: Sequence[RoomItem]) -> None:
    for place, item in enumerate(items):
        item.sort_order = place
    RoomItem.objects.bulk_update(items, ["sort_order"])


def _touch(room: Room) -> None:
    """Date the change, and let Wagtail's usage pages see what the room holds now."""
    from wagtail.models import ReferenceIndex

    fresh = Room.objects.get(pk=room.pk)
    fresh.save(update_fields=["updated_at"])
    ReferenceIndex.create_or_update_for_object(fresh)
    room.updated_at = fresh.updated_at
