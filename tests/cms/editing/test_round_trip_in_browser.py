"""The real editor in Chromium: each slide and body block is opened, saved, and the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from cms.assets.kinds import Article
from tests.cms.editing.content import body_blocks, slide_blocks
from tests.cms.editing.test_round_trip import without_blanks
from tests.factories.cms import ArticleFactory, FactFactory, ImageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(sign_in, marketing_lead) -> Page:
    return sign_in(marketing_lead)


def open_editor(page: Page, live_server: Any, article: Article) -> None:
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[article.pk])}")
    expect(page.locator("#id_title")).to_have_value(article.title)


def latest(article: Article) -> Article:
    return Article.objects.get(pk=article.pk).get_latest_revision_as_object()


def save(page: Page, live_server: Any, article: Article) -> Article:
    """Open the article in the editor, change its title alone, save, and return what is kept."""
    open_editor(page, live_server, article)
    page.fill("#id_title", f"{article.title}!")
    with page.expect_navigation():
        page.locator("button.action-save:visible").first.click()
    expect(page.locator(".messages")).to_contain_text("has been updated")
    kept = latest(article)
    assert kept.title == f"{article.title}!"
    return kept


def autosave(page: Page, live_server: Any, article: Article) -> Article:
    """Open the article, type in its title until the editor has saved by itself, as it is kept."""
    open_editor(page, live_server, article)
    saved = page.locator("[data-w-autosave-state-value=saved]")
    # The editor begins to look for changes some time after it is open, and says so nowhere.
    # A key pressed while it saves makes it save once more, so each wait is longer.
    for seconds in (1.5, 1.5, 3, 6, 12, 15):
        page.locator("#id_title").press("!")
        try:
            saved.first.wait_for(state="attached", timeout=1000 * seconds)
        except PlaywrightTimeout:
            continue
        return latest(article)
    raise AssertionError("The editor saved nothing by itself")


def test_saving_in_the_browser_changes_no_block(editor, live_server, settings):
    # A request of its own half a second after the last key, still under way when the form is
    # sent, leaves a revision that the next form was not opened with: Wagtail asks before it saves.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    fact, image = FactFactory(), ImageFactory()
    slides, body = slide_blocks(fact, image), body_blocks(fact, image)
    article = ArticleFactory(title="Twice", slides=slides, body=body, summary="Short.")

    kept = save(editor, live_server, article)
    assert without_blanks(kept.slides.get_prep_value()) == without_blanks(slides)
    assert kept.body.get_prep_value() == body

    again = save(editor, live_server, kept)
    assert again.slides.get_prep_value() == kept.slides.get_prep_value()
    assert again.body.get_prep_value() == body


def test_saving_by_itself_changes_no_block(editor, live_server):
    fact, image = FactFactory(), ImageFactory()
    slides, body = slide_blocks(fact, image), body_blocks(fact, image)
    article = ArticleFactory(title="By itself", slides=slides, body=body, summary="Short.")

    kept = autosave(editor, live_server, article)
    assert kept.title.strip("!") == "By itself" != kept.title
    assert without_blanks(kept.slides.get_prep_value()) == without_blanks(slides)
    assert kept.body.get_prep_value() == body
