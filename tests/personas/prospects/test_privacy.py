from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from personas.errors import ErasedProspectError
from personas.models import Engagement, Prospect
from personas.prospects import privacy
from personas.prospects.services import create_or_propose
from tests.factories.personas import EngagementFactory, ProspectFactory

pytestmark = pytest.mark.django_db

SECRETS = ("Annabel", "Quicksilver", "annabel@neu.example", "+49 123", "Chief Whisperer", "secret")


@pytest.fixture
def known(rep):
    prospect = ProspectFactory(
        first_name="Annabel",
        last_name="Quicksilver",
        email="annabel@neu.example",
        phone="+49 123",
        title="Chief Whisperer",
        notes="secret",
        consent="given",
        owner=rep,
    )
    EngagementFactory(prospect=prospect, data={"question": "secret"}, dwell_ms=900)
    create_or_propose(email=prospect.email, values={"phone": "secret"}, source="Form")
    log(prospect, "wagtail.edit", user=rep)
    return prospect


def test_the_export_holds_all_that_is_kept(known):
    exported = json.dumps(privacy.export_prospect(known))
    for secret in SECRETS:
        assert secret in exported


def test_erasing_leaves_nothing_personal(known):
    assert privacy.erase_prospect(known) == 1

    known.refresh_from_db()
    everything = [
        *Prospect.objects.filter(pk=known.pk).values(),
        *known.proposed_changes.values(),
        *Engagement.objects.values(),
        *ModelLogEntry.objects.values(),
    ]
    for secret in SECRETS:
        assert secret not in str(everything)
    assert str(known) == "Erased prospect"


def test_erasing_keeps_the_event_without_the_person(known):
    privacy.erase_prospect(known)
    event = Engagement.objects.get()
    assert (event.prospect, event.account, event.dwell_ms) == (None, known.account, 900)


def test_erasing_twice_is_refused(known):
    privacy.erase_prospect(known)
    with pytest.raises(ErasedProspectError):
        privacy.erase_prospect(known)


def test_an_erased_address_may_come_again_as_somebody_new(known):
    privacy.erase_prospect(known)
    assert create_or_propose(email="annabel@neu.example", values={}, source="Form").created


def test_recording_can_be_switched_off_and_on(known):
    for allowed in (False, True):
        privacy.set_recording(known, allowed=allowed)
        known.refresh_from_db()
        assert known.records_visits is allowed


def test_other_apps_show_and_erase_their_part(known, monkeypatch):
    monkeypatch.setattr(privacy, "_holders", {})
    erased = []
    holder = privacy.DataHolder("rooms", lambda prospect: ["a room"], erased.append)
    privacy.register_holder(holder)
    with pytest.raises(ImproperlyConfigured):
        privacy.register_holder(holder)

    assert privacy.export_prospect(known)["rooms"] == ["a room"]
    privacy.erase_prospect(known)
    assert erased == [known]
