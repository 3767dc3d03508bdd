"""The real editor in Chromium: each slide and body block is opened, saved, and the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cms.assets.kinds import Article
from tests.cms.editing.content import body_blocks, slide_blocks
from tests.cms.editing.test_round_trip import without_blanks
from tests.factories.cms import ArticleFactory, FactFactory, ImageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page_at, marketing_lead) -> Page:
    page = page_at(reverse("wagtailadmin_login"))
    page.fill("#id_username", marketing_lead.username)
    page.fill("#id_password", "pass")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def save(page: Page, live_server: Any, article: Article) -> Article:
    """Open the article in the editor, change its title alone, save, and return what is kept."""
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[article.pk])}")
    expect(page.locator("#id_title")).to_have_value(article.title)
    page.fill("#id_title", f"{article.title}!")
    with page.expect_navigation():
        page.locator("button.action-save:visible").first.click()
    expect(page.locator(".messages")).to_contain_text("has been updated")
    kept = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert kept.title == f"{article.title}!"
    return kept


def test_saving_in_the_browser_changes_no_block(editor, live_server):
    fact, image = FactFactory(), ImageFactory()
    slides, body = slide_blocks(fact, image), body_blocks(fact, image)
    article = ArticleFactory(title="Twice", slides=slides, body=body, summary="Short.")

    kept = save(editor, live_server, article)
    assert without_blanks(kept.slides.get_prep_value()) == without_blanks(slides)
    assert kept.body.get_prep_value() == body

    again = save(editor, live_server, kept)
    assert again.slides.get_prep_value() == kept.slides.get_prep_value()
    assert again.body.get_prep_value() == body
