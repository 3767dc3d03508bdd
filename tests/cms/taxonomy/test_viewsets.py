"""Industries, products and the lists that go by them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.assets.services import save_asset
from cms.facts.viewsets import FactChooserViewSet
from cms.taxonomy.models import Industry
from tests.factories.cms import ArticleFactory, FactFactory, IndustryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def metals(db):
    metals = IndustryFactory(name="Metals", slug="metals")
    asset = ArticleFactory(title="Pressed to the kilowatt", publish=False)
    asset.industries.set([metals])
    save_asset(asset, publish=True)
    ArticleFactory(title="=1+1 without industry")
    return metals


def test_the_list_counts_assets_and_links_to_them(client, marketer, metals):
    client.force_login(marketer)
    page = client.get(reverse("wagtailsnippets_cms_industry:list")).content.decode()
    url = f"{reverse('assets:index')}?industries={metals.pk}"
    assert url in page
    listed = client.get(url).content.decode()
    assert "Pressed to the kilowatt" in listed
    assert "without industry" not in listed


def test_deleting_says_how_many_assets_lose_the_tag(client, marketing_lead, metals):
    client.force_login(marketing_lead)
    url = reverse("wagtailsnippets_cms_industry:delete", args=[metals.pk])
    assert "1 asset carries it" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert not Industry.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=article", 2),
        ("kind=video", 0),
        ("visibility=internal", 0),
        ("tags=none", 2),
        ("state=draft", 0),
        ("ends=30", 0),
        ("q=kilowatt pressed", 1),
    ],
)
def test_assets_are_filtered_and_counted(client, marketer, metals, query, shown):
    client.force_login(marketer)
    response = client.get(f"{reverse('assets:index')}?{query}")
    assert response.context["items_count"] == shown


def test_the_export_is_neutralised(client, marketer, metals):
    client.force_login(marketer)
    response = client.get(f"{reverse('assets:index')}?export=csv")
    text = b"".join(response.streaming_content).decode()
    assert "'=1+1" in text
    assert "Metals" in text


def test_facts_are_listed_with_their_figure_and_chosen_with_their_words(client, marketer):
    fact = FactFactory(value=68, unit="%", label="Less energy", fallback="most of it")
    client.force_login(marketer)
    page = client.get(reverse("wagtailsnippets_cms_fact:list")).content.decode()
    assert "68\N{NO-BREAK SPACE}%" in page
    name = fact.snippet_viewset.chooser_viewset.get_url_name("chosen")
    assert issubclass(type(fact.snippet_viewset.chooser_viewset), FactChooserViewSet)
    chosen = client.get(reverse(name, args=[fact.pk])).json()["result"]
    assert (chosen["title"], chosen["fallback"], chosen["state"]) == (
        "68\N{NO-BREAK SPACE}%",
        "most of it",
        "live",
    )
