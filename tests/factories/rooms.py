"""Rooms for tests, made through the services."""

from __future__ import annotations

from typing import Any

from pitch_builder.rooms import links, services
from pitch_builder.rooms.models import Room, RoomLink
from tests.factories.personas import AccountFactory, ProspectFactory

BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
SCANNER = "Mozilla/5.0 (compatible; BarracudaCentral; linkscan)"


def make_room(user: Any, *assets: Any, deck: Any = None, **fields: Any) -> Room:
    """A room of `user` with these assets and a deck."""
    account = fields.pop("account", None) or (deck.account if deck else AccountFactory(owner=user))
    room = services.create_room(
        user=user,
        title=fields.pop("title", "{{first_name}}, here is what we promised"),
        account=account,
        message=fields.pop("message", "It is slide 2 that matters for {{account}}."),
        deck=deck,
        **fields,
    )
    for asset in assets:
        services.add_asset(room, user=user, asset=asset.asset_ptr)
    return room


def make_link(room: Room, user: Any, **person: Any) -> RoomLink:
    """A link for a prospect of the room's account."""
    person = {"first_name": "Rosa", "last_name": "Lind", "title": "CFO", **person}
    prospect = ProspectFactory(account=room.account, owner=user, **person)
    return links.create_link(room, user=user, prospect=prospect)


def beacon(*seen: dict, stay: str = "stay-of-one-tab-0001", done: Any = (), **more: Any) -> dict:
    """A report as the script of a room page sends it."""
    rows = [
        {"id": f"view0001-{n}", "what": "room", "ms": 3000, "gestures": 1, "first": True, **row}
        for n, row in enumerate(seen or [{}], start=1)
    ]
    return {"stay": stay, "driven": False, "seen": rows, "done": list(done), **more}
