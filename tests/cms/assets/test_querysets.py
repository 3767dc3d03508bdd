"""Assets in the words of those who use them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.assets.models import Asset
from cms.assets.services import save_asset
from tests.factories.cms import ArticleFactory, block
from tests.factories.personas import JourneyStageFactory, PersonaFactory

pytestmark = pytest.mark.django_db

SLIDES = json.dumps([block("title", {"title": "Half the peak", "variant": "split"}, "slide-1")])


def titles(queryset) -> set[str]:
    return set(queryset.values_list("title", flat=True))


@pytest.fixture
def shelf(db):
    """One asset for each way of being seen; all with slides but one."""
    hour = timedelta(hours=1)
    ArticleFactory(title="public", slides=SLIDES)
    ArticleFactory(title="bare")
    ArticleFactory(title="by link", slides=SLIDES, visibility="by_link")
    ArticleFactory(title="internal", slides=SLIDES, visibility="internal")
    ArticleFactory(title="whole", slides=SLIDES, may_mix=False)
    ArticleFactory(title="draft", slides=SLIDES, publish=False)
    late = ArticleFactory(title="expired", slides=SLIDES)
    # The scheduler has not run: the page is live past its day.
    Asset.objects.filter(pk=late.pk).update(expire_at=timezone.now() - hour)
    soon = ArticleFactory(title="ends soon", slides=SLIDES)
    Asset.objects.filter(pk=soon.pk).update(expire_at=timezone.now() + hour)


def test_what_is_current_public_and_usable(shelf):
    everything = {"public", "bare", "by link", "internal", "whole", "ends soon"}
    assert titles(Asset.objects.current()) == everything
    assert titles(Asset.objects.public()) == everything - {"by link", "internal"}
    assert titles(Asset.objects.showable_to_prospects()) == everything - {"internal"}
    assert titles(Asset.objects.usable_in_decks()) == {"public", "by link", "ends soon"}
    assert titles(Asset.objects.drafts()) == {"draft"}


def test_the_property_says_what_the_query_says(shelf):
    current = titles(Asset.objects.current())
    assert {asset.title for asset in Asset.objects.all() if asset.is_current} == current


def test_untagged_lacks_a_persona_or_a_stage():
    persona, stage = PersonaFactory(), JourneyStageFactory()
    for title, personas, stages in (
        ("both", [persona, PersonaFactory()], [stage, JourneyStageFactory()]),
        ("persona only", [persona], []),
        ("stage only", [], [stage]),
        ("neither", [], []),
    ):
        asset = ArticleFactory(title=title, publish=False)
        asset.personas.set(personas)
        asset.stages.set(stages)
        save_asset(asset, publish=True)
    assert sorted(Asset.objects.untagged().values_list("title", flat=True)) == [
        "neither",
        "persona only",
        "stage only",
    ]
    assert titles(Asset.objects.for_persona(persona).at_stage(stage)) == {"both"}


def test_expiring_soon_comes_by_expiry_or_by_review_and_only_of_live_ones():
    now = timezone.now()
    ArticleFactory(title="later", review_by=now.date() + timedelta(days=60))
    ArticleFactory(title="review", review_by=now.date() + timedelta(days=20))
    ArticleFactory(title="draft", review_by=now.date(), publish=False)
    ends = ArticleFactory(title="ends")
    Asset.objects.filter(pk=ends.pk).update(expire_at=now + timedelta(days=3))
    assert titles(Asset.objects.expiring_within(30)) == {"review", "ends"}
    assert titles(Asset.objects.expiring_within(90)) == {"review", "ends", "later"}
