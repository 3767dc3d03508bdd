"""Links to rooms: made, mailed, extended, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.brand.services import brand_now
from cms.operations import mail
from cms.operations.errors import MailDeliveryError
from cms.operations.models import OutgoingMail
from cms.recommendations.services import log_sent
from personas.prospects.enums import Consent
from personas.prospects.models import Prospect
from pitch_builder.errors import PitchError
from pitch_builder.merging import merge
from pitch_builder.rooms.access import room_values
from pitch_builder.rooms.models import Room, RoomLink
from pitch_builder.rooms.offering import contexts_of
from pitch_builder.rooms.passcodes import hashed, set_passcode
from pitch_builder.rooms.services import check_may_edit

DAYS = 60
LONGEST_DAYS = 365


@transaction.atomic
def create_link(
    room: Room,
    *,
    user: Any,
    prospect: Prospect,
    days: int = DAYS,
    may_download: bool = True,
    passcode: str = "",
) -> RoomLink:
    """Give a person a link of their own; one that they have and that is open is returned.

    A passcode is asked for besides, also where the link was there without one. Raises
    NotAllowed, and PitchError for a bad passcode, somebody erased, or of another account.
    """
    check_may_edit(user, room)
    if prospect.erased_at:
        raise PitchError(_("This person's data was erased."))
    if prospect.account_id not in (None, room.account_id):
        raise PitchError(
            _("%(name)s belongs to %(account)s.") % {"name": prospect, "account": prospect.account}
        )
    known = RoomLink.objects.usable().filter(room=room, prospect=prospect).first()
    if known is not None:
        if passcode:
            set_passcode(known, user=user, passcode=passcode)
        return known
    link = RoomLink.objects.create(
        room=room,
        prospect=prospect,
        expires_at=timezone.now() + timedelta(days=_days(days)),
        may_download=may_download,
        passcode=hashed(passcode),
        created_by=user,
    )
    log_sent(contexts_of(room))
    return link


@transaction.atomic
def add_colleague(
    room: Room,
    *,
    user: Any,
    first_name: str,
    email: str,
    last_name: str = "",
    passcode: str = "",
) -> RoomLink:
    """Give somebody new a link: the prospect is made with it, or found by the address.

    Raises NotAllowed, and PitchError for a bad address or passcode, or a person whom others
    look after.
    """
    check_may_edit(user, room)
    email = email.strip()
    known = Prospect.objects.with_email(email).first()
    if known is not None:
        if not Prospect.objects.visible_to(user).filter(pk=known.pk).exists():
            raise PitchError(_("A colleague of yours looks after this person. Ask them first."))
        return create_link(room, user=user, prospect=known, passcode=passcode)
    prospect = Prospect(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        email=email,
        account=room.account,
        stage=room.stage,
        owner=user,
        source=_("Room “%(title)s”") % {"title": room.shown_title[:90]},
    )
    if not email or not prospect.first_name:
        raise PitchError(_("A name and a mail address are needed."))
    try:
        prospect.full_clean()
    except ValidationError as error:
        raise PitchError(" ".join(error.messages)) from error
    prospect.save()
    return create_link(room, user=user, prospect=prospect, passcode=passcode)


def revoke_link(link: RoomLink, *, user: Any) -> None:
    """Close a link at once. `reopen_link` undoes it."""
    check_may_edit(user, link.room)
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])


def reopen_link(link: RoomLink, *, user: Any) -> None:
    """Undo `revoke_link`. Raises PitchError where the person was erased."""
    check_may_edit(user, link.room)
    if link.prospect is None or link.prospect.erased_at:
        raise PitchError(_("This person's data was erased."))
    link.revoked_at = None
    link.save(update_fields=["revoked_at"])


def extend_link(link: RoomLink, *, user: Any, days: int = DAYS) -> None:
    """Keep a link open for `days` from today, at most a year."""
    check_may_edit(user, link.room)
    link.expires_at = timezone.now() + timedelta(days=_days(days))
    link.save(update_fields=["expires_at"])


def set_download(link: RoomLink, *, user: Any, allowed: bool) -> None:
    """Let this person save files, or not."""
    check_may_edit(user, link.room)
    link.may_download = allowed
    link.save(update_fields=["may_download"])


def _days(days: int) -> int:
    if not 1 <= days <= LONGEST_DAYS:
        raise PitchError(_("A link is open for 1 to %(most)d days.") % {"most": LONGEST_DAYS})
    return days


# --- Mail -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def ready_letter(link: RoomLink) -> Letter:
    """Return the text that a link is mailed with, to be changed before it goes."""
    room = link.room
    values = room_values(room, link.prospect)
    title = merge(room.title, values)
    owner = room.owner
    lines = [
        _("Dear %(name)s,") % {"name": values.first_name} if values.first_name else _("Good day,"),
        "",
    ]
    if room.message:
        lines += [merge(room.message, values), ""]
    lines += [
        _("Here is your page:"),
        link.address,
        "",
        _("It is yours alone and open until %(day)s.")
        % {"day": date_format(timezone.localtime(link.expires_at), "j F Y")},
        *(
            [_("It asks for a passcode, which you get from me separately.")]
            if link.passcode
            else []
        ),
        "",
        _("Kind regards"),
        (owner.get_full_name() or owner.get_username()) if owner else "",
        brand_now().company,
    ]
    return Letter(subject=title, text="\n".join(lines).strip())


@transaction.atomic
def mail_link(link: RoomLink, *, user: Any, subject: str, text: str) -> OutgoingMail:
    """Mail the link to its person, in the user's name; answers go to the user.

    Raises NotAllowed, and PitchError where the link is closed, is not in the text, or the
    person has no address or does not want mail.
    """
    check_may_edit(user, link.room)
    prospect = link.prospect
    if prospect is None or prospect.erased_at or not prospect.email:
        raise PitchError(_("There is no mail address for this person."))
    if prospect.consent == Consent.WITHDRAWN:
        raise PitchError(
            _("%(name)s has asked not to be mailed. Copy the link and send it yourself.")
            % {"name": prospect}
        )
    if not link.is_usable:
        raise PitchError(_("This link is closed. Extend or open it first."))
    if link.address not in text:
        raise PitchError(_("The link is missing in the text: %(link)s") % {"link": link.address})
    if not subject.strip():
        raise PitchError(_("A subject is needed."))
    try:
        sent = mail.send(
            to=prospect.email,
            to_name=prospect.full_name,
            reply_to=user.email,
            subject=subject.strip(),
            text=text.strip(),
            kind="rooms.link",
            sender=user,
            related=link,
        )
    except MailDeliveryError as error:
        raise PitchError(str(error)) from error
    link.mailed_at = timezone.now()
    link.save(update_fields=["mailed_at"])
    return sent
