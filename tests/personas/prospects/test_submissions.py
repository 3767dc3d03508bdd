from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from personas.errors import ChangeDecidedError, ChangeRefusedError, UnknownFieldError
from personas.models import Account, ProposedChange, Prospect
from personas.prospects.services import accept_change, create_or_propose, reject_change
from tests.factories.personas import (
    AccountFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db


def submit(email="anna@neu.example", **values):
    return create_or_propose(
        email=email, values=values, source="Guide", persona_reason="Asked for the CFO guide"
    )


def test_a_new_address_makes_a_prospect():
    persona = PersonaFactory(slug="cfo")

    result = submit(first_name="Anna", title="CFO", persona="cfo", consent="given", account="Neu")

    prospect = result.prospect
    assert result.created and not result.proposed
    assert (prospect.first_name, prospect.title, prospect.source) == ("Anna", "CFO", "Guide")
    assert (prospect.persona, prospect.persona_reason) == (persona, "Asked for the CFO guide")
    assert (prospect.consent, prospect.account.name) == ("given", "Neu")
    assert prospect.consent_at is not None and prospect.owner is None


def test_a_new_prospect_of_a_known_account_goes_to_its_rep(rep):
    account = AccountFactory(domain="neu.example", owner=rep)
    prospect = submit().prospect
    assert (prospect.account, prospect.owner) == (account, rep)


def test_a_known_prospect_is_never_changed(rep):
    known = ProspectFactory(
        email="Anna@Neu.example", owner=rep, consent="withdrawn", stage=JourneyStageFactory()
    )
    JourneyStageFactory(slug="comparing")
    PersonaFactory(slug="cfo")
    before = Prospect.objects.filter(pk=known.pk).values().get()

    result = submit(
        "ANNA@neu.EXAMPLE",
        first_name="Ann",
        title="CEO",
        persona="cfo",
        stage="comparing",
        consent="given",
        account="Other company",
    )

    assert not result.created and result.prospect == known
    assert Prospect.objects.filter(pk=known.pk).values().get() == before
    assert {change.field for change in result.proposed} == {
        "first_name",
        "title",
        "persona",
        "stage",
        "consent",
        "account",
    }
    assert not Account.objects.filter(name="Other company").exists()


def test_what_does_not_differ_is_not_proposed():
    known = ProspectFactory(title="CFO")
    assert submit(known.email, title="CFO", account=known.account.name).proposed == ()


def test_the_same_proposal_waits_only_once():
    known = ProspectFactory()
    submit(known.email, title="CEO")
    submit(known.email, title="CEO")
    assert ProposedChange.objects.count() == 1


def test_values_that_cannot_be_taken_are_left_out():
    result = submit(title="x" * 500, persona="nobody", first_name="Anna")
    assert (result.prospect.title, result.prospect.persona) == ("", None)
    assert result.prospect.first_name == "Anna"


@pytest.mark.parametrize("field", ["owner", "lifecycle", "erased_at", "id", "notes"])
def test_a_form_may_not_set(field):
    with pytest.raises(UnknownFieldError):
        submit(**{field: "1"})


def test_a_bad_address_is_refused():
    with pytest.raises(ValidationError):
        submit("not an address")


def test_accepting_takes_the_value_over(rep):
    known = ProspectFactory(title="CFO")
    [change] = submit(known.email, title="CEO").proposed

    accept_change(change.pk, by=rep)

    known.refresh_from_db()
    change.refresh_from_db()
    assert (known.title, change.state, change.decided_by) == ("CEO", "accepted", rep)


def test_accepting_an_account_creates_it_by_name(rep):
    known = ProspectFactory()
    [change] = submit(known.email, account="Brand new").proposed
    assert accept_change(change.pk, by=rep).account.name == "Brand new"


def test_accepted_consent_counts_from_the_form(rep):
    known = ProspectFactory()
    [change] = submit(known.email, consent="given").proposed
    assert accept_change(change.pk, by=rep).consent_at == change.created_at


def test_rejecting_leaves_the_prospect(rep):
    known = ProspectFactory(title="CFO")
    [change] = submit(known.email, title="CEO").proposed
    reject_change(change.pk, by=rep)
    known.refresh_from_db()
    assert known.title == "CFO"


def test_a_change_is_decided_once(rep):
    known = ProspectFactory()
    [change] = submit(known.email, title="CEO").proposed
    reject_change(change.pk, by=rep)
    with pytest.raises(ChangeDecidedError):
        accept_change(change.pk, by=rep)


def test_a_value_that_is_gone_is_refused_and_stays_open(rep):
    persona = PersonaFactory(slug="cfo")
    known = ProspectFactory()
    [change] = submit(known.email, persona="cfo").proposed
    persona.delete()
    with pytest.raises(ChangeRefusedError):
        accept_change(change.pk, by=rep)
    change.refresh_from_db()
    assert change.state == "open"
