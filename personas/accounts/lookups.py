"""Accounts that rows of a CSV file name, loaded once for all rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from personas.accounts.domains import bare_domain
from personas.accounts.models import Account
from personas.csv_files.importing import Draft
from personas.csv_files.lookups import Users


class Accounts:
    """By domain, else by name. What is not known yet is made when the first row of it is saved."""

    def __init__(self, users: Users) -> None:
        self.users = users
        self.domains: dict[str, Account] = {}
        self.names: dict[str, list[Account]] = {}
        for account in Account.objects.select_related("owner"):
            if account.domain:
                self.domains[account.domain] = account
            self.names.setdefault(account.name.casefold(), []).append(account)

    def read(self, draft: Draft) -> None:
        """Understand the row's `account` and `account_domain`."""
        name, domain = draft.text("account"), bare_domain(draft.text("account_domain"))
        if domain and domain in self.domains:
            draft.values["account"] = self.domains[domain]
            return
        if not (name or domain):
            return
        named = self.names.get(name.casefold(), []) if name else []
        if len(named) > 1:
            draft.refuse("account", _("several accounts are called this; give account_domain"))
        elif named:
            draft.values["account"] = named[0]
        elif len(name) > 160 or len(domain) > 120:
            draft.refuse("account", _("the name is too long"))
        else:
            draft.values["account"] = self._new(name or domain, domain)
        account = draft.values.get("account")
        if account is not None and account.pk is None:
            draft.notes.append(_("new account “%(name)s”") % {"name": account.name})

    def _new(self, name: str, domain: str) -> Account:
        """Kept for later rows of the same file."""
        account = Account(name=name, domain=domain)
        self.users.take_over(account)
        self.names.setdefault(name.casefold(), []).append(account)
        if domain:
            self.domains[domain] = account
        return account


def save_account(instance: Any) -> None:
    """Save the new account that a row to be saved names, and take up its number."""
    if instance.account is not None and instance.account.pk is None:
        instance.account.save()
    instance.account = instance.account


def account_key(draft: Draft) -> str:
    """What makes two rows name the same account."""
    account = draft.values.get("account")
    return str(account.pk or account.name.casefold()) if account else ""
