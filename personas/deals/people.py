"""Who can be involved in a deal: people of its account, and those who have none yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from personas.deals.models import Deal
from personas.prospects.enums import Lifecycle
from personas.prospects.models import Prospect, ProspectQuerySet


def people_to_offer(account: Any, *, user: Any, chosen: Iterable[Any] = ()) -> ProspectQuerySet:
    """The people of an account whom the user may see, and those chosen already."""
    rows = Prospect.objects.visible_to(user).known()
    return rows.filter(Q(account=account, account__isnull=False) | Q(pk__in=list(chosen)))


def why_not(prospect: Prospect, account: Any) -> str:
    """Why somebody cannot be involved in a deal of this account; blank where they can."""
    if prospect.erased_at is not None:
        return _("This prospect has been erased.")
    if prospect.account_id not in (None, account.pk):
        return _("%(name)s belongs to %(account)s.") % {
            "name": prospect,
            "account": prospect.account,
        }
    return ""


def future_customers(deal: Deal) -> ProspectQuerySet:
    """Those involved whom winning makes customers: all but erased ones and customers."""
    people: ProspectQuerySet = deal.prospects.all()
    return people.known().exclude(lifecycle=Lifecycle.CUSTOMER)
