from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from personas.accounts.domains import bare_domain
from personas.accounts.models import Account
from personas.errors import ChangeDecidedError, ChangeRefusedError, UnknownFieldError
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.enums import ChangeState, Consent
from personas.prospects.fields import clean_plain
from personas.prospects.models import ProposedChange, Prospect

# What a form may say about the person who fills it in. Nobody names their own owner or lifecycle.
PLAIN_FIELDS = ("first_name", "last_name", "phone", "title", "language")
NAMED_FIELDS = ("account", "persona", "stage")
FORM_FIELDS = frozenset({*PLAIN_FIELDS, *NAMED_FIELDS, "consent"})


@dataclass(frozen=True, slots=True)
class Submission:
    """The prospect that a form submission belongs to, and what it led to."""

    prospect: Prospect
    created: bool
    proposed: tuple[ProposedChange, ...]


def create_or_propose(
    *, email: str, values: Mapping[str, str], source: str, persona_reason: str = ""
) -> Submission:
    """Take a form submission: a new prospect, or proposed changes to a known one.

    `values` maps names in FORM_FIELDS to texts: an account by its name, persona and stage by
    slug, consent as "given". A known prospect (same e-mail, upper and lower case alike) is never
    changed; each differing value waits as a ProposedChange. Values that cannot be taken (too
    long, an unknown persona) are left out for a new prospect and not proposed for a known one.

    Raises UnknownFieldError for another name, ValidationError for a bad e-mail address.
    """
    given = _given(values)
    address = clean_plain("email", email)
    try:
        with transaction.atomic():
            known = Prospect.objects.with_email(address).first()
            if known is None:
                return _create(address, given, source, persona_reason)
    except IntegrityError:  # the same form was sent twice at the same moment
        known = Prospect.objects.with_email(address).get()
    return Submission(known, False, _propose(known, given, source))


@transaction.atomic
def propose_changes(
    prospect: Prospect, values: Mapping[str, str], *, source: str
) -> tuple[ProposedChange, ...]:
    """Take what a prospect says about themselves: each differing value waits as a ProposedChange.

    `values` as for `create_or_propose`. Raises UnknownFieldError for another name.
    """
    return _propose(prospect, _given(values), source)


def _given(values: Mapping[str, str]) -> dict[str, str]:
    unknown = values.keys() - FORM_FIELDS
    if unknown:
        raise UnknownFieldError(
            _("A form may not set: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        )
    return {field: text.strip() for field, text in values.items() if text.strip()}


def _create(email: str, given: Mapping[str, str], source: str, persona_reason: str) -> Submission:
    prospect = Prospect(email=email, source=source[:120])
    for field, text in given.items():
        try:
            setattr(prospect, field, _value(field, text, create_account=True))
        except ValidationError:
            continue
    if prospect.account is None:
        prospect.account = _account_by_domain(email)
    if prospect.account is not None:
        prospect.owner = prospect.account.owner
    if prospect.persona is not None:
        prospect.persona_reason = persona_reason[:250]
    if prospect.consent == Consent.GIVEN:
        prospect.consent_at = timezone.now()
    prospect.save()
    return Submission(prospect, True, ())


def _propose(
    prospect: Prospect, given: Mapping[str, str], source: str
) -> tuple[ProposedChange, ...]:
    proposed = []
    for field, text in given.items():
        try:
            value = _value(field, text, create_account=False)
        except ValidationError:
            continue
        if value is not None and value == getattr(prospect, field):
            continue
        change, _created = ProposedChange.objects.get_or_create(
            prospect=prospect,
            field=field,
            value=text,
            state=ChangeState.OPEN,
            defaults={"source": source[:120]},
        )
        proposed.append(change)
    return tuple(proposed)


@transaction.atomic
def accept_change(change_id: int, *, by: Any) -> Prospect:
    """Write a proposed value into the prospect. An unknown account is created by its name.

    Raises ChangeDecidedError when it is decided already, ChangeRefusedError when the value
    cannot be taken any more; then nothing is changed.
    """
    change = _open_change(change_id)
    prospect = change.prospect
    try:
        value = _value(change.field, change.value, create_account=True)
    except ValidationError as error:
        raise ChangeRefusedError(" ".join(error.messages)) from None
    setattr(prospect, change.field, value)
    if change.field == "consent":
        prospect.consent_at = change.created_at
    if change.field == "persona":
        prospect.persona_reason = str(_("Named by the prospect: %s") % change.source)[:250]
    prospect.save()
    _decide(change, ChangeState.ACCEPTED, by)
    log(prospect, "wagtail.edit", user=by)
    return prospect


@transaction.atomic
def reject_change(change_id: int, *, by: Any) -> Prospect:
    """Leave the prospect as it is. Raises ChangeDecidedError when it is decided already."""
    change = _open_change(change_id)
    _decide(change, ChangeState.REJECTED, by)
    return change.prospect


def _open_change(change_id: int) -> ProposedChange:
    change = ProposedChange.objects.select_related("prospect").get(pk=change_id)
    if change.state != ChangeState.OPEN or change.prospect.erased_at:
        raise ChangeDecidedError
    return change


def _decide(change: ProposedChange, state: ChangeState, by: Any) -> None:
    change.state = state
    change.decided_at = timezone.now()
    change.decided_by = by
    change.save(update_fields=["state", "decided_at", "decided_by"])


def _value(field: str, text: str, *, create_account: bool) -> Any:
    if field == "account":
        return _account_by_name(text, create=create_account)
    if field == "persona":
        return _by_slug(Persona.objects.live(), text)
    if field == "stage":
        return _by_slug(JourneyStage.objects.all(), text)
    return clean_plain(field, text)


def _by_slug(rows: Any, slug: str) -> Any:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise ValidationError(_("There is no “%(slug)s” any more.") % {"slug": slug})
    return found


def _account_by_name(name: str, *, create: bool) -> Account | None:
    if len(name) > 160:
        raise ValidationError(_("The name of the account is too long."))
    found = Account.objects.filter(name__iexact=name).first()
    if found is None and create:
        return Account.objects.create(name=name)
    return found


def _account_by_domain(email: str) -> Account | None:
    return Account.objects.filter(domain__iexact=bare_domain(email)).exclude(domain="").first()
