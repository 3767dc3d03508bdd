"""Deals by state, owner and person; what a row keeps to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from personas.models import Deal
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory

pytestmark = pytest.mark.django_db


def names(rows) -> list[str]:
    return sorted(deal.name for deal in rows)


@pytest.fixture
def three(rep, other_rep):
    return [
        DealFactory(name="Mine", owner=rep),
        DealFactory(name="Nobody's"),
        DealFactory(name="Theirs", owner=other_rep),
    ]


def test_who_sees_which_deals(three, rep, sales_lead, marketer, marketing_lead, outsider):
    for user in (sales_lead, marketer, marketing_lead):
        assert names(Deal.objects.visible_to(user)) == ["Mine", "Nobody's", "Theirs"]
    assert names(Deal.objects.visible_to(rep)) == ["Mine", "Nobody's"]
    assert names(Deal.objects.visible_to(outsider)) == []


def test_who_changes_which_deals(three, rep, sales_lead, marketer, marketing_lead, outsider):
    for user, seen in (
        (sales_lead, 3),
        (marketing_lead, 3),
        (rep, 2),
        (marketer, 0),
        (outsider, 0),
    ):
        assert Deal.objects.editable_by(user).count() == seen
        assert sum(deal.is_editable_by(user) for deal in three) == seen


def test_deals_are_asked_for_by_state():
    DealFactory(name="A"), DealFactory(name="B", state="won"), DealFactory(name="C", state="lost")
    assert names(Deal.objects.open()) == ["A"]
    assert names(Deal.objects.won()) == ["B"]


def test_an_open_deal_is_overdue_after_its_day():
    today = timezone.localdate()
    late = DealFactory(name="Late", expected_close=today - timedelta(days=1))
    due = DealFactory(name="Due", expected_close=today)
    DealFactory(name="Never", expected_close=None)
    won = DealFactory(state="won", expected_close=today - timedelta(days=9))
    assert names(Deal.objects.overdue()) == ["Late"]
    assert late.is_overdue and not due.is_overdue and not won.is_overdue


def test_open_deals_come_first_then_the_last_closed():
    today, now = timezone.localdate(), timezone.now()
    DealFactory(name="Old", state="lost", closed_at=now - timedelta(days=9), expected_close=today)
    DealFactory(name="New", state="won", closed_at=now, expected_close=today)
    DealFactory(name="Later", expected_close=today + timedelta(days=9))
    DealFactory(name="Soon", expected_close=today)
    ordered = [deal.name for deal in Deal.objects.open_first()]
    assert ordered == ["Soon", "Later", "New", "Old"]


def test_when_a_person_was_won_last_is_one_query(django_assert_num_queries):
    now = timezone.now()
    twice, lost, open_ = ProspectFactory(), ProspectFactory(), ProspectFactory()
    ProspectFactory()
    early = DealFactory(state="won", closed_at=now - timedelta(days=9), prospects=[twice])
    late = DealFactory(state="won", closed_at=now, prospects=[twice])
    DealFactory(state="lost", prospects=[lost])
    DealFactory(prospects=[open_, twice])
    with django_assert_num_queries(1):
        found = Deal.objects.last_won()
    assert found == {twice.pk: late.closed_at, lost.pk: None, open_.pk: None}
    before = Deal.objects.last_won(now - timedelta(days=1))
    assert before[twice.pk] == early.closed_at


def test_state_and_moment_of_closing_agree_in_the_database():
    deal = DealFactory()
    for change in ({"state": "won"}, {"closed_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(**change)


def test_a_reference_is_there_once_in_any_letters():
    DealFactory(reference="TW-1")
    DealFactory(reference=""), DealFactory(reference="")
    with pytest.raises(IntegrityError), transaction.atomic():
        DealFactory(reference="tw-1")


def test_an_account_with_deals_is_kept():
    account = AccountFactory()
    DealFactory(account=account)
    with pytest.raises(ProtectedError):
        account.delete()
