"""Approval of built decks, where their template asks for it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations.notifications import notify
from personas.access.roles import Role
from pitch_builder.builds.models import Build
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from pitch_builder.teamwork.models import ApprovalState, DeckApproval

RIGHT = "pitch_builder.approve_deck"


def may_approve(user: Any, approval: DeckApproval) -> bool:
    """Tell whether a user may decide: a lead, and never who asked for it."""
    return bool(user.has_perm(RIGHT)) and user.pk != approval.asked_by_id


def approvers() -> QuerySet[Any]:
    """Return the leads of both teams."""
    leads = [role.value for role in Role.leads()]
    return get_user_model().objects.filter(is_active=True, groups__name__in=leads).distinct()


def word_on(build: Build | None) -> DeckApproval | None:
    """Return what was asked or said of a build; None where its template asks for no word, or
    for this build none was needed. At most one query."""
    template = build.deck.template if build else None
    if build is None or template is None or not template.needs_approval:
        return None
    found: DeckApproval | None = (
        DeckApproval.objects.filter(build=build).select_related("decided_by").first()
    )
    return found


def ask(build: Build) -> DeckApproval:
    """Ask the leads for a build, in the name of who asked for the build; an earlier request of
    the deck is overtaken. Call it in the transaction that stores the build."""
    DeckApproval.objects.waiting().filter(build__deck=build.deck_id).update(
        state=ApprovalState.OVERTAKEN
    )
    by = build.requested_by or build.deck.owner
    made = DeckApproval.objects.create(build=build, asked_by=by)
    name = (by.get_full_name() or by.get_username()) if by else "Tandem"
    for lead in approvers():
        if by is None or lead.pk != by.pk:
            notify(
                lead,
                _("%(name)s asks for approval of “%(deck)s” for %(account)s.")
                % {
                    "name": name,
                    "deck": build.manifest.deck_title,
                    "account": build.deck.account,
                },
                kind="decks.approval",
                link=f"{build.deck.get_absolute_url()}team/",
            )
    return made


@transaction.atomic
def approve(approval: DeckApproval, *, user: Any, note: str = "") -> None:
    """Release the build to rooms, and tell who asked. Raises NotAllowed, and Conflict where it
    was decided or overtaken meanwhile."""
    held = _take_up(approval, user)
    _decide(held, ApprovalState.GIVEN, user, note)
    Build.objects.filter(pk=held.build_id).update(released_at=timezone.now())
    _tell(held, _("“%(deck)s” is approved. Rooms show it now."))


@transaction.atomic
def send_back(approval: DeckApproval, *, user: Any, note: str) -> None:
    """Decline, and say why. Raises NotAllowed, Conflict, and PitchError without a word."""
    if not note.strip():
        raise PitchError(_("Say what has to change."))
    held = _take_up(approval, user)
    _decide(held, ApprovalState.DECLINED, user, note)
    _tell(held, _("“%(deck)s” came back: %(note)s"))


def _take_up(approval: DeckApproval, user: Any) -> DeckApproval:
    held = (
        DeckApproval.objects.select_for_update(of=("self",))
        .select_related("build__deck", "asked_by")
        .get(pk=approval.pk)
    )
    if not may_approve(user, held):
        raise NotAllowed(_("Another lead than who asked decides."))
    if held.state != ApprovalState.ASKED:
        raise Conflict(_("This was decided, or the deck was built again, meanwhile."))
    return held


def _decide(held: DeckApproval, state: ApprovalState, user: Any, note: str) -> None:
    held.state, held.decided_by, held.decided_at = state, user, timezone.now()
    held.note = note.strip()[:300]
    held.save()


def _tell(held: DeckApproval, words: str) -> None:
    if held.asked_by is not None:
        notify(
            held.asked_by,
            words % {"deck": held.build.manifest.deck_title, "note": held.note},
            kind="decks.approval-decided",
            link=held.build.deck.get_absolute_url(),
        )
