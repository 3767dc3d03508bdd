"""Adding, changing and closing deals. Plain arguments in, rights checked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from personas.access.forms import possible_owners
from personas.access.ownership import first_owner
from personas.access.roles import is_lead, is_sales
from personas.accounts.models import Account
from personas.deals.enums import DealState
from personas.deals.models import Deal
from personas.deals.people import future_customers, why_not
from personas.errors import (
    DealPeopleError,
    DealStateError,
    NotAllowedError,
    UnknownFieldError,
)
from personas.prospects.enums import Lifecycle
from personas.prospects.models import Prospect

# What is changed by hand; state, moment of closing and reason go with winning and losing.
FIELDS = frozenset(
    {
        "name",
        "account",
        "owner",
        "value",
        "currency",
        "expected_close",
        "competitor",
        "notes",
        "reference",
    }
)
WIN, LOSE, REOPEN = "personas.deal.win", "personas.deal.lose", "personas.deal.reopen"


@dataclass(frozen=True, slots=True)
class Won:
    """A deal that was won, and who became a customer by it."""

    deal: Deal
    customers: tuple[Prospect, ...]


@transaction.atomic
def create_deal(
    *,
    user: Any,
    name: str,
    account: Account,
    prospects: Iterable[Prospect] = (),
    **fields: Any,
) -> Deal:
    """Add an open deal; `fields` as in FIELDS. Without `owner`, a rep's deal is their own.

    Raises NotAllowedError, DealPeopleError, UnknownFieldError, and ValidationError for a value
    that a field does not take.
    """
    if not (is_sales(user) or is_lead(user)):
        raise NotAllowedError(_("Only sales and leads add deals."))
    deal = Deal(owner=first_owner(user))
    _set(deal, user, {"name": name, "account": account, **fields})
    _involve(deal, user, prospects)
    log(deal, "wagtail.create", user=user)
    return deal


@transaction.atomic
def change_deal(
    deal: Deal, *, user: Any, prospects: Iterable[Prospect] | None = None, **fields: Any
) -> Deal:
    """Set fields of a deal, as in FIELDS, and who is involved; returns it as it is kept now.

    People whom the user may not see stay involved. Who joins a deal that is won is a customer.
    Raises what `create_deal` raises.
    """
    held = _held(deal, user)
    moved = "account" in fields and fields["account"] != held.account
    _set(held, user, fields)
    if prospects is not None or moved:
        wanted = held.prospects.all() if prospects is None else prospects
        _involve(held, user, wanted, moved=moved)
    log(held, "wagtail.edit", user=user)
    return held


@transaction.atomic
def win_deal(deal: Deal, *, user: Any, on: date | None = None) -> Won:
    """Close an open deal as won, today or on an earlier day. Its people become customers, all
    but erased ones.

    Raises NotAllowedError, and DealStateError where it is closed or the day has not come.
    """
    held = _held_open(deal, user)
    held.set_state(DealState.WON, at=closing_moment(on))
    held.save()
    log(held, WIN, user=user)
    return Won(held, make_customers(held, user))


@transaction.atomic
def lose_deal(
    deal: Deal, *, user: Any, reason: str, competitor: str = "", on: date | None = None
) -> Deal:
    """Close an open deal as lost, and say why. Nothing else changes by itself.

    Raises what `win_deal` raises, and DealStateError without a reason.
    """
    if not reason.strip():
        raise DealStateError(_("Say why it was lost; the next deal profits from it."))
    held = _held_open(deal, user)
    held.set_state(DealState.LOST, at=closing_moment(on), reason=reason.strip())
    held.competitor = competitor.strip() or held.competitor
    held.full_clean()
    held.save()
    log(held, LOSE, user=user, data={"reason": held.lost_reason})
    return held


@transaction.atomic
def reopen_deal(deal: Deal, *, user: Any) -> Deal:
    """Take back that a deal was won or lost. Who became a customer by it stays one.

    Raises NotAllowedError, and DealStateError for a deal that is open.
    """
    held = _held(deal, user)
    if held.is_open:
        raise DealStateError(_("This deal is open."))
    held.set_state(DealState.OPEN)
    held.save()
    log(held, REOPEN, user=user)
    return held


def make_customers(deal: Deal, user: Any) -> tuple[Prospect, ...]:
    """Make those involved in a won deal customers; returns who was none before."""
    new = tuple(future_customers(deal))
    for prospect in new:
        prospect.lifecycle = Lifecycle.CUSTOMER
        prospect.save(update_fields=["lifecycle", "updated_at"])
        log(prospect, "wagtail.edit", user=user)
    return new


def closing_moment(on: date | None) -> datetime:
    """Now, or the end of an earlier day: what was read on that day counts as read before.

    Raises DealStateError for a day to come.
    """
    today = timezone.localdate()
    if on is None or on == today:
        return timezone.now()
    if on > today:
        raise DealStateError(_("A deal cannot be closed on a day to come."))
    return timezone.make_aware(datetime.combine(on, time(23, 59, 59)))


def _held(deal: Deal, user: Any) -> Deal:
    held = Deal.objects.select_for_update().get(pk=deal.pk)
    if not held.is_editable_by(user):
        raise NotAllowedError(_("This deal belongs to somebody else."))
    return held


def _held_open(deal: Deal, user: Any) -> Deal:
    held = _held(deal, user)
    if not held.is_open:
        raise DealStateError
    return held


def _set(deal: Deal, user: Any, fields: dict[str, Any]) -> None:
    """Set and save fields. Raises UnknownFieldError, NotAllowedError and ValidationError."""
    if unknown := fields.keys() - FIELDS:
        raise UnknownFieldError(
            _("A deal has no such field, or it is not set by hand: %(names)s.")
            % {"names": ", ".join(sorted(unknown))}
        )
    owner = fields.get("owner")
    if owner is not None and not possible_owners(user, deal.owner_id).filter(pk=owner.pk).exists():
        raise NotAllowedError(_("Only leads give deals to others."))
    for name, value in fields.items():
        setattr(deal, name, value)
    deal.full_clean()
    deal.save()


def _involve(deal: Deal, user: Any, prospects: Iterable[Prospect], *, moved: bool = False) -> None:
    """Set who is involved, of those whom the user may see; the others stay.

    Who is involved already is not asked for their account again, unless the deal has moved.
    """
    seen = Prospect.objects.visible_to(user)
    present = set(deal.prospects.all())
    hidden = present - set(seen.filter(pk__in=[person.pk for person in present]))
    wanted = set(prospects) | hidden
    new = wanted - present
    if new - set(seen.filter(pk__in=[person.pk for person in new])):
        raise NotAllowedError(_("One of these people is looked after by a colleague."))
    for person in sorted(wanted if moved else new, key=lambda person: person.pk):
        if reason := why_not(person, deal.account):
            raise DealPeopleError(None if person in hidden else reason)
    deal.prospects.set(wanted)
    if deal.is_won:
        make_customers(deal, user)
