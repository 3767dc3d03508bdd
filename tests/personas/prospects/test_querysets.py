from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from personas.access.roles import Role
from personas.models import Account, JourneyStage, Prospect
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    EngagementFactory,
    JourneyStageFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db


def test_who_sees_which_prospects(
    rep, other_rep, sales_lead, marketer, marketing_lead, outsider, admin_user
):
    mine, nobodys = ProspectFactory(owner=rep), ProspectFactory()
    theirs = ProspectFactory(owner=other_rep)

    assert set(Prospect.objects.visible_to(rep)) == {mine, nobodys}
    for user in (sales_lead, marketer, marketing_lead, admin_user):
        assert set(Prospect.objects.visible_to(user)) == {mine, nobodys, theirs}
    assert not Prospect.objects.visible_to(outsider)


def test_marketing_reads_prospects_only(marketer, rep, sales_lead):
    ProspectFactory(owner=rep)
    assert not Prospect.objects.editable_by(marketer)
    assert Prospect.objects.editable_by(rep).count() == 1
    assert Prospect.objects.editable_by(sales_lead).count() == 1


@pytest.mark.parametrize("factory", [ProspectFactory, AccountFactory, DealFactory])
def test_the_rule_for_a_row_is_the_rule_for_the_list(
    factory, rep, other_rep, sales_lead, marketer, marketing_lead, outsider
):
    other_rep.groups.add(Group.objects.get(name=Role.MARKETING))  # of both teams
    rows = [factory(owner=owner) for owner in (rep, other_rep, None)]
    for user in (rep, other_rep, sales_lead, marketer, marketing_lead, outsider):
        listed = set(type(rows[0]).objects.editable_by(user))
        assert listed == {row for row in rows if row.is_editable_by(user)}


def test_queries_chain_in_the_words_of_the_field(rep):
    account = AccountFactory()
    wanted = ProspectFactory(owner=rep, account=account)
    ProspectFactory(owner=rep)
    assert list(Prospect.objects.visible_to(rep).of_account(account).known()) == [wanted]


def test_last_seen_counts_people_only():
    prospect = ProspectFactory()
    seen = EngagementFactory(prospect=prospect, occurred_at=timezone.now())
    EngagementFactory(prospect=prospect, grade="scanner")
    found = Prospect.objects.with_last_engagement().get(pk=prospect.pk)
    assert found.last_engaged_at == seen.occurred_at


def test_only_those_who_agreed_are_mailed():
    wanted = ProspectFactory(consent="given")
    ProspectFactory(consent="withdrawn")
    ProspectFactory(consent="given", email="")
    assert list(Prospect.objects.mailable()) == [wanted]


def test_an_address_stands_once_and_blank_ones_as_often_as_needed():
    ProspectFactory(email="a@b.example")
    ProspectFactory.create_batch(2, email="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProspectFactory(email="A@B.example")


def test_a_domain_is_kept_bare():
    assert AccountFactory(domain="https://www.Neu.example/about").domain == "neu.example"


def test_a_new_stage_comes_last():
    first, second = JourneyStageFactory(), JourneyStageFactory()
    assert list(JourneyStage.objects.all()) == [first, second]
    assert list(JourneyStage.objects.after(first)) == [second]


def test_no_record_goes_with_its_user(rep):
    prospect, account = ProspectFactory(owner=rep), AccountFactory(owner=rep)
    get_user_model().objects.filter(pk=rep.pk).delete()
    assert Prospect.objects.get(pk=prospect.pk).owner is None
    assert Account.objects.get(pk=account.pk).owner is None


def test_no_model_of_people_cascades_from_users():
    from django.apps import apps
    from django.db import models

    for model in apps.get_app_config("personas").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model is get_user_model():
                assert field.remote_field.on_delete is not models.CASCADE, field
