from __future__ import annotations

import csv
import io

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone

from personas.models import Account, ContactCard, JourneyStage, Prospect
from personas.prospects.services import create_or_propose
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    EngagementFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db

PROSPECTS = "/admin/people/prospects/"
ACCOUNTS = "/admin/people/accounts/"
LISTS = {
    "account": (ACCOUNTS, AccountFactory),
    "prospect": (PROSPECTS, ProspectFactory),
    "deal": ("/admin/people/deals/", DealFactory),
    "persona": ("/admin/people/personas/", PersonaFactory),
    "journeystage": ("/admin/people/journey/", JourneyStageFactory),
    "engagement": ("/admin/people/engagement/", EngagementFactory),
}


def downloaded(client, user, url: str, **query: str) -> list[dict[str, str]]:
    client.force_login(user)
    response = client.get(url, {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- Lists ----------------------------------------------------------------------------


@pytest.mark.parametrize("url", [url for url, _factory in LISTS.values()])
def test_an_empty_list_teaches_and_offers_the_first_step(page, marketing_lead, url):
    empty = page(marketing_lead, url).select_one(".t-empty")
    assert empty.select_one(".t-empty__title").text
    assert len(empty.select_one(".t-empty__text").text) > 40
    offered = [link.text.strip() for link in empty.select("a.button")]
    assert bool(offered) is ("engagement" not in url)


def test_no_step_is_offered_to_who_may_not_take_it(page, marketer):
    assert not page(marketer, PROSPECTS).select(".t-empty a.button")


@pytest.mark.parametrize("kind", LISTS)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    kind, client, sales_lead, django_assert_max_num_queries
):
    url, factory = LISTS[kind]
    factory.create_batch(2)
    client.force_login(sales_lead)
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    factory.create_batch(12)
    # Related rows come with joins, counts with annotations.
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_a_rep_lists_their_prospects_and_those_of_nobody(rows, rep, other_rep):
    ProspectFactory(owner=rep, first_name="Mine", last_name="A")
    ProspectFactory(first_name="Nobodys", last_name="B")
    ProspectFactory(owner=other_rep, first_name="Theirs", last_name="C")
    assert [row[0].split("  ")[0][:7].strip() for row in rows(rep, PROSPECTS)] == [
        "Mine A",
        "Nobodys",
    ]


def test_erased_prospects_are_not_listed(rows, sales_lead):
    ProspectFactory(erased_at=timezone.now())
    assert rows(sales_lead, PROSPECTS) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("anna berg", 1), ("berg neu", 1), ("anna schmidt", 0), ("NEU.EXAMPLE", 1), ("   ", 2)],
)
def test_a_search_wants_every_word_in_any_field(rows, sales_lead, words, found):
    ProspectFactory(
        first_name="Anna", last_name="Berg", email="a@neu.example", account__name="Neu GmbH"
    )
    ProspectFactory(first_name="Otto", last_name="Alt")
    assert len(rows(sales_lead, PROSPECTS, q=words)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"looked_after": "me"}, ["Mine"]),
        ({"looked_after": "nobody"}, ["Free"]),
        ({"lifecycle": "warm"}, ["Mine"]),
        ({"consent": "withdrawn"}, ["Free"]),
    ],
)
def test_prospects_are_filtered(client, rep, query, found):
    ProspectFactory(owner=rep, first_name="Mine", lifecycle="warm")
    ProspectFactory(first_name="Free", consent="withdrawn")
    assert [row["first_name"] for row in downloaded(client, rep, PROSPECTS, **query)] == found


def test_prospects_are_filtered_by_persona_and_stage(client, sales_lead):
    persona, stage = PersonaFactory(), JourneyStageFactory()
    wanted = ProspectFactory(persona=persona, stage=stage)
    ProspectFactory(persona=persona)
    query = {"persona": str(persona.pk), "stage": str(stage.pk)}
    rows = downloaded(client, sales_lead, PROSPECTS, **query)
    assert [row["email"] for row in rows] == [wanted.email]


def test_accounts_are_filtered_by_words_of_their_column(client, sales_lead):
    AccountFactory(name="A", industry="Food")
    AccountFactory(name="B", industry="Energy")
    rows = downloaded(client, sales_lead, ACCOUNTS, industry="Food")
    assert [row["name"] for row in rows] == ["A"]


def test_a_list_sorts_by_its_columns(client, sales_lead):
    AccountFactory(name="Small", size=5)
    AccountFactory(name="Large", size=500)
    rows = downloaded(client, sales_lead, ACCOUNTS, ordering="-size")
    assert [row["name"] for row in rows] == ["Large", "Small"]


def test_a_download_is_harmless_in_a_spreadsheet(client, sales_lead):
    ProspectFactory(first_name="=HYPERLINK(1)", phone="+49 1", notes="@SUM")
    [row] = downloaded(client, sales_lead, PROSPECTS)
    assert (row["first_name"], row["phone"], row["notes"]) == ("'=HYPERLINK(1)", "'+49 1", "'@SUM")


@pytest.mark.parametrize("url", [url for url, _factory in LISTS.values()])
def test_only_csv_is_offered(page, sales_lead, url):
    links = [link["href"] for link in page(sales_lead, url).select("a[href*='export=']")]
    assert [link.rpartition("export=")[2] for link in links] == ["csv"]


def test_a_download_holds_only_what_the_user_sees(client, rep, other_rep):
    ProspectFactory(owner=other_rep)
    assert downloaded(client, rep, PROSPECTS) == []


def test_a_downloaded_list_is_imported_unchanged(client, sales_lead):
    prospect = ProspectFactory(
        owner=sales_lead,
        persona=PersonaFactory(),
        stage=JourneyStageFactory(),
        consent="given",
        notes="=1+1",
        phone="+49 1",
    )
    client.force_login(sales_lead)
    data = b"".join(client.get(PROSPECTS, {"export": "csv"}).streaming_content)
    before = Prospect.objects.filter(pk=prospect.pk).values().get()
    response = _upload(client, PROSPECTS, data)
    assert [row.outcome for row in response.context_data["plan"].rows] == ["unchanged"]
    assert Prospect.objects.filter(pk=prospect.pk).values().get() == before


# --- Menu -----------------------------------------------------------------------------


def test_the_menu_has_one_entry_for_people(client, rep, outsider):
    from wagtail.admin.menu import admin_menu

    def labels(user) -> list[str]:
        request = client.request().wsgi_request
        request.user = user
        people = next(i for i in admin_menu.registered_menu_items if i.name == "people")
        return [str(item.label) for item in people.menu.menu_items_for_request(request)]

    names = ["Accounts", "Prospects", "Deals", "Personas", "Journey", "Engagement"]
    assert set(labels(rep)) == {*names, "Proposed changes"}
    assert labels(outsider) == []


# --- The page of a prospect and of an account -----------------------------------------


@pytest.fixture
def known(rep):
    prospect = ProspectFactory(
        owner=rep,
        first_name="Helena",
        persona=PersonaFactory(name="CFO"),
        title="CFO",
        persona_reason="CFO by title",
    )
    EngagementFactory(prospect=prospect, subject_label="Carbon guide", dwell_ms=75_000)
    EngagementFactory(prospect=prospect, grade="scanner")
    create_or_propose(email=prospect.email, values={"title": "CEO"}, source="Form")
    return prospect


def test_a_prospect_shows_what_they_did_and_why_the_persona(page, rep, known):
    shown = page(rep, f"{PROSPECTS}inspect/{known.pk}/")
    events = [" ".join(e.get_text(" ").split()) for e in shown.select(".p-event")]
    assert len(events) == 2
    assert any("Carbon guide" in e and "1 min 15 s in view" in e for e in events)
    counts = [int(dd.text) for dd in shown.select(".t-counts dd")]
    assert counts == [1, 1]  # people, scanners
    assert shown.select_one(".p-why").text == "CFO by title"
    assert shown.select_one(".p-change ins").text == "CEO"


def test_marketing_reads_a_prospect_without_buttons_to_change_it(page, marketer, known):
    shown = page(marketer, f"{PROSPECTS}inspect/{known.pk}/")
    assert not shown.select("form[action*='proposed-changes']")
    assert not shown.select(f"a[href*='edit/{known.pk}']")


def test_the_page_of_a_prospect_asks_little(client, rep, known, django_assert_max_num_queries):
    client.force_login(rep)
    client.get(f"{PROSPECTS}inspect/{known.pk}/")
    EngagementFactory.create_batch(8, prospect=known)
    with django_assert_max_num_queries(16):
        client.get(f"{PROSPECTS}inspect/{known.pk}/")


def test_an_account_hides_the_prospects_of_colleagues_but_counts_them(page, rep, other_rep):
    account = AccountFactory()
    ProspectFactory(account=account, owner=rep, first_name="Mine", last_name="A")
    ProspectFactory(account=account, owner=other_rep, first_name="Theirs", last_name="B")
    shown = page(rep, f"{ACCOUNTS}inspect/{account.pk}/")
    assert [a.text for a in shown.select("td.title a")] == ["Mine A"]
    assert "1 more is looked after by a colleague" in shown.get_text()


# --- Forms ----------------------------------------------------------------------------


def test_saving_a_prospect_keeps_when_consent_was_given(client, rep):
    prospect = ProspectFactory(owner=rep)
    client.force_login(rep)
    data = {
        "first_name": "Anna",
        "last_name": "Berg",
        "email": prospect.email,
        "phone": "",
        "title": "",
        "account": "",
        "persona": "",
        "stage": "",
        "persona_reason": "",
        "lifecycle": "new",
        "owner": rep.pk,
        "source": "",
        "consent": "given",
        "records_visits": "on",
        "language": "en",
        "notes": "",
    }
    response = client.post(f"{PROSPECTS}edit/{prospect.pk}/", data)
    assert response["Location"] == f"{PROSPECTS}inspect/{prospect.pk}/"
    prospect.refresh_from_db()
    assert (prospect.first_name, prospect.consent) == ("Anna", "given")
    assert prospect.consent_at is not None


def test_an_address_known_in_other_letters_is_refused_in_words(client, rep):
    ProspectFactory(email="anna@neu.example")
    client.force_login(rep)
    data = {
        "email": "ANNA@neu.example",
        "lifecycle": "new",
        "consent": "unknown",
        "language": "en",
    }
    response = client.post(f"{PROSPECTS}new/", data)
    assert "already has this e-mail" in str(response.context["form"].errors)


def test_a_rep_can_name_only_themselves_as_owner(page, rep, other_rep, sales_lead):
    def owners(user) -> list[str]:
        options = page(user, f"{ACCOUNTS}new/").select("select[name=owner] option")
        return [option.text for option in options if option["value"]]

    assert owners(rep) == ["Rep Example"]
    assert set(owners(sales_lead)) == {"Rep Example", "Other Example", "Sales Example"}


def test_an_account_that_is_needed_is_kept_with_the_reason(client, sales_lead):
    account = ProspectFactory(first_name="Anna", last_name="Berg").account
    client.force_login(sales_lead)
    response = client.post(f"{ACCOUNTS}delete/{account.pk}/", follow=True)
    assert Account.objects.filter(pk=account.pk).exists()
    assert "Anna Berg" in " ".join(str(m) for m in response.context["messages"])


def test_an_account_that_nobody_needs_is_deleted(client, sales_lead):
    account = AccountFactory()
    client.force_login(sales_lead)
    client.post(f"{ACCOUNTS}delete/{account.pk}/")
    assert not Account.objects.filter(pk=account.pk).exists()


def test_erasing_asks_first(page, client, sales_lead, known):
    asked = page(sales_lead, f"{PROSPECTS}{known.pk}/erase/")
    assert "2 recorded events are kept" in " ".join(asked.get_text(" ").split())
    known.refresh_from_db()
    assert known.erased_at is None

    client.post(f"{PROSPECTS}{known.pk}/erase/")
    known.refresh_from_db()
    assert known.erased_at is not None and known.first_name == ""


def test_personal_data_comes_as_a_file(client, rep, known):
    client.force_login(rep)
    response = client.get(f"{PROSPECTS}{known.pk}/personal-data/")
    assert "attachment" in response["Content-Disposition"]
    assert response.json()["prospect"]["first_name"] == "Helena"


def test_a_proposed_change_is_taken_over_from_the_list(client, page, rep, known):
    forms = page(rep, "/admin/people/proposed-changes/").select("form[action*='accept']")
    client.post(forms[0]["action"])
    known.refresh_from_db()
    assert known.title == "CEO"
    again = client.post(forms[0]["action"], follow=True)
    assert "decided already" in " ".join(str(m) for m in again.context["messages"])


def test_a_user_keeps_their_contact_card_on_their_account_page(client, page, rep):
    fields = page(rep, "/admin/account/").select("[name^=contact_card-]")
    assert {f["name"] for f in fields} >= {"contact_card-job_title", "contact_card-booking_url"}
    data = {
        "name_email-first_name": "Rep",
        "name_email-last_name": "Example",
        "name_email-email": rep.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "contact_card-job_title": "Account manager",
        "contact_card-booking_url": "https://book.example/rep",
    }
    client.post("/admin/account/", data)
    card = ContactCard.objects.get(user=rep)
    assert (card.job_title, card.full_name, card.email) == (
        "Account manager",
        "Rep Example",
        rep.email,
    )


# --- Choosers -------------------------------------------------------------------------


def test_a_chooser_offers_only_what_the_user_sees(client, rep, other_rep):
    ProspectFactory(owner=rep, first_name="Mine")
    ProspectFactory(owner=other_rep, first_name="Theirs")
    client.force_login(rep)
    html = client.get(reverse("prospect_chooser:choose_results")).content.decode()
    assert "Mine" in html and "Theirs" not in html


def test_a_chooser_finds_by_words(client, sales_lead):
    AccountFactory(name="Hansa Freight", domain="hf.example")
    AccountFactory(name="Alpine Dairy")
    client.force_login(sales_lead)
    html = client.get(reverse("account_chooser:choose_results"), {"q": "freight hf"}).content
    assert b"Hansa Freight" in html and b"Alpine Dairy" not in html


def test_what_a_rep_adds_while_choosing_is_theirs(client, rep):
    client.force_login(rep)
    client.post(reverse("account_chooser:create"), {"name": "Neu", "domain": "", "industry": ""})
    assert Account.objects.get().owner == rep


# --- Persona and journey --------------------------------------------------------------


def test_a_persona_is_previewed_as_the_team_reads_it(client, marketer):
    persona = PersonaFactory(name="Cautious CFO", goals="Close the books\n- Sleep\n\n")
    client.force_login(marketer)
    html = persona.make_preview_request().content
    from bs4 import BeautifulSoup

    shown = BeautifulSoup(html, "html.parser")
    assert shown.select_one(".persona__name").text == "Cautious CFO"
    assert [li.text for li in shown.select("li")] == ["Close the books", "Sleep"]


def test_a_marketer_drafts_a_persona_and_a_lead_publishes_it(client, marketer, marketing_lead):
    persona = PersonaFactory(live=True)
    url = f"/admin/people/personas/edit/{quote(persona.pk)}/"
    data = {
        "name": "Renamed",
        "slug": persona.slug,
        "role": "CFO",
        "photo": "",
        "goals": "",
        "pains": "",
        "objections": "",
        "trusted_sources": "",
        "biggest_challenge": "",
        "buying_authority": "",
        "buying_notes": "",
        "evidence": "",
        "owner": "",
    }
    client.force_login(marketer)
    client.post(url, {**data, "action-publish": "1"})
    persona.refresh_from_db()
    assert persona.name != "Renamed" and persona.has_unpublished_changes

    client.force_login(marketing_lead)
    client.post(url, {**data, "action-publish": "1"})
    persona.refresh_from_db()
    assert persona.name == "Renamed"


def test_stages_are_put_in_another_order(client, marketer):
    first, second = JourneyStageFactory(), JourneyStageFactory()
    client.force_login(marketer)
    client.post(reverse("personas_journeystage:reorder", args=[second.pk]) + "?position=0")
    assert list(JourneyStage.objects.all()) == [second, first]


# --- CSV import -----------------------------------------------------------------------


def _upload(client, section: str, data: bytes, name: str = "list.csv"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(f"{section}import/", {"file": SimpleUploadedFile(name, data)})


def test_an_import_is_shown_then_confirmed(client, sales_lead):
    from bs4 import BeautifulSoup

    client.force_login(sales_lead)
    shown = BeautifulSoup(
        _upload(client, PROSPECTS, b"email,title\na@b.example,CFO\nnonsense,CEO\n").content,
        "html.parser",
    )
    assert Prospect.objects.count() == 0
    lines = [
        [" ".join(td.get_text(" ").split()) for td in tr.select("td")]
        for tr in shown.select("table.p-plan tbody tr")
    ]
    assert lines[0][:3] == ["3", "nonsense", "Cannot be taken"]
    assert "email : “nonsense” is no e-mail address" in lines[0][3]
    assert lines[1][:3] == ["2", "a@b.example", "New"]

    values = {i["name"]: i["value"] for i in shown.select("form input[type=hidden]")}
    response = client.post(f"{PROSPECTS}import/", values, follow=True)
    assert Prospect.objects.get().title == "CFO"
    assert "1 new, 0 updated, 0 unchanged, 1 left out" in str(
        next(iter(response.context["messages"]))
    )

    again = client.post(f"{PROSPECTS}import/", values, follow=True)
    assert "choose the file again" in str(next(iter(again.context["messages"])))


def test_what_changed_since_the_check_is_shown_again(client, sales_lead):
    known = ProspectFactory(title="CFO")
    client.force_login(sales_lead)
    shown = _upload(client, PROSPECTS, f"email,title\n{known.email},CEO\n".encode())
    values = {"token": shown.context_data["token"], "digest": shown.context_data["plan"].digest}
    Prospect.objects.filter(pk=known.pk).update(title="CIO")

    again = client.post(f"{PROSPECTS}import/", values)

    known.refresh_from_db()
    assert known.title == "CIO"
    assert again.context_data["plan"].rows[0].changes[0].before == "CIO"


def test_a_check_is_its_own_users(client, sales_lead, rep):
    client.force_login(sales_lead)
    shown = _upload(client, PROSPECTS, b"email\na@b.example\n")
    values = {"token": shown.context_data["token"], "digest": shown.context_data["plan"].digest}
    client.force_login(rep)
    client.post(f"{PROSPECTS}import/", values)
    assert Prospect.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "Excel"),
        (b"shoe size\n44\n", "needs a column"),
        (b"email\n" + b"x" * (2 * 1024 * 1024), "limit"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(client, sales_lead, data, words):
    client.force_login(sales_lead)
    response = _upload(client, PROSPECTS, data)
    assert response.status_code == 422
    assert words in str(response.context_data["form"].errors)


def test_an_empty_file_with_the_headings_can_be_downloaded(client, sales_lead):
    client.force_login(sales_lead)
    response = client.get(f"{ACCOUNTS}import/", {"template": ""})
    assert b"".join(response.streaming_content).startswith(b"name,domain,industry")
