"""The screens in a real browser: live progress, stopping, the bell, both themes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Page, expect

from cms.operations import mail, notifications
from cms.operations.enums import JobState
from cms.operations.models import Job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Wagtail's own frame has findings of its own; ours begins with the content.
OURS = "main"


@pytest.fixture
def admin(sign_in, live_server) -> Page:
    page = sign_in(get_user_model().objects.create_superuser("ada", "ada@tandem.test", "pass"))
    page.goto(f"{live_server.url}/admin/")
    return page


def make_job(**values) -> Job:
    owner = get_user_model().objects.get(username="ada")
    return Job.objects.create(
        kind="test", label="Import 10 documents", owner=owner, queue="bulk", **values
    )


def accessible(page: Page) -> None:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, context=OURS, options=options)
    assert found.violations_count == 0, found.generate_report()


def test_progress_lives_and_ends_in_the_report(admin, live_server):
    job = make_job(state=JobState.RUNNING, done=2, total=10, message="Reading")
    admin.goto(f"{live_server.url}{job.get_absolute_url()}")
    part = admin.locator(f"#job-{job.pk}")
    expect(part).to_contain_text("Reading, 2 of 10")
    expect(part.get_by_role("progressbar")).to_have_attribute("value", "20")
    accessible(admin)

    Job.objects.update(done=7)
    expect(part).to_contain_text("Reading, 7 of 10", timeout=5000)

    report = {
        "summary": "9 of 10 were taken.",
        "problems": [{"what": "a.md", "why": "It is empty."}],
    }
    Job.objects.update(state=JobState.DONE, report=report)
    expect(admin.get_by_role("heading", name="1 problem")).to_be_visible(timeout=5000)
    expect(admin.locator(f"#job-{job.pk}")).to_contain_text("9 of 10 were taken.")
    asked: list[str] = []
    admin.on("request", lambda request: asked.append(request.url))
    admin.wait_for_timeout(2200)
    assert not [url for url in asked if "progress" in url], "it asks on after the end"


def test_a_job_is_stopped_with_one_click(admin, live_server):
    job = make_job(state=JobState.RUNNING, total=10)
    admin.goto(f"{live_server.url}{job.get_absolute_url()}")
    admin.get_by_role("button", name="Stop").click()
    expect(admin.locator(".messages")).to_contain_text("was stopped")
    expect(admin.locator(f"#job-{job.pk}")).to_contain_text("Stopped")
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


def test_the_bell_counts_down_as_notifications_are_read(admin, live_server):
    ada = get_user_model().objects.get(username="ada")
    for text in ("Rosa reads.", "A deck is outdated."):
        notifications.notify(ada, text, kind="test", link="/admin/")
    admin.evaluate("sessionStorage.clear()")
    admin.goto(f"{live_server.url}{reverse('operations:notifications')}")
    bell = admin.locator("a[data-t-unread-url]")
    expect(bell).to_have_attribute("data-t-count", "2")
    accessible(admin)
    admin.get_by_role("button", name="Mark as read").first.click()
    expect(bell).to_have_attribute("data-t-count", "1")


def test_a_mail_runs_nothing_in_its_frame(admin, live_server):
    html = "<p>Hello</p><script>document.body.textContent = 'ran'</script>"
    letter = mail.send(to="a@b.test", subject="Page", text="Hello", html=html, kind="test")
    admin.goto(f"{live_server.url}{reverse('operations:mail', args=[letter.pk])}")
    expect(admin.frame_locator("iframe").locator("p")).to_have_text("Hello")
    accessible(admin)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_accessible_in_both_themes(admin, live_server, scheme):
    make_job(state=JobState.RUNNING, done=2, total=10)
    make_job(state=JobState.FAILED, error="Slide 8 is withdrawn.")
    make_job(state=JobState.DONE)
    make_job()
    admin.emulate_media(color_scheme=scheme)
    admin.goto(f"{live_server.url}{reverse('operations:jobs')}")
    expect(admin.locator("table.listing").first).to_be_visible()
    accessible(admin)


def test_a_toast_says_what_was_done(admin):
    admin.evaluate(
        "document.dispatchEvent(new CustomEvent('t-toast', {detail: {text: '4 slides added'}}))"
    )
    expect(admin.get_by_role("status").filter(has_text="4 slides added")).to_be_visible()
