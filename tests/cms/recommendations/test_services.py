"""Recommending: for whom, with which terms, how often asked, and what the log keeps."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone

from cms.recommendations import log
from cms.recommendations.models import (
    Kept,
    RecommendationBatch,
    RecommendationItem,
    RecommendationOutcome,
    What,
)
from cms.recommendations.services import Place, log_sent, log_taken, recommend
from cms.recommendations.settling import settle
from personas.engagement.enums import Verb
from personas.engagement.services import EngagementEvent, record
from personas.prospects.privacy import erase_prospect, export_prospect
from search.errors import StoreUnavailable
from search.results import SearchPage
from tests.factories.cms import ArticleFactory, ComparisonFactory
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory

pytestmark = pytest.mark.django_db


def ids(page):
    return [item.asset_id for item in page.items]


def read(prospect, asset, *, seconds=60, grade="human", at=None):
    record(
        [
            EngagementEvent(
                Verb.READ,
                grade=grade,
                subject=asset,
                prospect_id=prospect.pk,
                dwell_ms=seconds * 1000,
                occurred_at=at,
            )
        ]
    )


def term(item, name):
    return next(term for term in item.terms if term.name == name)


# --- For whom -------------------------------------------------------------------------
def test_what_is_made_for_persona_and_stage_comes_first_and_says_so(library, cfo, compare):
    page = recommend(persona=cfo, stage=compare, place=Place.OTHER, explore=False)
    first = page.items[0]
    assert first.asset_id == library[0].pk
    assert term(first, "persona").text == "Made for CFO"
    assert term(first, "stage").text == "Made for the stage Compare"
    assert {"words", "meaning", "freshness", "outcome"} <= {t.name for t in first.terms}
    assert "seen" not in {t.name for t in first.terms}  # nobody is named


def test_each_score_is_the_sum_of_its_terms_and_so_are_its_points(library, rosa):
    for item in recommend(prospect=rosa, place=Place.OTHER).items:
        assert item.score == pytest.approx(sum(term.share for term in item.terms))
        assert 0 <= item.score <= 1
        assert item.total == sum(line.points for line in item.ledger) == round(item.score * 100)
        assert sum(line.most for line in item.ledger) == 100
        assert all(term.text for term in item.terms)


def test_a_prospect_brings_persona_and_stage_and_what_they_have_seen(library, rosa):
    read(rosa, library[0])
    page = recommend(prospect=rosa, place=Place.OTHER, explore=False)
    by_id = {item.asset_id: item for item in page.items}
    assert term(by_id[library[0].pk], "seen").share == 0
    assert "Rosa saw it on" in term(by_id[library[0].pk], "seen").text
    assert term(by_id[library[1].pk], "seen").text == "Rosa has not seen it yet"
    assert term(by_id[library[0].pk], "persona").filled == 1


def test_a_brief_in_plain_words_is_answered(library, cfo):
    wind = ArticleFactory(title="Wind turbines on the quay", summary="What a turbine yields.")
    from search import services as search

    search.rebuild()
    page = recommend(words="wind turbine on a quay", persona=cfo, place=Place.OTHER, explore=False)
    assert ids(page)[0] == wind.pk
    assert term(page.items[0], "words").share > 0


def test_more_like_an_asset_leaves_the_asset_out(library):
    page = recommend(like=[library[1].pk], place=Place.LIKE, explore=False)
    assert library[1].pk not in ids(page)
    assert set(ids(page)) <= {asset.pk for asset in library}
    assert ids(page)[0] in {library[2].pk, library[3].pk}
    assert "words" not in {t.name for t in page.items[0].terms}


def test_what_stands_on_the_deck_is_left_out(library, cfo, compare):
    page = recommend(
        persona=cfo, stage=compare, deck_keys=[library[0].pk], place=Place.DECK, explore=False
    )
    assert library[0].pk not in ids(page)


def test_internal_and_withdrawn_content_is_not_recommended(library, cfo, compare):
    internal = ComparisonFactory(
        title="Cold store meter, floor price",
        summary="A cold store, its meter, its energy.",
        personas=[cfo],
        stages=[compare],
        visibility="internal",
    )
    from search import services as search

    search.rebuild()
    library[0].unpublish()  # the index does not know yet
    page = recommend(persona=cfo, stage=compare, place=Place.ROOM, explore=False)
    assert internal.pk not in ids(page) and library[0].pk not in ids(page)
    team = recommend(persona=cfo, stage=compare, visibility=(), place=Place.LIKE, explore=False)
    assert internal.pk in ids(team)


def test_only_what_fits_where_it_must(library, cfo, compare):
    page = recommend(persona=cfo, stage=compare, must_fit=True, place=Place.ROOM)
    assert ids(page) == [library[0].pk]


def test_what_did_well_with_such_readers_rises_but_a_handful_does_not(library, cfo, compare, rep):
    one, two = library[1], library[2]
    for number in range(12):
        reader = ProspectFactory(persona=cfo, stage=compare, owner=rep)
        read(reader, two, seconds=200)
        read(reader, one, seconds=5)
        if number < 1:
            read(reader, library[3], seconds=400)
    page = recommend(persona=cfo, stage=compare, place=Place.OTHER, explore=False)
    outcome = {item.asset_id: term(item, "outcome") for item in page.items}
    assert outcome[two.pk].share > outcome[library[3].pk].share > outcome[one.pk].share
    assert outcome[two.pk].text == "12 of 12 readers like them stayed: more than usual"
    assert "less than usual" in outcome[one.pk].text
    assert outcome[library[0].pk].text == "Nobody has read it yet: counted as usual"
    assert outcome[library[0].pk].filled == pytest.approx(0.5, abs=0.01)


def test_readers_who_were_won_are_told_and_raise_what_they_read(library, cfo, compare, rep):
    read_by_buyers, read_by_others = library[1], library[2]
    for _number in range(6):
        buyer, other = (ProspectFactory(persona=cfo, stage=compare) for _ in range(2))
        read(buyer, read_by_buyers)
        read(other, read_by_others)
        DealFactory(state="won", prospects=[buyer])
    customer = ProspectFactory(persona=cfo, stage=compare, lifecycle="customer")
    read(customer, read_by_buyers)
    page = recommend(persona=cfo, stage=compare, place=Place.OTHER, explore=False)
    outcome = {item.asset_id: term(item, "outcome") for item in page.items}
    assert outcome[read_by_buyers.pk].share > outcome[read_by_others.pk].share
    assert outcome[read_by_buyers.pk].text == (
        "7 of 7 readers like them stayed (6 with a won deal, 1 other customer): more than usual"
    )
    assert "won" not in outcome[read_by_others.pk].text


def test_robots_and_colleagues_are_no_readers(library, cfo, compare, rosa):
    read(rosa, library[1], grade="scanner")
    read(rosa, library[1], grade="internal")
    page = recommend(prospect=rosa, place=Place.OTHER, explore=False)
    item = next(item for item in page.items if item.asset_id == library[1].pk)
    assert term(item, "outcome").text.startswith("Nobody has read it")
    assert term(item, "seen").filled == 1


# --- Without search -------------------------------------------------------------------
@pytest.fixture
def broken(monkeypatch):
    def fails(*args, **kwargs):
        raise StoreUnavailable("down")

    monkeypatch.setattr("cms.recommendations.candidates.search.search", fails)
    monkeypatch.setattr("cms.recommendations.candidates.search.more_like", fails)


def test_where_search_does_not_answer_tags_still_do(library, cfo, compare, broken):
    page = recommend(persona=cfo, stage=compare, place=Place.ROOM, explore=False)
    assert ids(page)[0] == library[0].pk
    assert {"words", "meaning"}.isdisjoint(t.name for t in page.items[0].terms)


def test_words_and_likeness_need_search(library, broken):
    with pytest.raises(StoreUnavailable):
        recommend(words="cold store", place=Place.OTHER)
    with pytest.raises(StoreUnavailable):
        recommend(like=[library[0].pk], place=Place.LIKE)


def test_nothing_found_is_an_empty_list_and_not_logged(db, cfo, monkeypatch):
    monkeypatch.setattr(
        "cms.recommendations.candidates.search.search", lambda query: SearchPage((), 0)
    )
    page = recommend(persona=cfo, place=Place.OTHER)
    assert page.items == () and page.batch is None
    assert not RecommendationBatch.objects.exists()


# --- How often the database is asked --------------------------------------------------
def test_it_asks_the_same_however_much_there_is(library, rosa, django_assert_num_queries):
    recommend(prospect=rosa, place=Place.OTHER)
    # Assets, and what was seen; the cache, which is in memory here, is one more on a site.
    with django_assert_num_queries(2):
        recommend(prospect=rosa, place=Place.OTHER)
    caches["default"].clear()
    with django_assert_num_queries(6):  # and the log: list and items within a savepoint
        recommend(prospect=rosa, place=Place.OTHER)
    with django_assert_num_queries(2):
        recommend(prospect=rosa, place=Place.OTHER, logged=False)


# --- The log --------------------------------------------------------------------------
def test_a_list_is_logged_with_terms_chances_and_all_candidates(library, rosa, rep):
    page = recommend(prospect=rosa, place=Place.DECK, about="deck:7", user=rep, limit=2)
    batch = RecommendationBatch.objects.get(pk=page.batch)
    assert (batch.place, batch.about, batch.prospect, batch.user) == ("deck", "deck:7", rosa, rep)
    assert len(batch.pool["assets"]) == 4 and len(batch.pool["alike"]) == 6
    rows = list(batch.items.order_by("position"))
    assert [row.asset_id for row in rows] == ids(page)
    for row, item in zip(rows, page.items, strict=True):
        assert row.terms == {t.name: round(t.share, 4) for t in item.terms}
        assert 0 < row.propensity <= 1
        assert batch.pool["assets"][row.candidate] == row.asset_id


def test_nothing_that_was_typed_is_kept(library, cfo):
    page = recommend(words="cold store of Marit Solheim", persona=cfo, place=Place.OTHER)
    batch = RecommendationBatch.objects.get(pk=page.batch)
    assert "Solheim" not in str(batch.__dict__)


def test_the_same_list_is_returned_for_a_while_and_logged_once(library, rosa):
    first = recommend(prospect=rosa, place=Place.ROOM)
    again = recommend(prospect=rosa, place=Place.ROOM)
    assert (again.batch, ids(again)) == (first.batch, ids(first))
    assert RecommendationBatch.objects.count() == 1
    library[0].unpublish()
    assert recommend(prospect=rosa, place=Place.ROOM).batch != first.batch


def test_typing_and_previews_leave_no_trace(library, cfo):
    page = recommend(persona=cfo, place=Place.DECK, logged=False)
    assert page.items and page.batch is None
    assert not RecommendationBatch.objects.exists()


def test_a_database_that_refuses_the_log_costs_nobody_the_list(library, cfo, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(RecommendationBatch, "save", refuse)
    page = recommend(persona=cfo, place=Place.OTHER)
    assert page.items and page.batch is None


def test_somebody_who_is_not_recorded_is_not_named(library, rosa):
    rosa.records_visits = False
    rosa.save()
    page = recommend(prospect=rosa, place=Place.ROOM)
    assert RecommendationBatch.objects.get(pk=page.batch).prospect is None
    assert "seen" not in {t.name for t in page.items[0].terms}


def test_the_same_batch_draws_the_same_lots(library, rosa):
    now = timezone.now()
    one, other = uuid4(), uuid4()
    first = recommend(prospect=rosa, place=Place.ROOM, batch=one, now=now)
    RecommendationBatch.objects.all().purge()
    again = recommend(prospect=rosa, place=Place.ROOM, batch=one, now=now)
    assert ids(first) == ids(again)
    assert recommend(prospect=rosa, place=Place.ROOM, batch=other, now=now).batch == other


def test_what_came_of_it_is_noted_once(library, cfo):
    page = recommend(persona=cfo, place=Place.DECK, about="deck:3")
    pk = ids(page)[0]
    assert log_taken(page.batch, pk, What.ON_DECK)
    assert log_taken(str(page.batch), pk, "on_deck")
    assert not log_taken(page.batch, 10**9, What.ON_DECK)
    assert not log_taken(uuid4(), pk, What.ON_DECK)
    assert not log_taken("no batch", pk, What.ON_DECK)
    assert not log_taken(None, pk, What.ON_DECK)
    assert RecommendationOutcome.objects.count() == 1
    assert log_sent(["deck:4"]) == 0
    assert log_sent(["room:1", "deck:3"]) == 1
    assert set(RecommendationOutcome.objects.values_list("what", flat=True)) == {"on_deck", "sent"}


def test_the_log_is_written_once_and_purged_after_its_time(library, cfo):
    page = recommend(persona=cfo, place=Place.OTHER)
    batch = RecommendationBatch.objects.get(pk=page.batch)
    with pytest.raises(Kept):
        batch.save()
    with pytest.raises(Kept):
        batch.delete()
    with pytest.raises(Kept):
        RecommendationItem.objects.update(score=1)
    with pytest.raises(Kept):
        RecommendationOutcome.objects.all().delete()
    assert log.purge(timezone.now() + log.KEEP - timedelta(days=1)) == 0
    assert log.purge(timezone.now() + log.KEEP + timedelta(days=1)) > 0
    assert not RecommendationItem.objects.exists()


def test_an_erased_person_is_gone_from_the_log(library, rosa):
    page = recommend(prospect=rosa, place=Place.ROOM)
    exported = export_prospect(rosa)["recommendations"]
    assert exported[0]["recommended"][0]["asset"] == page.items[0].title
    erase_prospect(rosa)
    assert RecommendationBatch.objects.get(pk=page.batch).prospect is None


# --- What prospects did ---------------------------------------------------------------
def test_reading_is_put_down_to_the_last_list_before_it(library, rosa):
    now = timezone.now()
    lists = [
        recommend(
            prospect=rosa, place=Place.ROOM, now=now - timedelta(days=days), batch=uuid4(), limit=4
        )
        for days in (20, 5)
    ]
    asset = library[1]
    read(rosa, asset, seconds=20, at=now - timedelta(days=4))
    read(rosa, asset, seconds=20, at=now - timedelta(days=3))
    read(rosa, library[2], seconds=5, at=now - timedelta(days=10))
    read(rosa, library[3], seconds=90, grade="scanner", at=now - timedelta(days=4))
    settle()
    found = {
        (str(o.item.batch_id), o.item.asset_id, o.what)
        for o in RecommendationOutcome.objects.select_related("item")
        if o.what != What.SHOWN
    }
    older, newer = (str(page.batch) for page in lists)
    assert found == {
        (newer, asset.pk, "opened"),
        (newer, asset.pk, "read"),
        (older, library[2].pk, "opened"),
    }
    assert settle().counts == {}


def test_what_was_read_before_a_deal_was_won_helped_to_win_it(library, rosa):
    now = timezone.now()
    made = now - timedelta(days=30)
    page = recommend(prospect=rosa, place=Place.ROOM, now=made, batch=uuid4())
    before, after, opened = (library[n] for n in range(3))
    read(rosa, before, at=made + timedelta(days=1))
    read(rosa, opened, at=made + timedelta(days=1), seconds=2)
    read(rosa, after, at=now - timedelta(days=1))
    DealFactory(state="won", closed_at=made - timedelta(days=9), prospects=[rosa])
    deal = DealFactory(state="won", closed_at=now - timedelta(days=5), prospects=[rosa])
    settle()
    won = RecommendationOutcome.objects.get(what=What.WON)
    assert (won.item.asset_id, won.at) == (before.pk, deal.closed_at)
    assert won.item.batch_id == page.batch
    assert settle().counts == {}


def test_a_deal_that_was_won_long_after_a_list_is_not_put_down_to_it(library, rosa):
    made = timezone.now() - timedelta(days=80)
    recommend(prospect=rosa, place=Place.ROOM, now=made, batch=uuid4())
    read(rosa, library[0], at=made + timedelta(days=1))
    DealFactory(state="won", closed_at=made + timedelta(days=95), prospects=[rosa])
    DealFactory(state="lost", closed_at=made + timedelta(days=9), prospects=[rosa])
    settle()
    assert not RecommendationOutcome.objects.filter(what=What.WON).exists()


def test_a_rooms_list_is_shown_when_a_person_comes(library, rosa):
    other = ProspectFactory(persona=rosa.persona, stage=rosa.stage, account=AccountFactory())
    now = timezone.now()
    page = recommend(prospect=rosa, place=Place.ROOM, now=now, batch=uuid4())
    recommend(prospect=other, place=Place.ROOM, now=now, batch=uuid4())
    record(
        [
            EngagementEvent(
                Verb.OPENED,
                grade="human",
                prospect_id=rosa.pk,
                occurred_at=now + timedelta(seconds=3),
            )
        ]
    )
    settle()
    shown = RecommendationOutcome.objects.filter(what=What.SHOWN)
    assert set(shown.values_list("item__batch", flat=True)) == {page.batch}


def test_settling_asks_the_same_for_many_lists(library, rosa, django_assert_max_num_queries):
    now = timezone.now()
    for hours in range(12):
        recommend(
            prospect=rosa, place=Place.ROOM, now=now - timedelta(hours=hours + 1), batch=uuid4()
        )
        read(rosa, library[hours % 4], at=now - timedelta(hours=hours))
        DealFactory(state="won", prospects=[rosa])
    with django_assert_max_num_queries(10):
        settle()
