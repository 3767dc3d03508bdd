from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from personas.accounts.csv_import import AccountImporter, whole_number
from personas.accounts.domains import bare_domain
from personas.csv_files.plan import Outcome
from personas.csv_files.reading import read_table
from personas.errors import CsvError
from personas.models import Account
from tests.factories.personas import AccountFactory

pytestmark = pytest.mark.django_db


def run(user, *lines: str):
    importer = AccountImporter(user)
    plan = importer.plan(read_table("\n".join(lines).encode()))
    return plan, importer.apply(plan)


def test_it_takes_all_columns(sales_lead, rep):
    run(
        sales_lead,
        "Company,Website,Industry,Employees,Revenue,Region,Supplier,Owner,Notes",
        'Neu GmbH,https://www.Neu.example,Food,"1,200",12 000 000,Germany,None,rep,Hello',
    )
    found = Account.objects.get()
    assert (found.name, found.domain, found.industry) == ("Neu GmbH", "neu.example", "Food")
    assert (found.size, found.turnover, found.region) == (1200, 12_000_000, "Germany")
    assert (found.current_supplier, found.owner, found.notes) == ("None", rep, "Hello")


def test_it_matches_by_domain_then_by_name(sales_lead):
    by_domain, by_name = AccountFactory(domain="a.example"), AccountFactory(name="B", domain="")
    run(sales_lead, "name,domain,region", "New name,a.example,North", "b,b.example,South")
    by_domain.refresh_from_db(), by_name.refresh_from_db()
    assert (by_domain.name, by_domain.region) == ("New name", "North")
    assert (by_name.domain, by_name.region) == ("b.example", "South")
    assert Account.objects.count() == 2


def test_a_company_named_in_two_ways_is_refused_the_second_time(sales_lead):
    AccountFactory(name="Neu", domain="neu.example")
    plan, report = run(sales_lead, "name,domain,region", "Neu,neu.example,North", "neu,,South")
    assert plan.rows[1].problems[0].reason == "the same as line 2"
    assert (report.updated, report.refused) == (1, 1)


def test_the_same_name_with_another_domain_is_another_company(sales_lead):
    AccountFactory(name="Twin", domain="one.example")
    plan, _report = run(sales_lead, "name,domain", "Twin,two.example")
    assert plan.rows[0].outcome == Outcome.NEW


def test_bad_cells_are_named(sales_lead):
    plan, report = run(sales_lead, "name,domain,size,owner", ",no domain,many,ghost")
    assert {p.column for p in plan.rows[0].problems} == {"name", "domain", "size", "owner"}
    assert report.refused == 1


def test_a_colleagues_account_is_left_alone(rep, other_rep):
    AccountFactory(name="Theirs", domain="t.example", owner=other_rep)
    plan, _report = run(rep, "name,domain,region", "Theirs,t.example,North")
    assert plan.rows[0].outcome == Outcome.BAD


def test_a_file_without_names_is_refused(sales_lead):
    with pytest.raises(CsvError, match="name"):
        run(sales_lead, "domain", "a.example")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1,200", 1200), ("1 200", 1200), ("1'200'000", 1_200_000)],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert whole_number(text, 10**9) == number


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "12,34", "9999999999", "²"])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(ValidationError):
        whole_number(text, 10**9)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Example.com/about?x=1", "example.com"),
        ("anna@example.com", "example.com"),
        ("example.com:8000", "example.com"),
        ("", ""),
    ],
)
def test_domains_are_made_bare(address, domain):
    assert bare_domain(address) == domain
