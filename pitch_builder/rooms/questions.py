"""A prospect's question: written down, and brought to the rep at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import mail
from cms.operations.notifications import notify
from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from pitch_builder.errors import PitchError
from pitch_builder.rooms.access import Guest

LONGEST = 2_000


@transaction.atomic
def ask_question(guest: Guest, text: str, *, about: str = "") -> None:
    """Bring a question to the room's owner, in the app and by mail, and record that it was asked.

    It is brought also where recording is switched off: who asks wants an answer. Raises
    PitchError for an empty or endless text.
    """
    text = text.strip()
    if not text:
        raise PitchError(_("Please write your question first."))
    if len(text) > LONGEST:
        raise PitchError(
            _("That is longer than %(most)d characters. Please shorten it.") % {"most": LONGEST}
        )
    room, prospect = guest.room, guest.prospect
    if guest.is_recorded:
        record(
            [
                EngagementEvent(
                    Verb.ASKED,
                    grade=Grade.INTERNAL if guest.team else Grade.HUMAN,
                    subject=room,
                    label=guest.say(room.title),
                    context=guest.link,
                    prospect_id=None if guest.team else guest.link.prospect_id,
                    account_id=room.account_id,
                    data={"text": text, **({"about": about} if about else {})},
                )
            ]
        )
    if room.owner is None:
        return
    who = str(prospect or _("Somebody"))
    notify(
        room.owner,
        _("%(who)s (%(account)s) asks: %(text)s")
        % {"who": who, "account": room.account, "text": text},
        kind="rooms.question",
        link=room.get_absolute_url(),
    )
    if room.owner.email:
        mail.send(
            to=room.owner.email,
            to_name=room.owner.get_full_name(),
            reply_to=prospect.email if prospect else "",
            subject=_("Question from %(who)s, %(account)s")
            % {"who": who, "account": room.account},
            text="\n".join(
                [
                    text,
                    "",
                    *([_("Asked on: %(page)s") % {"page": about}] if about else []),
                    _("In the room “%(room)s”, %(day)s.")
                    % {"room": guest.say(room.title), "day": timezone.localdate().isoformat()},
                    _("Answer this mail to write to %(who)s.") % {"who": who}
                    if prospect and prospect.email
                    else "",
                ]
            ),
            kind="rooms.question",
            recipient=room.owner,
            related=guest.link,
        )
