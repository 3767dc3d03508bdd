"""`manage.py draft_deck BRIEF`: a deck from plain words, each slide with its reason."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from personas.access.roles import Role
from personas.accounts.models import Account
from personas.prospects.models import Prospect
from pitch_builder.briefs.drafting import Brief, Choose, Draft, draft
from pitch_builder.briefs.making import Made, make_deck
from pitch_builder.briefs.reporting import as_json, as_lines
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.errors import PitchError
from pitch_builder.merging import DEFAULTS
from search import services as search
from search.errors import SearchError


class Command(BaseCommand):
    help = (
        "Draft a deck from a brief in plain words. Without --user it is made in the name of the "
        "account's owner, else of the first sales lead; without an account or a prospect, in the "
        "brief or by option, for an account that stands in for one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("brief", help="whom you meet, and what they care about")
        parser.add_argument("--prospect", metavar="P", help="number, e-mail address or full name")
        parser.add_argument("--account", metavar="A", help="number, name or domain")
        parser.add_argument(
            "--template",
            metavar="T",
            help="number, short name or name of a deck template, or “own” for Tandem's own "
            "storyline; else the one that fits best",
        )
        parser.add_argument("--user", metavar="U", help="in whose name")
        parser.add_argument("--dry-run", action="store_true", help="make no deck")
        parser.add_argument("--json", action="store_true", help="all of it, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        prospect = self._prospect(options["prospect"])
        account = self._account(options["account"])
        of_account = account or (prospect.account if prospect else None)
        user, why = self._user(options["user"], of_account)
        try:
            search.warm_up()  # the model loads once a process, and is no part of drafting
            started = time.perf_counter()
            found = draft(
                Brief(
                    options["brief"],
                    prospect=prospect,
                    account=account,
                    template=self._template(options["template"]),
                ),
                user=user,
            )
            if not options["user"] and of_account is None and found.account:
                user, why = self._user(None, found.account)
            made = None if options["dry_run"] else self._make(found, user)
            seconds = time.perf_counter() - started
        except (PitchError, SearchError) as error:
            raise CommandError(str(error)) from error
        who = {"name": user.get_username(), "why": why}
        if options["json"]:
            report = as_json(found, made, who=who, seconds=seconds)
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            for line in as_lines(found, made, who=who, seconds=seconds):
                self.stdout.write(line)

    def _make(self, found: Draft, user: Any) -> Made | None:
        if found.is_foreign:
            return None
        return make_deck(found, user=user, account=found.account or stand_in())

    def _prospect(self, wanted: str | None) -> Prospect | None:
        if not wanted:
            return None
        rows = Prospect.objects.known().select_related("account", "persona", "stage")
        if wanted.isdecimal():
            found = list(rows.filter(pk=wanted))
        elif "@" in wanted:
            found = list(rows.with_email(wanted))
        else:
            first, _space, last = wanted.strip().partition(" ")
            found = list(rows.filter(first_name__iexact=first, last_name__iexact=last))
        return self._one(found, "prospect", wanted)

    def _account(self, wanted: str | None) -> Account | None:
        if not wanted:
            return None
        if wanted.isdecimal():
            found = list(Account.objects.filter(pk=wanted))
        else:
            found = list(Account.objects.filter(Q(name__iexact=wanted) | Q(domain__iexact=wanted)))
        return self._one(found, "account", wanted)

    def _template(self, wanted: str | None) -> DeckTemplate | Choose:
        if not wanted:
            return Choose.BEST
        if wanted == Choose.OWN:
            return Choose.OWN
        rows = DeckTemplate.objects.all()
        if wanted.isdecimal():
            found = list(rows.filter(pk=wanted))
        else:
            found = list(rows.filter(Q(slug=wanted) | Q(name__iexact=wanted)))
        return self._one(found, "deck template", wanted)

    def _one(self, found: list[Any], what: str, wanted: str) -> Any:
        if len(found) != 1:
            raise CommandError(
                f"There is no {what} “{wanted}”."
                if not found
                else f"{len(found)} are named “{wanted}”; give the number of the {what}."
            )
        return found[0]

    def _user(self, wanted: str | None, account: Account | None) -> tuple[Any, str]:
        users = get_user_model().objects.filter(is_active=True)
        if wanted:
            named = users.filter(username=wanted).first()
            if named is None:
                raise CommandError(f"There is no user named {wanted}.")
            return named, "named by --user"
        if account and account.owner and account.owner.is_active:
            return account.owner, f"owner of {account}"
        lead = users.filter(groups__name=Role.SALES_LEADS).order_by("pk").first()
        if lead is None:
            raise CommandError("There is no sales lead; name a user with --user.")
        return lead, "first sales lead"


def stand_in() -> Account:
    """Return the account of decks that are drafted before anybody is named; one for all."""
    account, _made = Account.objects.get_or_create(
        name=DEFAULTS.account,
        owner=None,
        defaults={
            "notes": _(
                "Stands in for the account of decks that were drafted before one was named. "
                "Copy such a deck for the real account."
            )
        },
    )
    return account
