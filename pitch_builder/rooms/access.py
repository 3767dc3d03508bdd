"""Who comes in behind a token: a prospect by a link, or a colleague who looks as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cms.assets.rights import is_team
from personas.prospects.models import Prospect
from pitch_builder.errors import LinkUnusable, NotAllowed
from pitch_builder.merging import MergeValues, merge
from pitch_builder.rooms.models import Room, RoomLink, token_digest

PREVIEW_MARK = "p."
PREVIEW_SALT = "room-preview"
PREVIEW_SECONDS = 60 * 60

LINKS = RoomLink.objects.select_related(
    "room__account",
    "room__persona",
    "room__stage",
    "room__owner__contact_card__photo",
    "prospect__stage",
    "prospect__persona",
)


# What a page's report needs; the rest is fetched where something comes of it.
LEAN_LINKS = RoomLink.objects.select_related("room", "prospect").only(
    "digest",
    "token",
    "expires_at",
    "revoked_at",
    "passcode",
    "recording_stopped_at",
    "prospect__records_visits",
    "prospect__erased_at",
    "room__account",
)


class LinkUnknown(LinkUnusable):
    """No such token. Says nothing more."""


class LinkClosed(LinkUnusable):
    """Expired or revoked."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who reads a room. `preview`: a colleague who looks at what a prospect would see."""

    link: RoomLink
    token: str
    preview: bool = False
    team: bool = False

    @property
    def room(self) -> Room:
        return self.link.room

    @property
    def prospect(self) -> Prospect | None:
        return self.link.prospect

    @property
    def path(self) -> str:
        return reverse("room:home", args=[self.token])

    @property
    def is_recorded(self) -> bool:
        """Whether what this guest does is written down at all."""
        prospect = self.prospect
        return (
            not self.preview
            and self.link.recording_stopped_at is None
            and (prospect is None or (prospect.records_visits and prospect.erased_at is None))
        )

    @property
    def values(self) -> MergeValues:
        return room_values(self.room, self.prospect)

    def say(self, text: str) -> str:
        """Return a text of the room with its merge fields filled for this guest."""
        return merge(text, self.values)


def room_values(room: Room, prospect: Prospect | None) -> MergeValues:
    """Return what a room's merge fields stand for, for this person, today."""
    from django.utils.formats import date_format

    known = prospect if prospect and prospect.erased_at is None else None
    owner = room.owner
    return MergeValues(
        account=room.account.name,
        first_name=known.first_name if known else "",
        name=known.full_name if known else "",
        rep=(owner.get_full_name() or owner.get_username()) if owner else "",
        date=date_format(timezone.localdate(), "j F Y"),
    )


def enter(token: str, user: Any = None, *, lean: bool = False) -> Guest:
    """Return who comes in. Raises LinkUnknown or LinkClosed. One query for a visitor.

    The token is looked up by its digest, so that no comparison tells how much of it was right.
    `lean` leaves out what only pages show.
    """
    if token.startswith(PREVIEW_MARK):
        return _preview(token, user)
    rows = LEAN_LINKS if lean else LINKS
    link = rows.filter(digest=token_digest(token)).order_by().first()
    if link is None:
        raise LinkUnknown
    if not link.is_usable:
        raise LinkClosed
    return Guest(link, token, team=is_team(user))


def preview_path(
    room: Room, *, user: Any, link: RoomLink | None = None, prospect: Prospect | None = None
) -> str:
    """Return where `user` sees the room as the link's person does, for an hour, uncounted.

    Raises NotAllowed where the user may not see the room.
    """
    if not Room.objects.visible_to(user).filter(pk=room.pk).exists():
        raise NotAllowed
    if link is not None:
        prospect = link.prospect
    claim = [room.pk, link.pk if link else None, prospect.pk if prospect else None, user.pk]
    token = PREVIEW_MARK + signing.dumps(claim, salt=PREVIEW_SALT).replace(":", ".")
    return reverse("room:home", args=[token])


def _preview(token: str, user: Any) -> Guest:
    try:
        room_pk, link_pk, prospect_pk, user_pk = signing.loads(
            token.removeprefix(PREVIEW_MARK).replace(".", ":"),
            salt=PREVIEW_SALT,
            max_age=PREVIEW_SECONDS,
        )
    except (signing.BadSignature, ValueError) as error:
        raise LinkUnknown from error
    if not is_team(user) or user.pk != user_pk:
        raise LinkUnknown
    if link_pk is not None:
        link = LINKS.filter(pk=link_pk, room=room_pk).first()
        if link is None or not Room.objects.visible_to(user).filter(pk=room_pk).exists():
            raise LinkUnknown
        return Guest(link, token, preview=True, team=True)
    room = (
        Room.objects.visible_to(user)
        .select_related("account", "persona", "stage", "owner__contact_card__photo")
        .filter(pk=room_pk)
        .first()
    )
    if room is None:
        raise LinkUnknown
    prospect = Prospect.objects.filter(pk=prospect_pk).first() if prospect_pk else None
    closes = timezone.now() + timedelta(days=60)
    return Guest(
        RoomLink(room=room, prospect=prospect, expires_at=closes), token, preview=True, team=True
    )
