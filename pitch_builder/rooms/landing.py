"""A landing page's form inside a room: it asks a known person only for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.operations.notifications import notify
from cms.site.forms import LandingForm
from cms.site.submissions import Answers, take_known_submission, take_submission
from personas.engagement.enums import Grade
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.grading import is_robot

if TYPE_CHECKING:
    from cms.assets.kinds import LandingPage


class RoomForm(LandingForm):
    """The page's questions without those whose answer the guest's link gives already."""

    def __init__(self, page: LandingPage, guest: Guest, data: Any = None) -> None:
        super().__init__(page, data)
        self.guest = guest
        for name in known_fields(guest):
            self.fields.pop(name, None)
        self._errors = None  # what is not asked is not missing

    @property
    def action(self) -> str:
        return reverse("room:send", args=[self.guest.token, self.page.pk])

    @property
    def intro(self) -> str:
        """Why so little is asked."""
        return _("We know from your link who you are.") if self.guest.prospect else ""


def known_fields(guest: Guest) -> set[str]:
    """Return the names of fields that need not be asked: an address is never asked of a guest."""
    person = guest.prospect
    if person is None:
        return set()
    known = {
        "email": True,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "company": person.account_id,
        "title": person.title,
        "phone": person.phone,
    }
    return {name for name, value in known.items() if value}


@transaction.atomic
def take_form(guest: Guest, form: RoomForm, *, user_agent: str) -> None:
    """Take a valid form: proposed changes, an engagement in the link's context, word to the rep.

    Nothing is taken in a preview, nor of a colleague who is signed in: it is not this person who
    fills it in. Where recording is off, what was sent still arrives.
    """
    if guest.preview or guest.team:
        return
    given = form.cleaned_data
    answers = Answers(
        **{name: given.get(name) or "" for name in LandingForm.ORDER},
        further=form.answers,
        once=given["token"],
    )
    if guest.prospect is None:
        take_submission(form.page, answers)
        return
    is_new = take_known_submission(
        form.page,
        answers,
        prospect=guest.prospect,
        context=guest.link,
        grade=Grade.SCANNER if is_robot(user_agent) else Grade.HUMAN,
        recorded=guest.is_recorded,
    )
    if guest.room.owner is not None and is_new:
        notify(
            guest.room.owner,
            _("%(who)s (%(account)s) sent the form of “%(page)s”.")
            % {"who": guest.prospect, "account": guest.room.account, "page": form.page.title},
            kind="rooms.form",
            link=guest.room.get_absolute_url(),
        )
