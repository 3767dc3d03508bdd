"""People for tests. Names and addresses count up, so that each row is its own."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from personas.models import Account, ContactCard, Engagement, JourneyStage, Persona, Prospect


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
