from __future__ import annotations

import pytest

from personas.csv_files.plan import Outcome
from personas.csv_files.reading import read_table
from personas.errors import CsvError
from personas.models import Account, Prospect
from personas.prospects.csv_import import ProspectImporter
from tests.factories.personas import (
    AccountFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db


def planned(user, *lines: str):
    data = "\n".join(lines).encode()
    return ProspectImporter(user).plan(read_table(data))


def imported(user, *lines: str):
    importer = ProspectImporter(user)
    return importer.apply(importer.plan(read_table("\n".join(lines).encode())))


def problems(plan) -> dict[str, str]:
    return {p.column: p.reason for row in plan.rows for p in row.problems}


def test_a_dry_run_writes_nothing(sales_lead):
    ProspectFactory(email="a@b.example", title="CFO")
    before = list(Prospect.objects.values())

    plan = planned(sales_lead, "email,title,company", "a@b.example,CEO,New", "n@b.example,CIO,New")

    assert [row.outcome for row in plan.rows] == [Outcome.UPDATES, Outcome.NEW]
    assert list(Prospect.objects.values()) == before
    assert not Account.objects.filter(name="New").exists()


def test_it_takes_all_columns(sales_lead, rep):
    PersonaFactory(slug="cfo"), JourneyStageFactory(slug="comparing", name="Comparing")
    account = AccountFactory(domain="neu.example")

    imported(
        sales_lead,
        "First name;Last name;E-mail;Job title;Domain;Persona;Why this persona;Journey stage;"
        "Lifecycle;Owner;Source;Consent;Language;Notes;Phone",
        "Anna;Berg;Anna@neu.example;CFO;https://www.neu.example;cfo;By title;comparing;warm lead;"
        "rep@tandem.test;Fair;given;pt_BR;=1+1;'+49 1",
    )

    found = Prospect.objects.get()
    assert (found.full_name, found.email, found.title) == ("Anna Berg", "Anna@neu.example", "CFO")
    assert (found.account, found.persona.slug, found.stage.slug) == (account, "cfo", "comparing")
    assert (found.lifecycle, found.owner, found.source) == ("warm", rep, "Fair")
    assert (found.consent, found.language, found.phone) == ("given", "pt-br", "+49 1")
    assert found.notes == "=1+1" and found.consent_at is not None


def test_importing_twice_changes_nothing_more(sales_lead):
    lines = ("email,last_name,company", "a@b.example,Berg,Neu GmbH", ",Alt,Neu GmbH")
    imported(sales_lead, *lines)
    report = imported(sales_lead, *lines)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert (Prospect.objects.count(), Account.objects.count()) == (2, 1)


def test_a_blank_cell_leaves_what_is_known(sales_lead):
    known = ProspectFactory(title="CFO", phone="1")
    imported(sales_lead, "email,title,phone", f"{known.email.upper()},,2")
    known.refresh_from_db()
    assert (known.title, known.phone) == ("CFO", "2")


def test_bad_cells_are_named_with_the_reason(sales_lead):
    PersonaFactory(slug="cfo")
    plan = planned(
        sales_lead,
        "email,persona,stage,owner,consent,lifecycle,language,title",
        f"nonsense,nobody,late,ghost,maybe,ready,english language,{'x' * 121}",
    )
    found = problems(plan)
    assert set(found) == {
        "email",
        "persona",
        "stage",
        "owner",
        "consent",
        "lifecycle",
        "language",
        "title",
    }
    assert "“nobody” is not known; there are: cfo" in found["persona"]
    assert "none yet" in found["stage"]
    assert "no user is called “ghost”" in found["owner"]
    assert "121" not in found["title"] and "120" in found["title"]


def test_the_same_person_twice_in_a_file_is_bad(sales_lead):
    plan = planned(sales_lead, "email,title", "a@b.example,CFO", "A@B.example,CEO")
    assert problems(plan) == {"": "the same as line 2"}


def test_a_person_named_in_two_ways_in_a_file_is_bad(sales_lead):
    anna = ProspectFactory(email="anna@neu.example", phone="", title="")
    plan = planned(
        sales_lead,
        "email,first_name,last_name,account,phone,title",
        f"anna@neu.example,,,,0123,\n,{anna.first_name},{anna.last_name},{anna.account.name},,CFO",
    )
    assert problems(plan) == {"": "the same as line 2"}


def test_a_row_needs_an_address_or_a_last_name(sales_lead):
    plan = planned(sales_lead, "email,first_name", ",Anna")
    assert "needs an e-mail address" in problems(plan)["email"]


def test_a_file_without_a_name_column_is_refused(sales_lead):
    with pytest.raises(CsvError, match="needs a column"):
        planned(sales_lead, "shoe size,colour", "44,red")


def test_two_columns_for_the_same_are_refused(sales_lead):
    with pytest.raises(CsvError, match="email"):
        planned(sales_lead, "email,e-mail", "a@b.example,c@d.example")


def test_columns_that_are_not_read_are_named(sales_lead):
    assert planned(sales_lead, "email,shoe size", "a@b.example,4").ignored_columns == (
        "shoe_size",
    )


def test_a_rep_cannot_touch_a_colleagues_prospect(rep, other_rep):
    known = ProspectFactory(owner=other_rep, title="CFO")
    plan = planned(rep, "email,title", f"{known.email},CEO")
    assert "looked after by Other" in problems(plan)[""]


def test_a_rep_gives_nothing_to_others(rep, other_rep):
    plan = planned(rep, "email,owner", "a@b.example,other_rep")
    assert "only a lead" in problems(plan)["owner"]


def test_a_reps_new_rows_are_theirs_and_a_leads_nobodys(rep, sales_lead):
    imported(rep, "email,company", "a@b.example,Mine")
    imported(sales_lead, "email,company", "b@b.example,Nobodys")
    owners = dict(Prospect.objects.values_list("email", "owner"))
    assert owners == {"a@b.example": rep.pk, "b@b.example": None}
    assert dict(Account.objects.values_list("name", "owner")) == {"Mine": rep.pk, "Nobodys": None}


def test_a_list_cannot_give_back_a_withdrawn_consent(sales_lead):
    known = ProspectFactory(consent="withdrawn")
    plan = planned(sales_lead, "email,consent", f"{known.email},given")
    assert "withdrawn" in problems(plan)["consent"]


def test_an_account_of_which_there_are_two_needs_its_domain(sales_lead):
    AccountFactory(name="Twin"), AccountFactory(name="Twin")
    plan = planned(sales_lead, "email,account", "a@b.example,twin")
    assert "account_domain" in problems(plan)["account"]


def test_bad_rows_are_left_out_and_the_rest_is_imported(sales_lead):
    report = imported(sales_lead, "email,title", "nonsense,CFO", "a@b.example,CEO")
    assert (report.created, report.refused) == (1, 1)
    assert Prospect.objects.get().title == "CEO"


def test_nothing_is_imported_when_one_row_fails_to_be_written(sales_lead):
    importer = ProspectImporter(sales_lead)
    plan = importer.plan(read_table(b"email\na@b.example\nc@b.example\n"))
    ProspectFactory(email="C@b.example")
    with pytest.raises(CsvError, match="meanwhile"):
        importer.apply(plan)
    assert not Prospect.objects.filter(email="a@b.example").exists()


def test_the_queries_of_a_dry_run_do_not_grow_with_the_rows(sales_lead, django_assert_num_queries):
    lines = [f"p{n}@x.example,Company {n % 7},Last{n}" for n in range(400)]
    ProspectFactory(email="p3@x.example")
    # Roles of the user, users, personas, stages, accounts, prospects by address.
    with django_assert_num_queries(6):
        assert len(planned(sales_lead, "email,company,last_name", *lines).rows) == 400
