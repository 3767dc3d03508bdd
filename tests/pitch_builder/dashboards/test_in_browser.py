"""The first screens in a real browser: accessible in both themes, nothing wider than a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from pitch_builder.builds.services import build_now
from pitch_builder.rooms.models import RoomLink, Visit
from tests.factories.cms import ArticleFactory, FactFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room
from tests.real_parts.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rep, marketer, marketing_lead, sales_lead):
    """Something waits in every card."""
    now = timezone.now()
    persona = PersonaFactory(name="Chief financial officer")
    JourneyStageFactory(name="Compare", order=1)
    ArticleFactory(title="Begun", publish=False, owner=marketer, personas=[persona])
    FactFactory(owner=marketer, valid_until=timezone.localdate() + timedelta(days=6))
    figure = FactFactory(label="Less energy")
    deck = make_deck(rep, case_study_with_slides(figure, title="Harrow"), title="A deck")
    build_now(deck, user=rep)
    make_deck(rep, title="Not built")
    link = make_link(make_room(rep, deck=deck, title="For Rosa"), rep)
    RoomLink.objects.filter(pk=link.pk).update(expires_at=now + timedelta(days=4))
    Visit.objects.create(link=link, key="a", grade="human", visible_ms=53_000)
    figure.value = 71
    figure.save_revision().publish()


@pytest.fixture
def home(sign_in, work, live_server):
    def open_as(username):
        page = sign_in(get_user_model().objects.get(username=username))
        page.goto(f"{live_server.url}/admin/")
        return page

    return open_as


@pytest.mark.parametrize("role", ["rep", "marketer", "sales_lead", "marketing_lead"])
def test_each_first_screen_is_accessible_in_both_themes_and_fits_a_phone(home, role):
    page = home(role)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, context="main") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, context="main") == []


def test_the_question_on_the_first_screen_is_asked_in_find(home):
    page = home("rep")
    page.get_by_role("searchbox", name="Find content").fill("harrow")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/find/?q=harrow")


def test_an_outdated_deck_is_built_with_one_click(home):
    page = home("rep")
    page.get_by_role("button", name="Update and build").click()
    page.wait_for_url("**/admin/deck/*/")
    expect(page.locator(".sb__state")).to_be_visible()
