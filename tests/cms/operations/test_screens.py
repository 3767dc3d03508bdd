"""The admin's screens: who sees what, what they show, and at what cost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.operations import handlers, jobs, mail, notifications
from cms.operations.enums import JobState, MailState
from cms.operations.models import Job, Notification, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _admin_access(rep, other_rep, sales_lead):
    for user in (rep, other_rep, sales_lead):
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))


@pytest.fixture
def job(rep) -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="test.import",
        label="Import 3 documents",
        owner=rep,
        queue="bulk",
        state=JobState.DONE,
        attempt=1,
        started_at=now - timedelta(seconds=125),
        finished_at=now,
        report={
            "summary": "2 of 3 were taken.",
            "counts": {"new": 2, "not taken": 1},
            "problems": [{"what": "=broken.md", "why": "The front matter is not YAML."}],
            "taken": [{"what": "One", "url": "/admin/pages/1/"}, {"what": "Two"}],
            "links": [{"text": "Review 2 drafts", "url": "/admin/review/"}],
            "folder": "stories",
        },
    )


@pytest.fixture
def letter(rep) -> OutgoingMail:
    return mail.send(
        to="rosa@almera.test",
        subject="Your page",
        text="See https://tandem.test/r/abc",
        html="<p>Hello</p><script>alert(1)</script>",
        kind="room",
        sender=rep,
    )


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def listing(response) -> Tag | None:
    return soup(response).select_one("main table.listing")


# --- jobs


def test_a_rep_lists_only_their_own_jobs(client, rep, other_rep, job):
    Job.objects.create(kind="x", label="Theirs", owner=other_rep, queue="bulk")
    client.force_login(rep)
    text = listing(client.get(reverse("operations:jobs"))).text
    assert "Import 3 documents" in text
    assert "Theirs" not in text


def test_a_lead_lists_all_jobs_and_who_started_them(client, sales_lead, job):
    Job.objects.create(kind="x", label="Index", owner=None, queue="bulk")
    client.force_login(sales_lead)
    text = listing(client.get(reverse("operations:jobs"))).text
    assert "Import 3 documents" in text
    assert "Index" in text
    assert "Rep Example" in text


PAGES = ["job", "job_progress", "job_stop"]


@pytest.mark.parametrize("name", PAGES)
def test_anothers_job_is_not_found(client, other_rep, job, name):
    client.force_login(other_rep)
    ask = client.post if name == "job_stop" else client.get
    assert ask(reverse(f"operations:{name}", args=[job.pk])).status_code == 404


def test_who_may_not_enter_the_admin_sees_nothing(client, outsider, job, letter):
    client.force_login(outsider)
    for name in ("jobs", "mails", "notifications", "notifications_count"):
        assert client.get(reverse(f"operations:{name}")).status_code == 302
    assert client.get(reverse("operations:job", args=[job.pk])).status_code == 302
    assert client.get(reverse("operations:mail_html", args=[letter.pk])).status_code == 302


def test_the_report_shows_counts_problems_and_where_to_go(client, rep, job):
    client.force_login(rep)
    page = soup(client.get(job.get_absolute_url())).find("main")
    assert [dd.text for dd in page.select(".t-counts dd")] == ["2", "1"]
    tables = [[c.text.strip() for c in t.select("td")] for t in page.select("table")]
    assert tables[0] == ["=broken.md", "The front matter is not YAML."]
    assert tables[1] == ["One", "", "Two", ""]
    assert page.find("a", string="Review 2 drafts")["href"] == "/admin/review/"
    facts = [dd.text for dd in page.select(".t-facts dd")]
    assert "2 min 5 s" in facts
    assert "stories" in facts


def test_the_report_can_be_downloaded_with_harmless_cells(client, rep, job):
    client.force_login(rep)
    response = client.get(job.get_absolute_url() + "?format=csv")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1] == "not taken,'=broken.md,The front matter is not YAML.,"
    assert len(lines) == 4


def test_the_job_is_there_for_machines(client, rep, job):
    client.force_login(rep)
    data = client.get(job.get_absolute_url() + "?format=json").json()
    assert (data["state"], data["percent"]) == ("done", 100)


def test_only_superusers_see_the_traceback(client, rep, admin_user, job):
    Job.objects.update(state=JobState.FAILED, error="It ended.", traceback="File views.py")
    client.force_login(rep)
    assert b"File views.py" not in client.get(job.get_absolute_url()).content
    client.force_login(admin_user)
    assert b"File views.py" in client.get(job.get_absolute_url()).content


def test_progress_is_asked_for_until_the_job_is_over(client, rep, job):
    Job.objects.update(state=JobState.RUNNING, done=6, total=10, message="Building slides")
    client.force_login(rep)
    url = reverse("operations:job_progress", args=[job.pk]) + "?refresh=1&stop=1"
    response = client.get(url)
    part = soup(response).find(id=f"job-{job.pk}")
    assert part["hx-trigger"] == "every 1s"
    assert "refresh=1" in part["hx-get"]
    bar = part.find("progress")
    assert (bar["value"], bar["max"], bar["aria-label"]) == ("60", "100", job.label)
    assert "Building slides, 6 of 10" in part.text
    assert part.find("button", string="Stop")
    assert "HX-Refresh" not in response

    Job.objects.update(state=JobState.DONE)
    response = client.get(url)
    assert "hx-trigger" not in soup(response).find(id=f"job-{job.pk}").attrs
    assert response["HX-Refresh"] == "true"
    assert json.loads(response["HX-Trigger"]) == {"t-job": {"id": job.pk, "state": "done"}}


def test_asking_for_progress_is_cheap(client, rep, job, django_assert_num_queries):
    client.force_login(rep)
    url = reverse("operations:job_progress", args=[job.pk])
    client.get(url)
    # Session, user with profile, permissions with roles, the job.
    with django_assert_num_queries(4):
        client.get(url)


def test_the_owner_stops_a_job(client, rep, job):
    Job.objects.update(state=JobState.RUNNING)
    client.force_login(rep)
    response = client.post(
        reverse("operations:job_stop", args=[job.pk]), headers={"HX-Request": "1"}
    )
    assert response["HX-Refresh"] == "true"
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


@pytest.mark.parametrize(
    ("count", "name"), [(3, "jobs"), (30, "jobs"), (3, "mails"), (30, "mails")]
)
def test_a_list_costs_the_same_for_few_and_many(
    client, sales_lead, rep, count, name, django_assert_max_num_queries
):
    for number in range(count):
        Job.objects.create(kind="x", label=f"Job {number}", owner=rep, queue="bulk")
        mail.send(to="a@b.test", subject=f"Mail {number}", text="", kind="x", sender=rep)
    client.force_login(sales_lead)
    client.get(reverse(f"operations:{name}"))
    with django_assert_max_num_queries(18):
        assert len(listing(client.get(reverse(f"operations:{name}"))).select("tbody tr")) == count


def test_an_empty_list_says_what_it_is_for(client, rep):
    client.force_login(rep)
    page = soup(client.get(reverse("operations:jobs")))
    assert page.select_one(".t-empty__title").text == "No job yet"


def test_the_list_filters_by_state(client, rep, job):
    Job.objects.create(kind="x", label="Waiting", owner=rep, queue="bulk")
    client.force_login(rep)
    rows = listing(client.get(reverse("operations:jobs"), {"state": "done"})).select("tbody tr")
    assert [row.find("a").text.strip() for row in rows] == ["Import 3 documents"]


def test_the_progress_part_stands_in_the_list_too(client, rep):
    running = Job.objects.create(
        kind="x", label="Runs", owner=rep, queue="bulk", state=JobState.RUNNING
    )
    client.force_login(rep)
    assert soup(client.get(reverse("operations:jobs"))).find(id=f"job-{running.pk}")


# --- mail


def test_a_rep_reads_what_they_sent(client, rep, letter):
    client.force_login(rep)
    assert "Your page" in listing(client.get(reverse("operations:mails"))).text
    page = soup(client.get(reverse("operations:mail", args=[letter.pk])))
    assert "See https://tandem.test/r/abc" in page.find("pre").text
    frame = page.find("iframe")
    assert not frame["sandbox"], "nothing is allowed"
    assert frame["src"] == reverse("operations:mail_html", args=[letter.pk])
    assert "<script>alert" not in str(page)


def test_the_html_of_a_mail_can_do_nothing(client, rep, letter):
    client.force_login(rep)
    response = client.get(reverse("operations:mail_html", args=[letter.pk]))
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_anothers_mail_is_not_found(client, other_rep, sales_lead, letter):
    client.force_login(other_rep)
    assert listing(client.get(reverse("operations:mails"))) is None
    for name in ("mail", "mail_html"):
        assert client.get(reverse(f"operations:{name}", args=[letter.pk])).status_code == 404
    assert client.post(reverse("operations:mail_again", args=[letter.pk])).status_code == 404
    client.force_login(sales_lead)
    assert client.get(reverse("operations:mail", args=[letter.pk])).status_code == 200


def test_a_receiver_reads_mail_to_them(client, other_rep, rep):
    notifications.notify(other_rep, "A deck is outdated.", kind="x", by_mail=True)
    client.force_login(other_rep)
    assert "A deck is outdated." in listing(client.get(reverse("operations:mails"))).text


def test_a_mail_that_failed_is_sent_again_by_a_button(client, rep, letter, settings):
    settings.EMAIL_URL = "smtp://localhost"
    OutgoingMail.objects.update(state=MailState.FAILED, error="550 No such user")
    client.force_login(rep)
    page = soup(client.get(reverse("operations:mail", args=[letter.pk])))
    assert "550 No such user" in page.text
    assert page.find("button", string="Send again")
    client.post(reverse("operations:mail_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == MailState.WAITING


# --- notifications


def test_the_count_is_one_query_and_not_part_of_other_pages(
    client, rep, django_assert_num_queries
):
    notifications.notify(rep, "One", kind="x")
    client.force_login(rep)
    url = reverse("operations:notifications_count")
    assert client.get(url).json() == {"count": 1}
    # Session, user with profile, permissions with roles, the count.
    with django_assert_num_queries(4) as captured:
        client.get(url)
    assert "cms_notification" in captured.captured_queries[-1]["sql"]
    with CaptureQueriesContext(connection) as page:
        client.get(reverse("operations:jobs"))
    assert not [query for query in page if "cms_notification" in query["sql"]]


def test_following_a_notification_marks_it_as_read(client, rep):
    note = notifications.notify(rep, "One", kind="x", link="/admin/rooms/")
    client.force_login(rep)
    response = client.get(reverse("operations:notification", args=[note.pk]))
    assert response.url == "/admin/rooms/"
    assert not Notification.objects.unread().exists()


def test_a_notification_never_leads_off_the_site(client, rep):
    note = notifications.notify(rep, "One", kind="x", link="//evil.test/")
    client.force_login(rep)
    response = client.get(reverse("operations:notification", args=[note.pk]))
    assert response.url == reverse("operations:notifications")


def test_anothers_notification_is_not_found(client, rep, other_rep):
    note = notifications.notify(rep, "One", kind="x", link="/admin/")
    client.force_login(other_rep)
    assert client.get(reverse("operations:notification", args=[note.pk])).status_code == 404
    url = reverse("operations:notification_read", args=[note.pk])
    assert client.post(url, headers={"HX-Request": "1"}).status_code == 404
    assert Notification.objects.unread().count() == 1


def test_marking_as_read_tells_the_bell(client, rep):
    note = notifications.notify(rep, "One", kind="x")
    notifications.notify(rep, "Two", kind="x")
    client.force_login(rep)
    url = reverse("operations:notification_read", args=[note.pk])
    response = client.post(url, headers={"HX-Request": "1"})
    assert json.loads(response["HX-Trigger"]) == {"t-unread": {"count": 1}}
    client.post(reverse("operations:notifications_read"))
    assert not Notification.objects.unread().exists()


# --- the admin around them


def test_the_admin_carries_the_project_s_name_style_and_script(client, rep):
    page = soup(client.get(reverse("wagtailadmin_login")))
    assert page.title.text.strip().endswith("Tandem")
    assert "Wagtail" not in page.find("main").text
    client.force_login(rep)
    page = soup(client.get(reverse("operations:jobs")))
    sources = [script.get("src", "") for script in page.find_all("script")]
    htmx = next(i for i, s in enumerate(sources) if "htmx-2.min.js" in s)
    own = next(i for i, s in enumerate(sources) if "tandem-admin.js" in s)
    assert htmx < own
    assert page.find("link", href=lambda href: href and "tandem-admin.css" in href)


def test_a_started_job_has_a_page(client, rep):
    handlers.handler("test.page")(lambda **kwargs: None)
    try:
        job = jobs.start("test.page", owner=rep, label="Page", link="/admin/from/")
    finally:
        handlers._handlers.remove("test.page")
    client.force_login(rep)
    page = soup(client.get(job.get_absolute_url()))
    assert page.find("a", href="/admin/from/")
    assert page.find(id=f"job-{job.pk}")["hx-trigger"] == "every 1s"
