"""The screens of recommendations in a real browser: the account of a result, axe, both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from personas.access.services import ensure_groups
from search import services as search
from tests.factories.cms import ArticleFactory
from tests.factories.pitch import case_study_with_slides
from tests.real_parts.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(sign_in, marketing_lead) -> Page:
    ensure_groups()
    case_study_with_slides(title="Harrow halves its cold store bill")
    ArticleFactory(title="What a cold store costs at night")
    search.rebuild()
    return sign_in(marketing_lead)


def test_weights_are_changed_and_the_page_has_no_barriers(signed_in, live_server):
    signed_in.goto(f"{live_server.url}/admin/recommendations/")
    assert violations(signed_in) == []
    signed_in.get_by_label("How it did").fill("30")
    signed_in.get_by_label("Why").fill("Rooms told us more")
    signed_in.get_by_role("button", name="Put in force").click()
    expect(signed_in.get_by_role("link", name="Version 1")).to_be_visible()
    signed_in.reload()  # without Wagtail's message
    for width, scheme in ((390, "light"), (1440, "dark")):
        signed_in.set_viewport_size({"width": width, "height": 900})
        signed_in.emulate_media(color_scheme=scheme)
        assert violations(signed_in) == []
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= width


def test_more_like_this_opens_beside_the_results_and_accounts_for_each(signed_in, live_server):
    signed_in.goto(f"{live_server.url}/admin/find/?q=harrow")
    signed_in.get_by_role("link", name="More like this").first.click()
    dialog = signed_in.get_by_role("dialog")
    expect(dialog).to_contain_text("What a cold store costs at night")
    dialog.locator("summary").first.click()
    expect(dialog.get_by_role("table")).to_contain_text("Together")
    assert violations(signed_in) == []
