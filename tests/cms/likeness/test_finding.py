"""Near duplicates are found, kept true and settled."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.assets.models import Asset
from cms.assets.services import save_asset
from cms.errors import ContentError, NotAllowed
from cms.likeness import deciding, sketching
from cms.likeness.finding import refresh, refresh_one
from cms.likeness.models import AssetSketch, NearPair, PairState
from cms.likeness.services import duplicates_of
from cms.operations.schedule import get_tasks
from tests.cms.likeness.conftest import MORE, WORDS, body
from tests.factories.cms import ArticleFactory

pytestmark = pytest.mark.django_db


def test_two_that_say_the_same_are_found_and_a_third_is_not(twins):
    assert refresh() == 1
    pair = NearPair.objects.get()
    assert {pair.first_id, pair.second_id} == {asset.pk for asset in twins}
    assert pair.first_id < pair.second_id
    assert 0.7 < pair.overlap < 1
    assert pair.closeness > 0.8


def test_finding_again_changes_nothing(twins):
    refresh()
    before = list(NearPair.objects.values())
    made = list(AssetSketch.objects.values_list("made_at", flat=True))
    refresh()
    assert list(NearPair.objects.values()) == before
    assert list(AssetSketch.objects.values_list("made_at", flat=True)) == made


def test_a_draft_is_compared_too(twins):
    draft = ArticleFactory(title="Costs at night", body=body(WORDS, MORE), publish=False)
    refresh_one(twins[0].pk)
    refresh_one(draft.pk)
    refresh_one(twins[1].pk)
    assert {a.pk for _, a in duplicates_of(draft)} == {asset.pk for asset in twins}


def test_a_pair_that_no_longer_holds_goes(twins):
    refresh()
    first = twins[0].specific
    first.body = ArticleFactory.build(body=body("Something else entirely. " * 20)).body
    save_asset(first, publish=True)
    assert refresh() == 0
    assert not NearPair.objects.exists()


def test_the_newest_draft_counts_not_what_is_published(twins):
    refresh()
    first = twins[0].get_latest_revision_as_object()
    first.body = ArticleFactory.build(body=body("Something else entirely. " * 20)).body
    save_asset(first)
    assert duplicates_of(twins[1], fresh=False)
    assert not duplicates_of(first, fresh=True)


def test_texts_of_a_few_words_are_no_pair():
    for _ in range(2):
        ArticleFactory(title="Prices", summary="Prices at night.", body=body("Ask us."))
    assert refresh() == 0


def test_not_duplicates_is_remembered(twins, marketer):
    refresh()
    deciding.set_apart(NearPair.objects.get(), user=marketer)
    assert refresh() == 0
    pair = NearPair.objects.get()
    assert (pair.state, pair.decided_by) == (PairState.APART, marketer)
    deciding.reopen(pair, user=marketer)
    assert NearPair.objects.open().count() == 1


def test_keeping_one_leads_the_address_of_the_other_to_it(twins, marketing_lead, client):
    refresh()
    kept, goes = twins
    old = goes.get_url()
    deciding.keep(NearPair.objects.get(), kept.pk, user=marketing_lead)
    assert not Asset.objects.get(pk=goes.pk).live
    assert NearPair.objects.get().state == PairState.MERGED
    response = client.get(old)
    assert (response.status_code, response.url) == (301, kept.get_url())


def test_the_kept_one_must_be_published_where_the_other_is(marketing_lead):
    live = ArticleFactory(title="Night", body=body(WORDS, MORE))
    draft = ArticleFactory(title="Night", body=body(WORDS, MORE), publish=False)
    refresh()
    pair = NearPair.objects.get()
    with pytest.raises(ContentError):
        deciding.keep(pair, draft.pk, user=marketing_lead)
    deciding.keep(pair, live.pk, user=marketing_lead)
    assert Asset.objects.get(pk=live.pk).live
    assert not Redirect.objects.exists()


def test_who_may_not_unpublish_may_not_settle(twins, marketer, rep):
    refresh()
    pair = NearPair.objects.get()
    with pytest.raises(NotAllowed):
        deciding.keep(pair, twins[0].pk, user=marketer)
    with pytest.raises(NotAllowed):
        deciding.set_apart(pair, user=rep)
    assert NearPair.objects.open().count() == 1


def test_sketching_and_comparing_ask_no_more_for_more_assets(django_assert_max_num_queries):
    for number in range(12):
        ArticleFactory(title=f"Night {number}", body=body(WORDS, MORE))
    with django_assert_max_num_queries(12):
        sketching.refresh()
    with django_assert_max_num_queries(10):
        refresh()


def test_it_is_done_every_night():
    assert "likeness.find" in {task.name for task in get_tasks()}
