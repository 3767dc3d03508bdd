"""Suggested tags and near duplicates in a real browser: keyboard, both themes, the phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.likeness import finding
from cms.likeness.models import NearPair
from cms.tagging import knowledge, services
from cms.tagging.models import TagSuggestion
from personas.persona.models import Persona
from tests.cms.likeness.conftest import MORE, WORDS
from tests.cms.likeness.conftest import body as paragraphs
from tests.cms.tagging.conftest import COLD, MONEY, body
from tests.cms.tagging.test_services import names
from tests.factories.cms import ArticleFactory
from tests.factories.personas import PersonaFactory
from tests.real_parts.chromium import looks, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(db):
    knowledge._known.clear()
    engineer = PersonaFactory(name="Plant engineer", pains="Doors and fans of the cold store")
    cfo = PersonaFactory(name="CFO", pains="Payback in the budget")
    for number in range(4):
        ArticleFactory(title=f"Cold {number}", body=body(COLD), personas=[engineer])
        ArticleFactory(title=f"Money {number}", body=body(MONEY), personas=[cfo])
    draft = ArticleFactory(title="Doors and fans", body=body(COLD), publish=False)
    ArticleFactory(title="At night", body=paragraphs(WORDS, MORE))
    ArticleFactory(title="By night", body=paragraphs(WORDS, MORE.replace("third", "half")))
    finding.refresh()
    services.suggest([draft.pk], user=None)
    return draft


@pytest.fixture
def signed_in(sign_in, draft, marketing_lead):
    return sign_in(marketing_lead)


def test_a_chip_ticks_its_box_by_keyboard_and_the_draft_keeps_it(signed_in, draft, live_server):
    page = signed_in
    engineer = Persona.objects.get(name="Plant engineer")
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.get_by_role("tab", name="For whom and when").click()
    chip = page.locator(f'.tg__chip[data-tg-term="{engineer.pk}"]')
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "true")
    box = page.locator(f'input[name="personas"][value="{engineer.pk}"]')
    expect(box).to_be_checked()
    box.uncheck()
    expect(chip).to_have_attribute("aria-pressed", "false")
    assert not violations(page, context=".tg")
    chip.click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("updated")
    assert names(draft, "personas") == ["Plant engineer"]


def test_the_screens_are_accessible(signed_in, draft, live_server):
    page = signed_in
    pair = NearPair.objects.get(first__title="At night")
    for url in (
        reverse("likeness:index"),
        reverse("likeness:pair", args=[pair.pk]),
        reverse("tagging:index"),
        reverse("tagging:of_asset", args=[draft.pk]),
    ):
        page.goto(live_server.url + url)
        for look in looks(page):
            assert not violations(page, context="main"), (url, look)
            assert sideways(page) <= 0, (url, look)


def test_the_list_ticks_as_the_confidence_is_chosen(signed_in, live_server):
    page = signed_in
    page.goto(live_server.url + reverse("tagging:index"))
    boxes = page.locator("[data-tg-percent]")
    page.select_option("[data-tg-at]", "90")
    wanted = sum(round(c * 100) >= 90 for c in _confidences())
    expect(page.locator("[data-tg-percent]:checked")).to_have_count(wanted)
    expect(page.locator("[data-tg-count]")).to_have_text(str(wanted))
    assert boxes.count() == len(_confidences())


def test_differences_alone_can_be_read(signed_in, live_server):
    page = signed_in
    pair = NearPair.objects.get(first__title="At night")
    page.goto(live_server.url + reverse("likeness:pair", args=[pair.pk]))
    page.get_by_label("Differences only").check()
    expect(page.locator(".lk__same").first).to_be_hidden()
    expect(page.locator("ins").last).to_have_text("half")


def _confidences():
    return list(TagSuggestion.objects.open().values_list("confidence", flat=True))
