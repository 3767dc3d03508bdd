"""Rooms in a real browser: a whole visit, what the rep sees of it, and accessibility."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from personas.engagement.enums import Verb
from personas.engagement.models import Engagement
from pitch_builder.builds.services import build_now
from pitch_builder.rooms import passcodes
from pitch_builder.rooms.models import Visit
from tests.factories.cms import ArticleFactory, ImageFactory, LandingPageFactory
from tests.factories.personas import ContactCardFactory, JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import BROWSER, make_link, make_room
from tests.real_parts.chromium import QUIET, looks, program, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A browser that a program drives says so; a prospect's does not.
BY_HAND = "Object.defineProperty(navigator, 'webdriver', { get: () => false });"


@pytest.fixture
def stage():
    JourneyStageFactory(name="Learn")
    return JourneyStageFactory(name="Compare", buyer_question="What does it return?")


@pytest.fixture
def link(rep, stage):
    persona = PersonaFactory()
    ContactCardFactory(
        user=rep, photo=ImageFactory(), phone="+44 20 1", booking_url="https://book.example/"
    )
    article = ArticleFactory(title="Doors at night", hero_image=ImageFactory())
    deck = make_deck(rep, case_study_with_slides())
    deck.cover_picture = ImageFactory()
    deck.save()
    build_now(deck, user=rep)
    landing = LandingPageFactory(asks_phone=True, visibility="by_link")
    room = make_room(rep, article, landing, deck=deck, persona=persona, stage=stage)
    return make_link(room, rep)


@pytest.fixture
def prospect_at(chromium: Browser, live_server, settings):
    """Call it with a path to open it as a prospect would: by hand, in a browser of their own.

    The name is given to the whole browser: what a page sends as it is left goes past a window's
    own settings.
    """
    settings.BASE_URL = live_server.url
    theirs = chromium.browser_type.launch(
        executable_path=program(), args=[*QUIET, f"--user-agent={BROWSER}"]
    )
    opened = []

    def open_path(path: str, **options) -> Page:
        context = theirs.new_context(locale="en-GB", **options)
        context.set_default_timeout(15_000)
        context.add_init_script(BY_HAND)
        page = context.new_page()
        opened.append(context)
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_path
    for context in opened:
        context.close()
    theirs.close()


def move_about(page: Page) -> None:
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 200)
    page.mouse.move(400, 320)


def test_a_prospects_visit_is_seen_by_the_rep_while_it_goes_on(
    prospect_at, sign_in, link, rep, live_server
):
    deck = link.room.items.get(asset=None).deck
    admin = sign_in(rep)
    admin.goto(f"{live_server.url}{link.room.get_absolute_url()}")
    expect(admin.locator("#rm-visits")).to_contain_text("Nobody has been here yet")

    page = prospect_at(link.path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosa, here is what we promised")
    move_about(page)
    page.get_by_role("link", name="Read the deck").click()
    page.wait_for_url("**/d/*/1/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/d/*/2/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/d/*/3/")
    expect(page.get_by_text("The pilot paid for itself before it ended").first).to_be_visible()
    move_about(page)
    page.wait_for_timeout(6_500)
    page.get_by_role("link", name="Back to your page").click()
    page.get_by_label("Your question").fill("Does the pilot count the doors?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your question is on its way")

    visits = admin.locator("#rm-visits")
    expect(visits).to_contain_text("Does the pilot count the doors?", timeout=12_000)
    expect(visits).to_contain_text("Reading now", timeout=12_000)
    expect(visits.locator(".t-att").first).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.grade, visit.device) == ("human", "laptop")
    seen = Engagement.objects.within(link).doing(Verb.SLIDE_SEEN).filter(data__slide=3)
    assert sum(event.dwell_ms for event in seen) > 5_000
    assert {event.data["deck"] for event in seen} == {deck.pk}
    assert not page.context.cookies()


def test_a_browser_that_a_program_drives_does_not_count(page_at, link):
    page = page_at(link.path)
    page.wait_for_timeout(3_600)
    page.goto("about:blank")
    page.wait_for_timeout(300)
    assert not Visit.objects.real().exists()


def test_without_a_script_everything_can_still_be_read(prospect_at, link):
    page = prospect_at(link.path, java_script_enabled=False)
    page.get_by_role("link", name="Read the deck").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_title("The pilot paid for itself before it ended, slide 3 of 5 · Tandem")
    page.get_by_role("link", name="What we record about this visit").first.click()
    page.get_by_role("button", name="Stop recording").first.click()
    expect(page.get_by_role("heading", name="Recording is off")).to_be_visible()


def test_keys_turn_pages_and_leave_a_question_alone(prospect_at, link):
    deck = link.room.items.get(asset=None).deck
    page = prospect_at(f"{link.path}d/{deck.pk}/2/")
    page.keyboard.press("End")
    page.wait_for_url("**/5/")
    page.keyboard.press("Home")
    page.wait_for_url("**/1/")
    page.goto(page.url.split("/d/")[0] + "/")
    page.get_by_label("Your question").fill("ab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("x")
    expect(page.get_by_label("Your question")).to_have_value("axb")


def paths(link):
    items = link.room.items.all()
    deck = next(item.deck_id for item in items if item.deck_id)
    asset, landing = (item.asset_id for item in items if item.asset_id)
    return {
        "room": "",
        "asset": f"a/{asset}/",
        "deck cover": f"d/{deck}/1/",
        "deck figures": f"d/{deck}/3/",
        "landing page": f"a/{landing}/",
        "thanks": f"a/{landing}/thanks/",
        "recorded": "recorded/",
        "erase": "recorded/erase/",
    }


def test_every_page_is_accessible_and_fits(prospect_at, link, live_server):
    page = prospect_at(link.path)
    for name, path in paths(link).items():
        page.goto(f"{live_server.url}{link.path}{path}")
        page.wait_for_load_state("networkidle")
        for look in looks(page):
            assert violations(page) == [], f"{name} at {look}"
            assert sideways(page) <= 0, f"{name} at {look}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_for_a_passcode_is_accessible(prospect_at, link, rep, scheme):
    passcodes.set_passcode(link, user=rep, passcode="loodskade")
    page = prospect_at(link.path, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    assert violations(page) == []
    page.get_by_label("Passcode").fill("something else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not the passcode")
    assert violations(page) == []
    page.get_by_label("Passcode").fill("Loodskade")
    page.get_by_role("button", name="Open the page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosa, here is what we promised")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reps_page_is_accessible(sign_in, link, rep, live_server, scheme):
    admin = sign_in(rep)
    admin.emulate_media(color_scheme=scheme)
    for path in (link.room.get_absolute_url(), reverse("rooms:letter", args=[link.pk])):
        admin.goto(f"{live_server.url}{path}")
        admin.wait_for_load_state("networkidle")
        assert violations(admin, context="main") == []
