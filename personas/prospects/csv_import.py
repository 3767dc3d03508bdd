from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from personas.accounts.lookups import Accounts, account_key, save_account
from personas.csv_files.importing import Draft, Importer
from personas.csv_files.lookups import Named, Users
from personas.csv_files.reading import Row
from personas.errors import CsvError
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.enums import Consent
from personas.prospects.fields import TEXTS, clean_plain
from personas.prospects.models import Prospect

_BATCH = 500


class ProspectImporter(Importer):
    """Prospects from a CSV file, matched by e-mail; without one, by name within the account."""

    model = Prospect
    columns = {
        "first_name": ("firstname", "given_name", "forename"),
        "last_name": ("lastname", "surname", "family_name"),
        "email": ("e_mail", "mail", "email_address", "e_mail_address"),
        "phone": ("telephone", "phone_number", "mobile"),
        "title": ("job_title", "position"),
        "account": ("company", "account_name", "organisation", "organization"),
        "account_domain": ("domain", "company_domain", "website"),
        "persona": (),
        "persona_reason": ("why_this_persona",),
        "stage": ("journey_stage",),
        "lifecycle": (),
        "owner": ("rep",),
        "source": ("lead_source",),
        "consent": ("consent_to_e_mail",),
        "language": ("lang",),
        "notes": ("comment", "comments"),
    }

    def check_columns(self, columns: set[str]) -> None:
        if not columns & {"email", "last_name"}:
            raise CsvError(_("The file needs a column “email” or “last name”."))

    def prepare(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.users = Users(self.user)
        self.personas = Named(Persona.objects.live())
        self.stages = Named(JourneyStage.objects.all())
        self.accounts = Accounts(self.users)
        self.by_email = _by_email([row.cells.get("email", "") for row in rows])
        self.by_name = _by_name([row for row in rows if not row.cells.get("email", "").strip()])

    def label(self, draft: Draft) -> str:
        name = f"{draft.text('first_name')} {draft.text('last_name')}".strip()
        return name or draft.text("email")

    def understand(self, draft: Draft) -> None:
        if not (draft.text("email") or draft.text("last_name")):
            draft.refuse("email", _("a row needs an e-mail address or a last name"))
        for column in (*TEXTS, "email", "language", "consent", "lifecycle"):
            draft.read(column, partial(clean_plain, column))
        self.personas.read(draft, "persona")
        self.stages.read(draft, "stage")
        self.users.read(draft)
        self.accounts.read(draft)

    def identity(self, draft: Draft) -> tuple[str, ...]:
        if draft.text("email"):
            return ("email", draft.text("email").casefold())
        return (
            "name",
            *_name_key(draft.text("first_name"), draft.text("last_name")),
            account_key(draft),
        )

    def match(self, draft: Draft) -> Prospect | None:
        if draft.text("email"):
            return self.by_email.get(draft.text("email").casefold())
        key = _name_key(draft.text("first_name"), draft.text("last_name"))
        account = draft.values.get("account")
        same = [p for p in self.by_name.get(key, []) if p.account == account]
        if len(same) > 1:
            draft.refuse("last_name", _("several prospects are called this; give the e-mail"))
        return same[0] if len(same) == 1 else None

    def check_change(self, draft: Draft, known: Any) -> None:
        if draft.text("email").casefold() == known.email.casefold():
            draft.values.pop("email", None)  # upper and lower case alone is no change
        given = draft.values.get("consent") == Consent.GIVEN
        if given and known.consent == Consent.WITHDRAWN:
            draft.refuse("consent", _("was withdrawn by the prospect; a list cannot give it back"))

    def complete_new(self, instance: Any) -> None:
        self.users.take_over(instance)

    def save(self, instance: Any) -> None:
        save_account(instance)
        if instance.consent != Consent.UNKNOWN and instance.consent_at is None:
            instance.consent_at = timezone.now()
        instance.save()


def _name_key(first_name: str, last_name: str) -> tuple[str, str]:
    return (first_name.casefold(), last_name.casefold())


def _related() -> Any:
    return Prospect.objects.known().select_related("owner", "account", "persona", "stage")


def _by_email(emails: Sequence[str]) -> dict[str, Prospect]:
    wanted = sorted({email.strip().lower() for email in emails if email.strip()})
    found: dict[str, Prospect] = {}
    for start in range(0, len(wanted), _BATCH):
        for prospect in _related().with_emails(wanted[start : start + _BATCH]):
            found[prospect.email.casefold()] = prospect
    return found


def _by_name(rows: Sequence[Row]) -> dict[tuple[str, str], list[Prospect]]:
    names = sorted({row.cells.get("last_name", "").strip().lower() for row in rows})
    found: dict[tuple[str, str], list[Prospect]] = {}
    for start in range(0, len(names), _BATCH):
        candidates = _related().annotate(key=Lower("last_name"))
        for prospect in candidates.filter(key__in=names[start : start + _BATCH]):
            key = _name_key(prospect.first_name, prospect.last_name)
            found.setdefault(key, []).append(prospect)
    return found
