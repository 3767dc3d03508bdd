from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from personas.accounts.domains import bare_domain
from personas.accounts.models import Account
from personas.csv_files.importing import Draft, Importer
from personas.csv_files.lookups import Users
from personas.csv_files.reading import Row
from personas.errors import CsvError

_TEXTS = ("name", "industry", "region", "current_supplier", "notes")
_NUMBERS = {"size": 2_147_483_647, "turnover": 9_223_372_036_854_775_807}


class AccountImporter(Importer):
    """Accounts from a CSV file, matched by domain, else by name."""

    model = Account
    columns = {
        "name": ("account", "company", "account_name", "organisation", "organization"),
        "domain": ("account_domain", "website", "web_site", "web_address"),
        "industry": ("sector",),
        "size": ("employees", "headcount"),
        "turnover": ("revenue", "annual_revenue", "yearly_turnover"),
        "region": ("country",),
        "current_supplier": ("supplier",),
        "owner": ("rep", "account_owner"),
        "notes": ("comment", "comments"),
    }

    def check_columns(self, columns: set[str]) -> None:
        if "name" not in columns:
            raise CsvError(_("The file needs a column “name”."))

    def prepare(self, rows: Iterable[Row]) -> None:
        self.users = Users(self.user)
        self.by_domain: dict[str, Account] = {}
        self.by_name: dict[str, list[Account]] = {}
        for account in Account.objects.select_related("owner"):
            if account.domain:
                self.by_domain[account.domain] = account
            self.by_name.setdefault(account.name.casefold(), []).append(account)

    def label(self, draft: Draft) -> str:
        return draft.text("name") or draft.text("domain")

    def understand(self, draft: Draft) -> None:
        if not draft.text("name"):
            draft.refuse("name", _("missing"))
        for column in _TEXTS:
            self.read_text(draft, column)
        for column, limit in _NUMBERS.items():
            draft.read(column, partial(whole_number, limit=limit))
        if domain := bare_domain(draft.text("domain")):
            if "." not in domain or " " in domain or len(domain) > 120:
                draft.refuse("domain", _("“%(text)s” is no domain") % {"text": domain})
            draft.values["domain"] = domain
        self.users.read(draft)

    def identity(self, draft: Draft) -> tuple[str, ...]:
        domain = draft.values.get("domain", "")
        return ("domain", domain) if domain else ("name", draft.text("name").casefold())

    def match(self, draft: Draft) -> Account | None:
        domain = draft.values.get("domain", "")
        if domain in self.by_domain:
            return self.by_domain[domain]
        named = self.by_name.get(draft.text("name").casefold(), [])
        if domain:
            # The same name with another domain is another company; without one, it is this one.
            named = [account for account in named if not account.domain]
        if len(named) > 1:
            draft.refuse("name", _("several accounts have this name; give the domain"))
        return named[0] if len(named) == 1 else None

    def complete_new(self, instance: Any) -> None:
        self.users.take_over(instance)


def whole_number(text: str, limit: int) -> int:
    """`1 200`, `1,200` and `1200` -> 1200. Raises ValidationError for anything else."""
    digits = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    groups = digits.replace("'", ",").split(",")
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("“%(text)s” is no whole number") % {"text": text})
    if int(digits) > limit:
        raise ValidationError(_("“%(text)s” is too large") % {"text": text})
    return int(digits)
