"""Submitted, approved, live: nothing goes live that a marketing lead has not seen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from cms.assets.kinds import Article
from cms.assets.permissions import APPROVAL
from cms.assets.services import save_asset
from tests.cms.editing.content import body_blocks, slide_blocks
from tests.cms.editing.forms import editor_form
from tests.factories.cms import ArticleFactory, FactFactory, ImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(marketer):
    """A draft of the marketer with a table, a chart and every other block in it."""
    fact, image = FactFactory(), ImageFactory()
    return ArticleFactory(
        title="First words",
        slides=slide_blocks(fact, image),
        body=body_blocks(fact, image),
        owner=marketer,
        user=marketer,
        publish=False,
    )


def post(client, user, page, **changes):
    client.force_login(user)
    data = {**editor_form(client, page), **changes}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def approve(client, user, page, **changes):
    action = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return post(client, user, page, **action, **changes)


def now(page) -> Article:
    return Article.objects.get(pk=page.pk)


def submit(client, user, page, **changes) -> None:
    post(client, user, page, **{"action-submit": "true", **changes})
    assert now(page).workflow_in_progress


def test_what_a_lead_approves_is_live_at_once(client, article, marketer, marketing_lead):
    submit(client, marketer, article, title="Submitted words")
    assert not now(article).live
    approve(client, marketing_lead, article)
    live = now(article)
    assert (live.live, live.title) == (True, "Submitted words")
    assert not live.has_unpublished_changes
    assert not live.workflow_in_progress


def test_a_marketer_cannot_publish_by_any_button(client, article, marketer):
    post(client, marketer, article, **{"action-publish": "true"})
    assert not now(article).live


def test_the_author_cannot_change_what_waits_for_approval(client, article, marketer):
    client.force_login(marketer)
    still_open_elsewhere = editor_form(client, article)
    submit(client, marketer, article)
    before = now(article).latest_revision_id
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    client.post(url, {**still_open_elsewhere, "title": "Unread words"})
    assert now(article).latest_revision_id == before
    assert now(article).workflow_in_progress


def test_the_lead_may_change_it_while_approving(client, article, marketer, marketing_lead):
    submit(client, marketer, article)
    approve(client, marketing_lead, article, title="The lead's words")
    live = now(article)
    assert (live.live, live.title) == (True, "The lead's words")
    assert not live.has_unpublished_changes


def test_a_change_that_came_in_meanwhile_stays_a_draft(client, article, marketer, marketing_lead):
    submit(client, marketer, article, title="Read words")
    imported = now(article).get_latest_revision_as_object()
    imported.title = "Unread words"
    save_asset(imported)  # as a run of the importer does
    now(article).current_workflow_task_state.approve(user=marketing_lead)
    live = now(article)
    assert (live.live, live.title) == (True, "Read words")
    assert live.has_unpublished_changes
    assert live.get_latest_revision_as_object().title == "Unread words"


def test_an_edit_after_approval_waits_for_an_approval_of_its_own(
    client, article, marketer, marketing_lead
):
    submit(client, marketer, article)
    approve(client, marketing_lead, article)
    post(client, marketer, article, title="Later words")
    live = now(article)
    assert (live.title, live.has_unpublished_changes) == ("First words", True)

    submit(client, marketer, article)
    assert now(article).title == "First words"
    approve(client, marketing_lead, article)
    assert now(article).title == "Later words"


def test_withdrawn_changed_and_submitted_again_the_new_words_are_approved(
    client, article, marketer, marketing_lead
):
    submit(client, marketer, article)
    now(article).current_workflow_state.cancel(user=marketer)
    submit(client, marketer, article, title="Better words")
    approve(client, marketing_lead, article)
    assert now(article).title == "Better words"


def test_an_approved_fact_is_live_with_the_value_that_was_submitted(marketer, marketing_lead):
    fact = FactFactory(value=68)
    fact.value = 70
    fact.save_revision(user=marketer)
    Workflow.objects.get(name=APPROVAL).start(fact, marketer)
    fact.value = 99
    fact.save_revision()
    fact.current_workflow_task_state.approve(user=marketing_lead)
    fact.refresh_from_db()
    assert fact.value == 70
