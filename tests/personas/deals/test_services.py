"""Adding, changing, winning, losing and reopening deals; who may, and what follows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from personas.deals import services
from personas.errors import (
    DealPeopleError,
    DealStateError,
    NotAllowedError,
    UnknownFieldError,
)
from personas.models import Deal
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(rep):
    return AccountFactory(owner=rep)


@pytest.fixture
def rosa(account, rep):
    return ProspectFactory(account=account, owner=rep)


@pytest.fixture
def deal(account, rosa, rep):
    return DealFactory(account=account, owner=rep, prospects=[rosa])


def actions(row) -> list[str]:
    entries = ModelLogEntry.objects.filter(object_id=str(row.pk)).order_by("pk")
    return [e.action for e in entries if e.content_type.model == row._meta.model_name]


# --- Adding and changing --------------------------------------------------------------
def test_a_reps_deal_is_open_and_their_own(account, rosa, rep):
    made = services.create_deal(
        user=rep, name="Ledger", account=account, prospects=[rosa], value=Decimal("12.50")
    )
    assert (made.state, made.owner, made.closed_at) == ("open", rep, None)
    assert list(made.prospects.all()) == [rosa]
    assert actions(made) == ["wagtail.create"]


def test_a_leads_deal_is_nobodys_until_they_say_whose(account, sales_lead, rep):
    assert services.create_deal(user=sales_lead, name="A", account=account).owner is None
    named = services.create_deal(user=sales_lead, name="B", account=account, owner=rep)
    assert named.owner == rep


def test_who_may_not_add_or_change(account, deal, rep, other_rep, marketer, outsider):
    for user in (marketer, outsider):
        with pytest.raises(NotAllowedError):
            services.create_deal(user=user, name="A", account=account)
    for user in (other_rep, marketer, outsider):
        for act in (
            lambda user: services.change_deal(deal, user=user, name="Theirs"),
            lambda user: services.win_deal(deal, user=user),
            lambda user: services.lose_deal(deal, user=user, reason="Price"),
            lambda user: services.reopen_deal(deal, user=user),
        ):
            with pytest.raises(NotAllowedError):
                act(user)
    deal.refresh_from_db()
    assert deal.state == "open" and deal.name != "Theirs"


def test_only_leads_give_deals_to_others(deal, rep, other_rep, sales_lead):
    with pytest.raises(NotAllowedError):
        services.change_deal(deal, user=rep, owner=other_rep)
    assert services.change_deal(deal, user=sales_lead, owner=other_rep).owner == other_rep


def test_state_and_closing_are_not_set_by_hand(deal, rep):
    for field in ({"state": "won"}, {"closed_at": timezone.now()}, {"lost_reason": "Price"}):
        with pytest.raises(UnknownFieldError):
            services.change_deal(deal, user=rep, **field)


def test_a_value_that_does_not_fit_is_refused(deal, rep):
    for field in ({"value": Decimal(-1)}, {"currency": "pounds"}, {"name": ""}):
        with pytest.raises(ValidationError):
            services.change_deal(deal, user=rep, **field)
    assert services.change_deal(deal, user=rep, currency="eur").currency == "EUR"


# --- Who is involved ------------------------------------------------------------------
def test_people_are_of_the_account_or_of_none(deal, account, rep):
    without = ProspectFactory(account=None, owner=rep)
    changed = services.change_deal(deal, user=rep, prospects=[without])
    assert list(changed.prospects.all()) == [without]
    stranger = ProspectFactory(first_name="Anna", last_name="Berg", owner=rep)
    with pytest.raises(DealPeopleError, match="Anna Berg belongs to"):
        services.change_deal(deal, user=rep, prospects=[stranger])
    with pytest.raises(DealPeopleError):
        services.create_deal(user=rep, name="B", account=account, prospects=[stranger])
    assert Deal.objects.count() == 1


def test_erased_people_cannot_be_involved(deal, account, rep):
    gone = ProspectFactory(account=account, owner=rep, erased_at=timezone.now())
    with pytest.raises(DealPeopleError):
        services.change_deal(deal, user=rep, prospects=[gone])


def test_a_deal_that_moves_takes_only_people_along_who_fit(deal, rosa, rep):
    other = AccountFactory()
    with pytest.raises(DealPeopleError):
        services.change_deal(deal, user=rep, account=other)
    moved = services.change_deal(deal, user=rep, account=other, prospects=[])
    assert moved.account == other and not moved.prospects.exists()


def test_who_has_changed_companies_does_not_stand_in_the_way(deal, rosa, rep):
    rosa.account = AccountFactory()
    rosa.save()
    changed = services.change_deal(deal, user=rep, name="New name", prospects=[rosa])
    assert changed.name == "New name"


def test_a_colleagues_prospect_stays_and_cannot_be_added(deal, rosa, account, rep, other_rep):
    theirs = ProspectFactory(account=account, owner=other_rep)
    with pytest.raises(NotAllowedError):
        services.change_deal(deal, user=rep, prospects=[rosa, theirs])
    deal.prospects.add(theirs)
    services.change_deal(deal, user=rep, prospects=[])
    assert list(deal.prospects.all()) == [theirs]


# --- Winning --------------------------------------------------------------------------
def test_winning_makes_its_people_customers(deal, rosa, account, rep):
    customer = ProspectFactory(account=account, lifecycle="customer")
    gone = ProspectFactory(account=account, erased_at=timezone.now(), lifecycle="warm")
    deal.prospects.add(customer, gone)
    before = timezone.now()

    won = services.win_deal(deal, user=rep)

    assert won.customers == (rosa,)
    for person in (rosa, gone):
        person.refresh_from_db()
    assert (rosa.lifecycle, gone.lifecycle) == ("customer", "warm")
    assert won.deal.is_won and won.deal.closed_at >= before
    assert actions(deal) == [services.WIN] and actions(rosa) == ["wagtail.edit"]
    assert actions(customer) == []


def test_an_earlier_day_counts_to_its_end(deal, rep):
    day = timezone.localdate() - timedelta(days=3)
    won = services.win_deal(deal, user=rep, on=day).deal
    assert won.closed_on == day
    assert timezone.localtime(won.closed_at).hour == 23
    with pytest.raises(DealStateError):
        services.win_deal(DealFactory(), user=rep, on=timezone.localdate() + timedelta(days=1))


def test_who_joins_a_won_deal_is_a_customer(deal, rosa, account, rep):
    services.win_deal(deal, user=rep)
    late = ProspectFactory(account=account, owner=rep)
    services.change_deal(deal, user=rep, prospects=[rosa, late])
    late.refresh_from_db()
    assert late.lifecycle == "customer"


# --- Losing and reopening -------------------------------------------------------------
def test_losing_says_why_and_changes_nobody(deal, rosa, rep):
    lost = services.lose_deal(deal, user=rep, reason=" Price ", competitor="Cindral")
    assert (lost.state, lost.lost_reason, lost.competitor) == ("lost", "Price", "Cindral")
    assert lost.closed_at is not None
    rosa.refresh_from_db()
    assert rosa.lifecycle == "new"
    entry = ModelLogEntry.objects.get(action=services.LOSE)
    assert (entry.message, entry.comment) == ("Lost", "Price")


def test_a_lost_deal_needs_a_reason(deal, rep):
    with pytest.raises(DealStateError):
        services.lose_deal(deal, user=rep, reason="  ")
    with pytest.raises(ValidationError):
        services.lose_deal(deal, user=rep, reason="x" * 201)
    deal.refresh_from_db()
    assert deal.is_open


def test_a_blank_competitor_leaves_the_known_one(deal, rep):
    Deal.objects.filter(pk=deal.pk).update(competitor="Spreadsheets")
    assert services.lose_deal(deal, user=rep, reason="Price").competitor == "Spreadsheets"


def test_reopening_takes_back_all_but_the_customers(deal, rosa, rep):
    services.win_deal(deal, user=rep)
    opened = services.reopen_deal(deal, user=rep)
    assert (opened.state, opened.closed_at, opened.lost_reason) == ("open", None, "")
    rosa.refresh_from_db()
    assert rosa.lifecycle == "customer"
    services.lose_deal(deal, user=rep, reason="Price")
    assert services.reopen_deal(deal, user=rep).lost_reason == ""


def test_a_closed_deal_is_not_closed_again_nor_an_open_one_opened(deal, rep):
    with pytest.raises(DealStateError):
        services.reopen_deal(deal, user=rep)
    services.win_deal(deal, user=rep)
    with pytest.raises(DealStateError):
        services.win_deal(deal, user=rep)
    with pytest.raises(DealStateError):
        services.lose_deal(deal, user=rep, reason="Price")
