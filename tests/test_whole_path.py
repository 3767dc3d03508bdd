"""The main job in a real browser: marketer, rep, prospect, and the rep again.

A marketer publishes a case study with a fact; a rep finds it in plain words, builds a deck
and sends a personal link; the prospect reads; the rep sees the visit; the fact changes.
"""

from __future__ import annotations

import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.operations.enums import JobState
from cms.operations.models import Job
from cms.operations.tasks import run_job
from pitch_builder.builds.models import Build
from pitch_builder.rooms.models import RoomLink
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides
from tests.factories.rooms import BROWSER
from tests.real_parts.chromium import QUIET, program

pytestmark = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.django_db(transaction=True),
]


def work() -> None:
    """Do what waits on the queues, as the workers do."""
    for _round in range(5):
        waiting = Job.objects.filter(state=JobState.QUEUED)
        if not waiting:
            return
        for job in waiting:
            run_job.call(job.pk)
    failed = Job.objects.exclude(state=JobState.DONE)
    assert not failed, [(job.kind, job.error) for job in failed]


def log_in(page, live_server, username: str) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", "pass")
    page.click("button[type=submit]")
    expect(page).to_have_url(f"{live_server.url}/admin/")


def log_out(page) -> None:
    page.context.clear_cookies()


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())
        for page in document
    ]
    document.close()
    return pages


def publish(page) -> None:
    """Press Publish, which stands in the menu of the editor's button."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('[name=action-publish]').click()")
    expect(page.locator(".messages, [data-messages]").first).to_contain_text("published")


def publish_fact(page, live_server, fact: Fact, value: str) -> None:
    page.goto(f"{live_server.url}/admin/snippets/cms/fact/edit/{fact.pk}/")
    page.fill("#id_value", value)
    publish(page)


def test_from_a_published_case_study_to_a_recorded_visit(
    page, chromium, live_server, settings, real_model, rep, marketing_lead, validate_pdf, tmp_path
):
    settings.BASE_URL = live_server.url
    # Each save here is by hand: one that the editor makes meanwhile would be a newer version.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    persona = PersonaFactory(name="Operations director", slug="operations")
    stage = JourneyStageFactory(name="Compare", slug="compare")
    draft = case_study_with_slides(
        publish=False,
        title="Harrow Cold Stores keeps the cold at the dock",
        summary="How a cold store in Hull lost less energy through its dock doors.",
        personas=[persona],
        stages=[stage],
    )
    fact = Fact.objects.get()

    # --- The marketing lead publishes the case study.
    log_in(page, live_server, "marketing_lead")
    page.goto(f"{live_server.url}/admin/pages/{draft.pk}/edit/")
    publish(page)
    asset = Asset.objects.get(pk=draft.pk)
    assert asset.live
    work()
    page.goto(f"{live_server.url}{asset.get_url()}")
    expect(page.locator("h1")).to_contain_text("Harrow Cold Stores")
    log_out(page)

    # --- The rep finds it in plain words, none of which stands in it.
    log_in(page, live_server, "rep")
    page.goto(f"{live_server.url}/admin/find/")
    page.fill("#find-q", "refrigerated warehouse wasting electricity")
    result = page.get_by_role("link", name=asset.title).first
    expect(result).to_be_visible()

    # --- A deck for a new account, made on the spot.
    page.goto(f"{live_server.url}/admin/deck/new/")
    page.fill("#id_title", "Less energy for {{account}}")
    page.get_by_role("button", name="Choose an account").click()
    page.get_by_role("tab", name="New account").click()
    page.fill(".modal #id_name", "Almera Fresh")
    page.locator(".modal").get_by_role("button", name="Create").click()
    expect(page.locator("[data-chooser-title]").first).to_contain_text("Almera Fresh")
    page.select_option("#id_persona", label="Operations director")
    page.select_option("#id_stage", label="Compare")
    page.get_by_role("button", name="Make the deck").click()
    page.wait_for_url(re.compile(r"/admin/deck/\d+/$"))  # with its scripts
    expect(page.locator("header h1, h1").first).to_contain_text("Less energy for Almera Fresh")

    # --- The suggested slides go on the deck; one is moved by its button.
    page.get_by_role("button", name="Add 3 slides").click()
    cards = page.locator("[data-slide]")
    expect(cards).to_have_count(3)
    first = cards.first.locator("h3").inner_text()
    cards.first.get_by_role("button", name=re.compile("Move after")).click()
    expect(cards.nth(1).locator("h3")).to_contain_text(first.split(" ", 1)[1])

    # --- The PDF: pages, text, figures, tags, manifest.
    page.get_by_role("button", name="Build PDF").click()
    expect(page.locator(".sb__state .t-progress")).to_be_visible()
    work()
    page.reload()
    expect(page.locator(".sb__state")).to_contain_text("Current")
    build = Build.objects.get()
    with build.pdf.open() as file:
        pdf = file.read()
    pages = text_of(pdf)
    assert len(pages) == build.pages == 5
    assert "Less energy for Almera Fresh" in pages[0]
    assert any("68 %" in text for text in pages)
    (tmp_path / "deck.pdf").write_bytes(pdf)
    verdict = validate_pdf(tmp_path / "deck.pdf")
    assert verdict.is_valid, verdict.report
    with pikepdf.open(io.BytesIO(pdf)) as tagged:
        assert tagged.Root.MarkInfo.Marked
        assert str(tagged.Root.Lang).startswith("en")
    assert {f.key for s in build.manifest.slides for f in s.facts} == {fact.key}
    assert build.manifest.slides[1].revision == asset.live_revision_id
    call_command("build_deck", str(build.deck_id), out=tmp_path / "again.pdf", json=True)
    beside = json.loads((tmp_path / "again.pdf.manifest.json").read_text())
    assert beside["deck_title"] == "Less energy for Almera Fresh"

    # --- A room with the deck, and a personal link.
    page.get_by_role("link", name="Send in a room").click()
    page.fill("#id_title", "{{first_name}}, here is what we promised")
    page.get_by_role("button", name=re.compile("Make the room|Save|Create")).click()
    page.fill("[name=first_name]", "Rosa")
    page.fill("[name=last_name]", "Okafor")
    page.fill("[name=email]", "rosa@almera.test")
    page.get_by_role("button", name=re.compile("Give a link")).click()
    expect(page.locator(".rm__address").first).to_have_value(re.compile("/r/"))
    link = RoomLink.objects.get()
    room_page = page.url

    # --- The prospect, elsewhere: no account, no login.
    # In a browser of their own: what a page sends as it is left bears the browser's name.
    theirs = chromium.browser_type.launch(
        executable_path=program(), args=[*QUIET, f"--user-agent={BROWSER}"]
    )
    guest = theirs.new_context(viewport={"width": 390, "height": 844})
    guest.add_init_script("Object.defineProperty(navigator, 'webdriver', {get: () => false})")
    window = guest.new_page()
    window.goto(f"{live_server.url}{link.path}")
    expect(window.locator("h1").first).to_contain_text("Rosa, here is what we promised")
    window.mouse.move(200, 300)
    window.mouse.wheel(0, 200)
    window.wait_for_timeout(3500)
    window.get_by_role("link", name=re.compile("Read the deck")).click()
    for _slide in range(3):
        window.wait_for_timeout(1500)
        window.get_by_role("link", name=re.compile("Next")).click()
        window.wait_for_load_state()
    window.wait_for_timeout(1500)
    window.goto("about:blank")
    guest.close()
    theirs.close()

    # --- The rep sees the visit.
    page.goto(room_page)
    expect(page.locator("main")).to_contain_text("Rosa Okafor")
    visit = link.visits.real().get()
    assert visit.grade in {"human", "likely"}
    expect(page.locator("#rm-visits")).to_contain_text("Rosa Okafor")
    log_out(page)

    # --- The figure changes: page, storyboard and next build show it; the old build says so.
    log_in(page, live_server, "marketing_lead")
    publish_fact(page, live_server, fact, "71")
    fact.refresh_from_db()
    assert fact.value == 71
    page.goto(f"{live_server.url}{asset.get_url()}")
    log_out(page)
    log_in(page, live_server, "rep")
    page.goto(f"{live_server.url}/admin/deck/{build.deck_id}/")
    expect(page.locator("#board")).to_contain_text("68\u00a0% is now 71\u00a0%")
    work()
    page.reload()
    expect(page.locator(".sb__state")).to_contain_text("Current")
    newest = Build.objects.order_by("number").last()
    with newest.pdf.open() as file:
        assert any("71 %" in text for text in text_of(file.read()))
