"""People for tests. Names and addresses count up, so that each row is its own."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from personas.models import (
    Account,
    ContactCard,
    Deal,
    Engagement,
    JourneyStage,
    Persona,
    Prospect,
)


class PersonaFactory(DjangoModelFactory):
    class Meta:
        model = Persona

    name = factory.Sequence(lambda n: f"Persona {n}")
    slug = factory.Sequence(lambda n: f"persona-{n}")
    role = "Head of finance"


class JourneyStageFactory(DjangoModelFactory):
    class Meta:
        model = JourneyStage

    name = factory.Sequence(lambda n: f"Stage {n}")
    slug = factory.Sequence(lambda n: f"stage-{n}")


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = Account

    name = factory.Sequence(lambda n: f"Company {n}")
    domain = factory.Sequence(lambda n: f"company-{n}.example")
    industry = "Logistics"


class ProspectFactory(DjangoModelFactory):
    class Meta:
        model = Prospect

    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n}")
    email = factory.Sequence(lambda n: f"person{n}@company.example")
    title = "CFO"
    account = factory.SubFactory(AccountFactory)


class DealFactory(DjangoModelFactory):
    """`DealFactory(state="won", prospects=[…])`; a closed deal was closed now."""

    class Meta:
        model = Deal
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Deal {n}")
    account = factory.SubFactory(AccountFactory)
    currency = "GBP"
    closed_at = factory.LazyAttribute(lambda o: None if o.state == "open" else timezone.now())
    state = "open"

    @factory.post_generation
    def prospects(self, create, people, **kwargs):
        self.prospects.set(people or ())


class EngagementFactory(DjangoModelFactory):
    class Meta:
        model = Engagement

    verb = "opened"
    grade = "human"
    subject_label = "A case study"
    key = factory.Sequence(lambda n: f"event-{n}")
    prospect = factory.SubFactory(ProspectFactory)
    account = factory.SelfAttribute("prospect.account")


class ContactCardFactory(DjangoModelFactory):
    class Meta:
        model = ContactCard

    job_title = "Account manager"
