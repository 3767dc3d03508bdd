"""The one writing path: what it writes, and who may."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.assets.kinds import ASSET_TYPES, Article, CaseStudy, Comparison
from cms.assets.models import Asset
from cms.assets.rights import may_see_asset
from cms.assets.services import library, publish_asset, save_asset, unpublish_asset
from cms.errors import NotAllowed
from tests.factories.cms import ArticleFactory, ComparisonFactory

pytestmark = pytest.mark.django_db


def article(**kwargs) -> Article:
    return Article(title="Which meter", summary="What a meter tells.", **kwargs)


def test_a_new_asset_is_a_draft_with_a_revision_under_the_library(marketer):
    asset = article()
    revision = save_asset(asset, user=marketer)
    asset.refresh_from_db()
    assert asset.get_parent().pk == library().pk
    assert (asset.live, asset.live_revision, asset.latest_revision) == (False, None, revision)
    assert (asset.owner, asset.kind) == (marketer, "article")


def test_publishing_names_the_live_revision(marketing_lead):
    asset = article()
    revision = save_asset(asset, user=marketing_lead, publish=True)
    assert asset.live
    assert asset.live_revision == revision


def test_a_change_of_a_live_asset_waits_as_a_draft(marketing_lead):
    asset = ArticleFactory(title="First")
    asset.title = "Second"
    save_asset(asset, user=marketing_lead)
    stored = Article.objects.get(pk=asset.pk)
    assert (stored.title, stored.draft_title, stored.has_unpublished_changes) == (
        "First",
        "Second",
        True,
    )
    publish_asset(stored, user=marketing_lead)
    assert Article.objects.get(pk=asset.pk).title == "Second"


def test_a_marketer_writes_but_does_not_publish(marketer):
    asset = article()
    with pytest.raises(NotAllowed):
        save_asset(asset, user=marketer, publish=True)
    assert not Asset.objects.exists(), "nothing is written where part of it is refused"
    asset = article()
    save_asset(asset, user=marketer)
    with pytest.raises(NotAllowed):
        publish_asset(asset, user=marketer)
    asset.refresh_from_db()
    assert not asset.live


def test_a_marketer_does_not_unpublish_and_a_lead_does(marketer, marketing_lead):
    asset = ArticleFactory()
    with pytest.raises(NotAllowed):
        unpublish_asset(asset, user=marketer)
    unpublish_asset(asset, user=marketing_lead)
    asset.refresh_from_db()
    assert not asset.live


@pytest.mark.parametrize("who", ["rep", "sales_lead", "outsider"])
def test_sales_and_outsiders_write_nothing(who, request):
    user = request.getfixturevalue(who)
    asset = ArticleFactory()
    for attempt in (
        lambda: save_asset(article(), user=user),
        lambda: save_asset(asset, user=user),
        lambda: publish_asset(asset, user=user),
        lambda: unpublish_asset(asset, user=user),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Asset.objects.count() == 1


def test_an_asset_that_lacks_a_field_is_refused_unless_it_may_be_incomplete(marketer):
    with pytest.raises(ValidationError) as refused:
        save_asset(CaseStudy(title="No customer", summary="Two sentences."), user=marketer)
    assert {"customer", "challenge", "solution"} <= set(refused.value.message_dict)
    assert not Asset.objects.exists()
    incomplete = CaseStudy(title="No customer")
    save_asset(incomplete, user=marketer, incomplete=True)
    assert CaseStudy.objects.get().live is False


def test_a_comparison_is_internal_unless_somebody_opens_it(marketing_lead, rep, outsider):
    asset = ComparisonFactory()
    assert Comparison.objects.get(pk=asset.pk).visibility == "internal"
    assert [may_see_asset(user, asset) for user in (rep, outsider, None)] == [True, False, False]
    asset.visibility = "public"
    save_asset(asset, user=marketing_lead, publish=True)
    assert Comparison.objects.get(pk=asset.pk).visibility == "public"


def test_each_kind_has_a_type_that_describes_itself():
    for kind, model in ASSET_TYPES.items():
        assert kind == model.KIND
        assert model.is_creatable
        assert model.get_page_description()
    assert not Asset.is_creatable
