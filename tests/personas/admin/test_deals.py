"""The deal's list, page and forms, and what closes it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from personas.models import Deal
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    EngagementFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db

DEALS = "/admin/people/deals/"


@pytest.fixture
def account(rep):
    return AccountFactory(name="Almera Fresh", owner=rep)


@pytest.fixture
def rosa(account, rep):
    return ProspectFactory(account=account, owner=rep, first_name="Rosa", last_name="Lind")


@pytest.fixture
def theirs(account, other_rep):
    return ProspectFactory(
        account=account, owner=other_rep, first_name="Theo", email="theo@a.example"
    )


@pytest.fixture
def deal(account, rosa, rep):
    return DealFactory(
        name="Cold ledger", account=account, owner=rep, prospects=[rosa], value="77000.00"
    )


def exported(client, user, **query: str) -> list[dict[str, str]]:
    client.force_login(user)
    response = client.get(DEALS, {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


# --- List -----------------------------------------------------------------------------
def test_a_list_says_value_state_and_what_is_overdue(rows, rep, deal):
    deal.expected_close = timezone.localdate() - timedelta(days=1)
    deal.save()
    [row] = rows(rep, DEALS)
    assert "Cold ledger" in row[0]
    assert row[1:4] == ["Almera Fresh", "£77,000", "Open"]
    assert row[4].endswith("Overdue") and row[6] == "Rep Example"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"looked_after": "me"}, ["Mine"]),
        ({"looked_after": "nobody"}, ["Free", "Late"]),
        ({"state": "won"}, ["Free"]),
        ({"due": "overdue"}, ["Late"]),
        ({"value_min": "10"}, ["Mine"]),
        ({"q": "mine almera"}, ["Mine"]),
    ],
)
def test_deals_are_filtered(client, rep, other_rep, account, query, found):
    yesterday = timezone.localdate() - timedelta(days=1)
    DealFactory(name="Mine", owner=rep, account=account, value=20)
    DealFactory(name="Free", state="won", value=5)
    DealFactory(name="Late", expected_close=yesterday)
    DealFactory(name="Theirs", owner=other_rep)
    assert sorted(row["name"] for row in exported(client, rep, **query)) == found


def test_a_download_names_only_people_whom_the_user_sees(client, rep, deal, theirs):
    deal.prospects.add(theirs)
    [row] = exported(client, rep)
    assert row["prospects"] == deal.prospects.get(first_name="Rosa").email
    assert "theo@a.example" not in str(row)


def test_a_downloaded_list_is_imported_unchanged(client, sales_lead, account, rosa, theirs):
    DealFactory(
        name="=1+1",
        reference="TW-1",
        account=account,
        owner=sales_lead,
        prospects=[rosa, theirs],
        value="1200.50",
        state="lost",
        lost_reason="Price",
        competitor="Cindral",
        expected_close=timezone.localdate(),
        notes="=2+2",
    )
    DealFactory(state="won", closed_at=timezone.now() - timedelta(days=40))
    DealFactory(account=account)
    client.force_login(sales_lead)
    data = b"".join(client.get(DEALS, {"export": "csv"}).streaming_content)
    before = list(Deal.objects.values())
    response = client.post(f"{DEALS}import/", {"file": SimpleUploadedFile("deals.csv", data)})
    plan = response.context_data["plan"]
    assert [row.outcome for row in plan.rows] == ["unchanged"] * 3
    assert plan.ignored_columns == ()
    assert list(Deal.objects.values()) == before


# --- Page -----------------------------------------------------------------------------
def test_a_deal_shows_its_people_and_what_the_account_did(page, rep, deal, rosa, theirs):
    deal.prospects.add(theirs)
    EngagementFactory(prospect=rosa, account=deal.account, subject_label="Cold guide")
    EngagementFactory(prospect=theirs, account=deal.account, subject_label="Hidden guide")
    shown = page(rep, f"{DEALS}inspect/{deal.pk}/")
    assert [a.text for a in shown.select("td.title a")] == ["Rosa Lind"]
    assert "1 more is looked after by a colleague" in words(shown)
    events = [words(event) for event in shown.select(".p-event")]
    assert len(events) == 1 and "Cold guide" in events[0]
    assert "£77,000" in words(shown.select_one(".t-facts"))


def test_only_who_may_change_a_deal_is_offered_to_close_it(page, rep, marketer, deal):
    won = reverse("deal:win", args=[deal.pk])
    assert page(rep, f"{DEALS}inspect/{deal.pk}/").select(f"a[href='{won}']")
    shown = page(marketer, f"{DEALS}inspect/{deal.pk}/")
    assert not shown.select(f"a[href='{won}']")
    assert not shown.select(f"a[href*='edit/{deal.pk}']")


def test_the_page_of_a_deal_asks_little(client, rep, deal, account, django_assert_max_num_queries):
    client.force_login(rep)
    client.get(f"{DEALS}inspect/{deal.pk}/")
    deal.prospects.add(*ProspectFactory.create_batch(9, account=account, owner=rep))
    with django_assert_max_num_queries(14):
        client.get(f"{DEALS}inspect/{deal.pk}/")


@pytest.mark.parametrize("kind", ["accounts", "prospects"])
def test_account_and_prospect_list_their_deals(page, rep, other_rep, deal, rosa, kind):
    DealFactory(account=deal.account, owner=other_rep, prospects=[rosa], name="Hidden")
    row = deal.account if kind == "accounts" else rosa
    shown = page(rep, f"/admin/people/{kind}/inspect/{row.pk}/").select_one(
        "[aria-labelledby=deals-title]"
    )
    assert [a.text for a in shown.select(".p-deal a")] == ["Cold ledger"]
    assert "£77,000" in words(shown) and "1 more is looked after" in words(shown)
    assert shown.select_one("a.button")["href"] == f"{DEALS}new/?account={deal.account_id}"


# --- Forms ----------------------------------------------------------------------------
def form_data(account, **changed: object) -> dict[str, object]:
    return {
        "name": "Cold ledger",
        "account": account.pk,
        "value": "",
        "currency": "GBP",
        "expected_close": "",
        "competitor": "",
        "owner": "",
        "reference": "",
        "notes": "",
        **changed,
    }


def test_a_deal_is_added_with_people_of_its_account(client, page, rep, account, rosa, theirs):
    ProspectFactory(owner=rep)  # of another account
    offered = page(rep, f"{DEALS}new/", account=str(account.pk)).select("input[name=prospects]")
    assert [box["value"] for box in offered] == [str(rosa.pk)]
    data = form_data(account, prospects=[rosa.pk], owner=rep.pk, value="12.5")
    response = client.post(f"{DEALS}new/", data)
    made = Deal.objects.get()
    assert response["Location"] == f"{DEALS}inspect/{made.pk}/"
    assert (made.owner, str(made.value), list(made.prospects.all())) == (rep, "12.50", [rosa])


def test_nobody_is_offered_before_the_account_is_chosen(page, rep, rosa):
    form = page(rep, f"{DEALS}new/")
    assert not form.select("input[name=prospects]")
    assert "once it is chosen" in words(form.select_one("#deal-people"))


def test_another_account_brings_its_people_and_ticks_stay(page, rep, rosa, account):
    url = reverse("deal:people")
    shown = page(rep, url, account=str(account.pk), prospects=str(rosa.pk))
    [box] = shown.select("input[name=prospects]")
    assert box["value"] == str(rosa.pk) and box.has_attr("checked")
    assert not page(rep, url, account="x").select("input")


def test_a_strangers_account_is_named_in_the_form(client, rep, account, deal):
    stranger = ProspectFactory(account=None, owner=rep)
    client.force_login(rep)
    client.post(f"{DEALS}edit/{deal.pk}/", form_data(account, prospects=[stranger.pk]))
    assert not deal.prospects.filter(pk=stranger.pk).exists()  # not offered, so not taken
    other = AccountFactory()
    people = [person.pk for person in deal.prospects.all()]
    response = client.post(f"{DEALS}edit/{deal.pk}/", form_data(other, prospects=people))
    assert "belongs to Almera Fresh" in str(response.context["form"].errors)


def test_saving_keeps_people_whom_the_rep_does_not_see(client, rep, deal, account, rosa, theirs):
    deal.prospects.add(theirs)
    client.force_login(rep)
    client.post(f"{DEALS}edit/{deal.pk}/", form_data(account, name="Renamed"))
    deal.refresh_from_db()
    assert deal.name == "Renamed" and list(deal.prospects.all()) == [theirs]


def test_a_reference_that_is_taken_is_refused_in_words(client, rep, account):
    DealFactory(reference="TW-1")
    client.force_login(rep)
    response = client.post(f"{DEALS}new/", form_data(account, reference="tw-1"))
    assert "already has this reference" in str(response.context["form"].errors)


def test_a_new_deal_proposes_the_currency_of_the_last(page, rep, account, settings):
    settings.LANGUAGE_CODE = "en-gb"
    first = page(rep, f"{DEALS}new/").select_one("[name=currency]")
    assert first["value"] == "GBP"
    DealFactory(owner=rep, currency="EUR")
    assert page(rep, f"{DEALS}new/").select_one("[name=currency]")["value"] == "EUR"


def test_a_lead_deletes_a_deal(client, sales_lead, deal):
    client.force_login(sales_lead)
    client.post(f"{DEALS}delete/{deal.pk}/")
    assert not Deal.objects.exists()


# --- Closing --------------------------------------------------------------------------
def test_winning_says_who_becomes_a_customer_and_does_it(client, page, rep, deal, rosa, theirs):
    deal.prospects.add(theirs)
    url = reverse("deal:win", args=[deal.pk])
    asked = words(page(rep, url).select_one("[aria-labelledby=then-title]"))
    assert "These people become customers: Rosa Lind" in asked
    assert "1 whom a colleague looks after" in asked and "Theo" not in asked
    deal.refresh_from_db()
    assert deal.is_open

    response = client.post(url, {"on": str(timezone.localdate())}, follow=True)
    assert "2 prospects are customers now" in str(next(iter(response.context["messages"])))
    deal.refresh_from_db(), rosa.refresh_from_db()
    assert deal.is_won and rosa.lifecycle == "customer"
    assert client.get(url)["Location"] == f"{DEALS}inspect/{deal.pk}/"


def test_a_day_to_come_is_refused(client, rep, deal):
    client.force_login(rep)
    day = timezone.localdate() + timedelta(days=1)
    response = client.post(reverse("deal:win", args=[deal.pk]), {"on": str(day)})
    assert response.status_code == 422
    deal.refresh_from_db()
    assert deal.is_open


def test_losing_asks_why(client, page, rep, deal, rosa):
    url = reverse("deal:lose", args=[deal.pk])
    assert "nothing about them changes" in words(page(rep, url))
    today = str(timezone.localdate())
    assert client.post(url, {"on": today, "reason": " "}).status_code == 422
    client.post(url, {"on": today, "reason": "Price", "competitor": "Cindral"})
    deal.refresh_from_db()
    assert (deal.state, deal.lost_reason, deal.competitor) == ("lost", "Price", "Cindral")
    shown = page(rep, f"{DEALS}inspect/{deal.pk}/")
    assert "Price" in words(shown.select_one(".t-facts"))


def test_a_closed_deal_is_opened_again(client, page, rep, deal):
    Deal.objects.filter(pk=deal.pk).update(state="won", closed_at=timezone.now())
    form = page(rep, f"{DEALS}inspect/{deal.pk}/").select_one("form[action*=reopen]")
    client.post(form["action"])
    deal.refresh_from_db()
    assert deal.is_open
    history = page(rep, f"{DEALS}history/{deal.pk}/")
    assert "Opened again" in words(history)


# --- Chooser --------------------------------------------------------------------------
def test_a_chooser_offers_the_deals_of_an_account_that_the_user_sees(client, rep, other_rep, deal):
    DealFactory(name="Other account", owner=rep)
    DealFactory(name="Theirs", account=deal.account, owner=other_rep)
    client.force_login(rep)
    url = reverse("deal_chooser:choose_results")
    all_of_them = client.get(url).content.decode()
    assert "Cold ledger" in all_of_them and "Other account" in all_of_them
    of_account = client.get(url, {"account": deal.account_id}).content.decode()
    assert "Cold ledger" in of_account
    assert "Other account" not in of_account and "Theirs" not in of_account
    assert client.get(url, {"account": "x"}).status_code == 200


def test_what_a_rep_adds_while_choosing_is_theirs(client, rep, account):
    client.force_login(rep)
    data = {"name": "Pilot", "account": account.pk, "value": "", "currency": "EUR"}
    client.post(reverse("deal_chooser:create"), data)
    made = Deal.objects.get()
    assert (made.owner, made.currency, made.state) == (rep, "EUR", "open")
