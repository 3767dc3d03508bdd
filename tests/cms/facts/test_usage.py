"""Where a fact is used: in what readers see, and in drafts."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.assets.models import Asset
from cms.facts.usage import asset_uses, facts_in_revision, live_asset_counts
from cms.library.usage import Subject, register_usage, uses_of
from tests.factories.cms import ArticleFactory, FactFactory
from tests.factories.pitch import case_study_with_slides, embed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]


@pytest.fixture
def fact():
    return FactFactory(label="Less energy")


def states(fact):
    return {use.title: (use.is_live, use.in_draft) for use in asset_uses(fact.pk)}


def test_a_published_use_is_live(fact):
    case_study_with_slides(fact, title="Harrow")
    assert states(fact) == {"Harrow": (True, True)}
    assert live_asset_counts([fact.pk]) == {fact.pk: 1}


def test_a_use_that_only_a_new_draft_has_is_told_apart(fact):
    article = ArticleFactory(title="Nights")
    article.summary = f"It saves {embed(fact)}."
    article.save_revision()
    assert states(fact) == {"Nights": (False, True)}
    assert live_asset_counts([fact.pk]) == {}


def test_a_never_published_asset_is_a_draft(fact):
    ArticleFactory(title="Begun", summary=f"It saves {embed(fact)}.", publish=False)
    assert states(fact) == {"Begun": (False, True)}


def test_a_live_use_that_the_draft_gave_up_is_said(fact):
    article = ArticleFactory(title="Nights", summary=f"It saves {embed(fact)}.")
    article.summary = "It saves much."
    article.save_revision()
    assert states(fact) == {"Nights": (True, False)}


def test_another_fact_with_a_longer_number_is_not_taken_for_it(fact):
    other = FactFactory(pk=int(f"{fact.pk}7"))
    ArticleFactory(summary=f"It saves {embed(other)}.", publish=False)
    assert asset_uses(fact.pk) == []


def test_facts_are_found_in_texts_streams_charts_and_tables_of_a_revision():
    content = {
        "title": "[not a stream",
        "summary": '<p><embed embedtype="fact" id="3"/></p>',
        "slides": '[{"type": "chart", "value": {"rows": [{"fact": 5, "value": null}]}}]',
        "body": (
            '[{"type": "table", "value": {"columns": [{"type": "fact"}],'
            ' "rows": [{"values": [8]}]}}]'
        ),
        "minutes": 12,
    }
    assert facts_in_revision(content) == {3, 5, 8}


def test_usage_takes_three_queries_however_many_use_it(fact, django_assert_num_queries):
    for number in range(4):
        case_study_with_slides(fact, title=f"Case {number}")
        ArticleFactory(summary=f"{embed(fact)}", publish=False)
    with django_assert_num_queries(3):
        assert len(asset_uses(fact.pk)) == 8
    with django_assert_num_queries(1):
        live_asset_counts([fact.pk])


def test_a_list_says_live_and_draft_in_words(client, marketer, fact):
    case_study_with_slides(fact, title="Harrow")
    ArticleFactory(title="Begun", summary=f"{embed(fact)}", publish=False)
    client.force_login(marketer)
    page = client.get(reverse("usage", args=["fact", fact.pk]), headers={"HX-Request": "true"})
    rows = BeautifulSoup(page.content, "html.parser").select(".us__list li")
    assert [row.select_one("a").text for row in rows] == ["Harrow", "Begun"]
    badges = [row.select_one(".t-badge").get_text(strip=True) for row in rows]
    assert badges == ["Live", "In a draft"]


def test_an_unused_fact_teaches(client, marketer, fact):
    client.force_login(marketer)
    page = client.get(reverse("usage", args=["fact", fact.pk]))
    assert b"Used nowhere yet" in page.content


def test_the_list_stands_beside_the_editor(client, marketing_lead, fact):
    client.force_login(marketing_lead)
    page = client.get(reverse("wagtailsnippets_cms_fact:edit", args=[fact.pk]))
    panel = BeautifulSoup(page.content, "html.parser").select_one('[data-side-panel="used-in"]')
    assert panel.select_one("[hx-get]")["hx-get"] == reverse("usage", args=["fact", fact.pk])


def test_an_outsider_learns_nothing(client, outsider, fact):
    client.force_login(outsider)
    assert client.get(reverse("usage", args=["fact", fact.pk])).status_code == 302


def test_two_providers_cannot_have_one_name():
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured):
        register_usage("assets", "Again", lambda *_: {}, summary=lambda uses: "")


def test_a_deleted_asset_is_no_use(fact, marketer):
    asset = case_study_with_slides(fact)
    Asset.objects.get(pk=asset.pk).delete()
    groups = uses_of(Subject.FACT, fact.pk, marketer)
    assert groups == []


def test_an_assets_editor_leads_to_where_it_is_used(client, marketing_lead):
    asset = case_study_with_slides(title="Harrow")
    client.force_login(marketing_lead)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk]))
    address = reverse("usage", args=["asset", asset.pk])
    assert BeautifulSoup(editor.content, "html.parser").select_one(f'a[href="{address}"]')
    assert b"Used nowhere yet" in client.get(address).content
