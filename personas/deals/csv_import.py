from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from personas.accounts.lookups import Accounts, account_key, save_account
from personas.csv_files.importing import Draft, Importer
from personas.csv_files.lookups import Users
from personas.csv_files.reading import Row
from personas.deals.enums import DealState
from personas.deals.models import Deal
from personas.deals.money import clean_amount, clean_currency
from personas.deals.people import why_not
from personas.deals.services import closing_moment, make_customers
from personas.errors import CsvError, DealPeopleError, DealStateError
from personas.prospects.enums import Lifecycle
from personas.prospects.fields import clean_choice
from personas.prospects.models import Prospect

_BATCH = 500
_TEXTS = ("name", "lost_reason", "competitor", "notes", "reference")
SEPARATOR = "; "


class People(frozenset[Prospect]):
    """Those whom a row adds, written as it names them."""

    def __str__(self) -> str:
        return SEPARATOR.join(sorted(name_of(person) for person in self))


def name_of(prospect: Prospect) -> str:
    """How a file names a prospect: by e-mail, without one by full name."""
    return prospect.email or prospect.full_name


class DealImporter(Importer):
    """Deals from a CSV file, matched by reference, else by name and account."""

    model = Deal
    columns = {
        "name": ("deal", "deal_name", "opportunity", "opportunity_name"),
        "reference": ("external_reference", "external_id", "deal_id", "opportunity_id", "id"),
        "account": ("company", "account_name", "organisation", "organization"),
        "account_domain": ("domain", "company_domain", "website"),
        "prospects": ("people", "people_involved", "contacts"),
        "owner": ("rep", "deal_owner"),
        "value": ("amount", "deal_value"),
        "currency": ("currency_code",),
        "state": ("status", "outcome"),
        "expected_close": ("expected_to_close", "expected_close_date"),
        "closed": ("closed_at", "closed_on", "close_date"),
        "lost_reason": ("why_it_was_lost", "loss_reason"),
        "competitor": ("current_supplier", "supplier", "lost_to"),
        "notes": ("comment", "comments"),
    }

    def check_columns(self, columns: set[str]) -> None:
        if not {"name", "account"} <= columns and "reference" not in columns:
            raise CsvError(_("The file needs the columns “name” and “account”, or “reference”."))

    def prepare(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.users = Users(self.user)
        self.accounts = Accounts(self.users)
        self.by_email, self.by_name = _people(rows, self.user)
        self.references: dict[str, Deal] = {}
        self.named: dict[tuple[str, int], list[Deal]] = {}
        related = Deal.objects.select_related("owner", "account").prefetch_related("prospects")
        for deal in related:
            if deal.reference:
                self.references[deal.reference.casefold()] = deal
            self.named.setdefault((deal.name.casefold(), deal.account_id), []).append(deal)

    def label(self, draft: Draft) -> str:
        return draft.text("name") or draft.text("reference")

    # --- One row --------------------------------------------------------------------------
    def understand(self, draft: Draft) -> None:
        for column in _TEXTS:
            self.read_text(draft, column)
        draft.read("value", clean_amount)
        draft.read("currency", clean_currency)
        draft.read("state", clean_state)
        draft.read("expected_close", clean_day)
        draft.read("closed", clean_closing, "closed_at")
        self.accounts.read(draft)
        self.users.read(draft)

    def identity(self, draft: Draft) -> tuple[str, ...]:
        if draft.text("reference"):
            return ("reference", draft.text("reference").casefold())
        return ("name", draft.text("name").casefold(), account_key(draft))

    def match(self, draft: Draft) -> Deal | None:
        known = self._known(draft)
        if known is None:
            for column in ("name", "account"):
                if column not in draft.values:
                    draft.refuse(column, _("missing"))
        if not draft.problems:
            self._involve(draft, known)
            self._close(draft, known)
        return known

    def _known(self, draft: Draft) -> Deal | None:
        reference = draft.text("reference").casefold()
        if reference in self.references:
            return self.references[reference]
        account = draft.values.get("account")
        if account is None or account.pk is None:
            return None
        found = self.named.get((draft.text("name").casefold(), account.pk), [])
        if reference:
            # The same name with another reference is another deal; without one, it is this one.
            found = [deal for deal in found if not deal.reference]
        if len(found) > 1:
            draft.refuse("name", _("several deals of this account have this name; give reference"))
        return found[0] if len(found) == 1 else None

    def _involve(self, draft: Draft, known: Deal | None) -> None:
        """Add the people whom the row names to those who are involved already."""
        account = draft.values.get("account") or (known.account if known else None)
        present = frozenset(known.prospects.all()) if known else frozenset()
        named = set()
        for text in draft.text("prospects").split(";"):
            if text.strip() and (person := self._person(draft, text.strip(), account)):
                named.add(person)
        for person in sorted(named - present, key=lambda person: person.pk):
            if reason := why_not(person, account):
                draft.refuse("prospects", reason)
        moved = known is not None and account != known.account
        if moved and any(why_not(person, account) for person in present):
            draft.refuse("account", str(DealPeopleError.message))
        if named - present:
            draft.values["prospects"] = People(named - present)

    def _person(self, draft: Draft, text: str, account: Any) -> Prospect | None:
        if "@" in text:
            found = self.by_email.get(text.casefold())
            people = [found] if found else []
        else:
            named = self.by_name.get(text.casefold(), [])
            people = [person for person in named if person.account_id in (None, account.pk)]
        if len(people) == 1:
            return people[0]
        if people:
            draft.refuse("prospects", _("several people are called “%s”; give the e-mail") % text)
        else:
            draft.refuse("prospects", _("no prospect of yours is called “%s”") % text)
        return None

    def _close(self, draft: Draft, known: Deal | None) -> None:
        """Let state, day of closing and reason agree, and say what winning leads to."""
        values = draft.values
        before = DealState(known.state) if known else DealState.OPEN
        state = DealState(values.get("state", before))
        if state == DealState.OPEN:
            for column, field in (("closed", "closed_at"), ("lost_reason", "lost_reason")):
                if field in values:
                    draft.refuse(column, _("an open deal has none; is the state missing?"))
            if known is not None and before != state:
                values["closed_at"] = None
        elif "closed_at" not in values:
            if before != state:
                values["closed_at"] = timezone.now()
        elif known is not None and _same_day(values["closed_at"], known.closed_at):
            values.pop("closed_at")
        if state == DealState.WON and "lost_reason" in values:
            draft.refuse("lost_reason", _("a deal that is won has none"))
        if known is not None and before == DealState.LOST != state:
            values["lost_reason"] = ""
        if state == DealState.LOST != before and "lost_reason" not in values:
            draft.notes.append(_("nobody says why it was lost"))
        self._note_customers(draft, known, state)

    def _note_customers(self, draft: Draft, known: Deal | None, state: DealState) -> None:
        people = set(draft.values.get("prospects", ()))
        if known is not None and not known.is_won:
            people |= set(known.prospects.all())
        new = sum(person.lifecycle != Lifecycle.CUSTOMER for person in people)
        if state == DealState.WON and new:
            words = ngettext(
                "%(count)d prospect becomes a customer",
                "%(count)d prospects become customers",
                new,
            )
            draft.notes.append(words % {"count": new})

    # --- Writing --------------------------------------------------------------------------
    def value_of(self, instance: Any, name: str) -> Any:
        """People are only ever added, so a row is compared with nobody."""
        return People() if name == "prospects" else super().value_of(instance, name)

    def set_value(self, instance: Any, name: str, value: Any) -> None:
        if name == "prospects":
            instance.people_named = value
        else:
            super().set_value(instance, name, value)

    def complete_new(self, instance: Any) -> None:
        self.users.take_over(instance)

    def save(self, instance: Any) -> None:
        save_account(instance)
        instance.save()
        instance.prospects.add(*getattr(instance, "people_named", ()))
        if instance.is_won:
            make_customers(instance, self.user)


def clean_state(text: str) -> str:
    """A state by value or label; “Closed won” is read too. Raises ValidationError."""
    return clean_choice(DealState, re.sub(r"^closed[\s:_-]+", "", text.strip(), flags=re.I))


def clean_day(text: str) -> date:
    """A day as 2026-03-31 or as forms take it. Raises ValidationError."""
    try:
        day = forms.DateField().to_python(text[:10] if "T" in text else text)
    except ValidationError:
        day = None
    if day is None:
        raise ValidationError(_("“%(text)s” is no day such as 2026-03-31") % {"text": text})
    return day


def clean_closing(text: str) -> datetime:
    """The moment at which a deal was closed on this day. Raises ValidationError."""
    try:
        return closing_moment(clean_day(text))
    except DealStateError as error:
        raise ValidationError(str(error)) from error


def _same_day(one: Any, other: Any) -> bool:
    return bool(other) and timezone.localtime(one).date() == timezone.localtime(other).date()


def _people(
    rows: Sequence[Row], user: Any
) -> tuple[dict[str, Prospect], dict[str, list[Prospect]]]:
    """The people whom rows name, of those whom the user may see: by e-mail, and by full name."""
    named = {
        text.strip().lower()
        for row in rows
        for text in row.cells.get("prospects", "").split(";")
        if text.strip()
    }
    seen = Prospect.objects.visible_to(user).known().select_related("account")
    by_email: dict[str, Prospect] = {}
    for emails in _batches(text for text in named if "@" in text):
        for person in seen.with_emails(emails):
            by_email[person.email.casefold()] = person
    by_name: dict[str, list[Prospect]] = {}
    lowered = seen.annotate(key=Lower("last_name"))
    for names in _batches(_last_names(text for text in named if "@" not in text)):
        for person in lowered.filter(key__in=names):
            by_name.setdefault(person.full_name.casefold(), []).append(person)
    return by_email, by_name


def _last_names(full_names: Iterable[str]) -> set[str]:
    """Whatever may be the last name in these: “ingrid de wael” -> wael, de wael, all of it."""
    found: set[str] = set()
    for name in full_names:
        words = name.split()
        found |= {" ".join(words[at:]) for at in range(len(words))}
    return found


def _batches(texts: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(set(texts))
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
