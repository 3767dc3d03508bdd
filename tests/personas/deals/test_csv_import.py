"""Deals from a CSV file: matched, closed, with people and accounts, shown before written."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from personas.csv_files.plan import Outcome
from personas.csv_files.reading import read_table
from personas.deals.csv_import import DealImporter
from personas.errors import CsvError
from personas.models import Account, Deal
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory

pytestmark = pytest.mark.django_db


def planned(user, *lines: str):
    return DealImporter(user).plan(read_table("\n".join(lines).encode()))


def imported(user, *lines: str):
    importer = DealImporter(user)
    return importer.apply(importer.plan(read_table("\n".join(lines).encode())))


def problems(plan) -> dict[str, str]:
    return {p.column: p.reason for row in plan.rows for p in row.problems}


@pytest.fixture
def account():
    return AccountFactory(name="Neu GmbH", domain="neu.example")


@pytest.fixture
def anna(account):
    return ProspectFactory(
        account=account, first_name="Anna", last_name="de Berg", email="anna@neu.example"
    )


def test_a_dry_run_writes_nothing(sales_lead, account):
    DealFactory(reference="A1", value=5)
    before = list(Deal.objects.values())
    plan = planned(
        sales_lead,
        "reference,name,account,value",
        "a1,,,9",
        "A2,Pilot,Neu GmbH,7",
        "A3,Roll-out,Nobody yet,7",
    )
    assert [row.outcome for row in plan.rows] == [Outcome.UPDATES, Outcome.NEW, Outcome.NEW]
    assert plan.rows[2].notes == ("new account “Nobody yet”",)
    assert list(Deal.objects.values()) == before
    assert not Account.objects.filter(name="Nobody yet").exists()


def test_it_takes_all_columns(sales_lead, rep, account, anna):
    imported(
        sales_lead,
        "Deal;Deal ID;Company;Domain;People;Owner;Amount;Currency;Status;Expected to close;"
        "Close date;Why it was lost;Lost to;Notes",
        "Pilot;X-7;;neu.example;Anna@neu.example;rep@tandem.test;1,200.50;eur;Closed lost;"
        "2026-01-31;2026-01-20;Price;Cindral;=1+1",
    )
    deal = Deal.objects.get()
    assert (deal.name, deal.reference, deal.account, deal.owner) == ("Pilot", "X-7", account, rep)
    assert (deal.value, deal.currency) == (Decimal("1200.50"), "EUR")
    assert (deal.state, deal.lost_reason, deal.competitor) == ("lost", "Price", "Cindral")
    assert (str(deal.expected_close), str(deal.closed_on)) == ("2026-01-31", "2026-01-20")
    assert list(deal.prospects.all()) == [anna] and deal.notes == "=1+1"


def test_importing_twice_changes_nothing_more(sales_lead, account, anna):
    lines = (
        "name,account,prospects,state,closed",
        "Pilot,Neu GmbH,anna@neu.example,won,2026-01-20",
        "Next,Brand new,,,",
    )
    imported(sales_lead, *lines)
    report = imported(sales_lead, *lines)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert (Deal.objects.count(), Account.objects.count()) == (2, 2)


def test_a_blank_cell_leaves_what_is_known(sales_lead):
    known = DealFactory(reference="A1", competitor="Cindral", value=5)
    imported(sales_lead, "reference,competitor,value", "A1,,9")
    known.refresh_from_db()
    assert (known.competitor, known.value) == ("Cindral", 9)


# --- Which deal a row is about --------------------------------------------------------
def test_name_and_account_match_where_the_reference_does_not(sales_lead, account):
    plain = DealFactory(name="Pilot", account=account)
    plan = planned(
        sales_lead,
        "name,account,reference",
        "PILOT,neu gmbh,N-1",  # takes the reference up
        "Pilot,Somebody else,",
    )
    assert [row.outcome for row in plan.rows] == [Outcome.UPDATES, Outcome.NEW]
    assert plan.rows[0].instance == plain


def test_another_reference_is_another_deal_and_none_is_this_one(sales_lead, account):
    DealFactory(name="Pilot", account=account, reference="N-1")
    plan = planned(sales_lead, "name,account,reference", "Pilot,Neu GmbH,N-2")
    assert plan.rows[0].outcome == Outcome.NEW
    plan = planned(sales_lead, "name,account", "Pilot,Neu GmbH")
    assert plan.rows[0].outcome == Outcome.UNCHANGED


def test_two_deals_of_one_name_need_the_reference(sales_lead, account):
    DealFactory.create_batch(2, name="Pilot", account=account)
    assert (
        "give reference" in problems(planned(sales_lead, "name,account", "Pilot,Neu GmbH"))["name"]
    )


def test_the_same_deal_twice_is_refused(sales_lead):
    plan = planned(sales_lead, "name,account", "Pilot,Neu", "pilot,neu")
    assert plan.rows[1].problems[0].reason == "the same as line 2"


def test_a_deal_named_in_two_ways_is_refused_the_second_time(sales_lead, account, anna):
    DealFactory(name="Pilot", account=account, reference="A1")
    plan = planned(
        sales_lead,
        "reference,name,account,prospects,competitor",
        "A1,,,anna@neu.example,",
        ",Pilot,Neu GmbH,,Acme",
    )
    assert [row.outcome for row in plan.rows] == [Outcome.UPDATES, Outcome.BAD]
    assert plan.rows[1].problems[0].reason == "the same as line 2"


# --- People ---------------------------------------------------------------------------
def test_people_are_added_by_address_or_name_and_never_taken_away(sales_lead, account, anna):
    otto = ProspectFactory(account=account, first_name="Otto", last_name="Alt")
    deal = DealFactory(name="Pilot", account=account, prospects=[otto])
    plan = planned(sales_lead, "name,account,prospects", "Pilot,Neu GmbH,Anna de Berg")
    assert [(c.column, c.after) for c in plan.rows[0].changes] == [
        ("prospects", "anna@neu.example")
    ]
    imported(sales_lead, "name,account,prospects", "Pilot,Neu GmbH,Anna de Berg")
    assert set(deal.prospects.all()) == {anna, otto}


def test_people_who_are_strange_hidden_or_unclear_are_refused(rep, other_rep, account):
    ProspectFactory(email="else@else.example", first_name="Els", last_name="Else", owner=rep)
    ProspectFactory(email="theirs@neu.example", account=account, owner=other_rep)
    ProspectFactory.create_batch(2, first_name="Jan", last_name="Jansen", account=account)
    for named, reason in (
        ("else@else.example", "Els Else belongs to"),
        ("theirs@neu.example", "no prospect of yours"),
        ("Jan Jansen", "give the e-mail"),
        ("Nobody Known", "no prospect of yours"),
    ):
        plan = planned(rep, "name,account,prospects", f"Pilot,Neu GmbH,{named}")
        assert reason in problems(plan)["prospects"]


# --- State ----------------------------------------------------------------------------
def test_a_deal_that_a_list_calls_won_makes_customers_and_says_so(sales_lead, account, anna):
    deal = DealFactory(name="Pilot", account=account, prospects=[anna])
    lines = ("name,account,state", "Pilot,Neu GmbH,Won")
    assert planned(sales_lead, *lines).rows[0].notes == ("1 prospect becomes a customer",)
    anna.refresh_from_db()
    assert anna.lifecycle == "new"
    imported(sales_lead, *lines)
    anna.refresh_from_db(), deal.refresh_from_db()
    assert anna.lifecycle == "customer" and deal.closed_on == timezone.localdate()


def test_a_list_opens_a_deal_again(sales_lead, account):
    deal = DealFactory(name="Pilot", account=account, state="lost", lost_reason="Price")
    imported(sales_lead, "name,account,state", "Pilot,Neu GmbH,open")
    deal.refresh_from_db()
    assert (deal.state, deal.closed_at, deal.lost_reason) == ("open", None, "")


def test_a_deal_changes_from_lost_to_won(sales_lead, account):
    day = timezone.now() - timedelta(days=40)
    deal = DealFactory(
        name="Pilot", account=account, state="lost", lost_reason="Price", closed_at=day
    )
    imported(sales_lead, "name,account,state,closed", "Pilot,Neu GmbH,won,2026-02-03")
    deal.refresh_from_db()
    assert (deal.state, str(deal.closed_on), deal.lost_reason) == ("won", "2026-02-03", "")


def test_a_lost_deal_without_a_reason_is_taken_with_a_word(sales_lead, account):
    plan = planned(sales_lead, "name,account,state", "Pilot,Neu GmbH,lost")
    assert plan.rows[0].notes == ("nobody says why it was lost",)


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("value", "a lot", "is no amount"),
        ("value", "1.200", "more than two decimals"),
        ("currency", "pounds", "no currency code"),
        ("state", "maybe", "none of: Open, Won, Lost"),
        ("expected_close", "soon", "is no day"),
        ("closed", "2026-01-31", "an open deal has none"),
        ("lost_reason", "Price", "an open deal has none"),
        ("competitor", "x" * 121, "longer than 120"),
        ("owner", "nobody", "no user is called"),
    ],
)
def test_bad_cells_are_named_with_the_reason(sales_lead, column, text, reason):
    plan = planned(sales_lead, f"name,account,{column}", f"Pilot,Neu,{text}")
    assert plan.rows[0].outcome == Outcome.BAD
    assert reason in problems(plan)[column]


def test_a_deal_is_not_closed_on_a_day_to_come(sales_lead):
    day = timezone.localdate() + timedelta(days=1)
    plan = planned(sales_lead, "name,account,state,closed", f"Pilot,Neu,won,{day}")
    assert "to come" in problems(plan)["closed"]


def test_what_is_missing_is_said(sales_lead):
    with pytest.raises(CsvError):
        planned(sales_lead, "name,value", "Pilot,5")
    plan = planned(sales_lead, "reference,name,account", "A1,,")
    assert problems(plan) == {"name": "missing", "account": "missing"}


# --- Rights ---------------------------------------------------------------------------
def test_a_colleagues_deal_is_not_changed(rep, other_rep):
    DealFactory(reference="A1", owner=other_rep)
    plan = planned(rep, "reference,competitor", "A1,Cindral")
    assert "looked after by Other Example" in problems(plan)[""]


def test_a_reps_new_deals_are_their_own(rep, other_rep):
    imported(rep, "name,account", "Pilot,Neu")
    assert Deal.objects.get().owner == rep
    plan = planned(rep, "name,account,owner", "Other,Neu,other_rep")
    assert "only a lead" in problems(plan)["owner"]


def test_the_queries_of_a_plan_do_not_grow_with_its_rows(sales_lead, account, anna):
    def lines(count: int):
        rows = [f"Deal {n},Neu GmbH,anna@neu.example;Anna de Berg,won" for n in range(count)]
        return ("name,account,prospects,state", *rows)

    with CaptureQueriesContext(connection) as few:
        planned(sales_lead, *lines(2))
    with CaptureQueriesContext(connection) as many:
        planned(sales_lead, *lines(40))
    assert len(many) <= len(few) <= 8
