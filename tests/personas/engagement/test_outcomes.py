"""How content did with its readers: counts by audience, of what people did only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from personas.deals.services import reopen_deal, win_deal
from personas.engagement.enums import Verb
from personas.engagement.outcomes import Outcome, aggregate, seen_by, table
from personas.engagement.services import EngagementEvent, record
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing():
    return AccountFactory()  # any row may be a subject


@pytest.fixture
def cfo():
    return PersonaFactory()


def happened(
    thing, prospect=None, *, seconds=0, grade="human", verb=Verb.READ, context=None, at=None
):
    record(
        [
            EngagementEvent(
                verb,
                grade=grade,
                subject=thing,
                prospect_id=prospect and prospect.pk,
                dwell_ms=seconds * 1000,
                context=context,
                occurred_at=at,
            )
        ]
    )


def test_readers_are_counted_once_and_their_time_is_added_up(thing, cfo):
    rosa = ProspectFactory(persona=cfo)
    happened(thing, rosa, seconds=20)
    happened(thing, rosa, seconds=25)
    happened(thing, ProspectFactory(persona=cfo), seconds=9)
    found = aggregate(type(thing), [thing.pk], cfo.pk, None)[thing.pk]
    assert (found.views, found.readers, found.stayed) == (3, 2, 1)
    assert found.dwell_ms == 54_000
    assert found.attention == pytest.approx(45 / 180 + 9 / 180)


def test_only_what_people_did_counts(thing):
    for grade in ("scanner", "internal"):
        happened(thing, ProspectFactory(), seconds=90, grade=grade)
    happened(thing, ProspectFactory(), seconds=90, grade="likely")
    happened(thing, ProspectFactory(), verb=Verb.ASKED)
    assert table(type(thing)).everybody(thing.pk).readers == 1


def test_an_audience_is_a_persona_at_a_stage_and_none_is_any(thing, cfo):
    stage = JourneyStageFactory()
    happened(thing, ProspectFactory(persona=cfo, stage=stage), seconds=60)
    happened(thing, ProspectFactory(persona=cfo), seconds=60)
    happened(thing, ProspectFactory(stage=stage), seconds=60)
    counts = table(type(thing))
    assert counts.audience(thing.pk, cfo.pk, stage.pk).readers == 1
    assert counts.audience(thing.pk, cfo.pk, None).readers == 2
    assert counts.audience(thing.pk, None, stage.pk).readers == 2
    assert counts.everybody(thing.pk).readers == 3
    assert counts.everybody(0) == Outcome()


def test_who_took_it_along_has_read_it_and_customers_are_won(thing):
    buyer = ProspectFactory(lifecycle="customer")
    happened(thing, buyer, verb=Verb.DOWNLOADED)
    found = table(type(thing)).everybody(thing.pk)
    assert (found.stayed, found.won, found.attention) == (1, 1, 1.0)


def test_readers_without_a_name_are_told_apart_by_their_link(thing):
    one, other = AccountFactory(), AccountFactory()
    for link in (one, one, other):
        happened(thing, seconds=10, context=link)
    assert table(type(thing)).everybody(thing.pk).readers == 2


def test_what_somebody_saw_is_known_with_its_last_moment(thing):
    rosa = ProspectFactory()
    before = timezone.now()
    happened(thing, rosa)
    happened(AccountFactory(), rosa, grade="scanner")
    seen = seen_by(type(thing), rosa.pk)
    assert set(seen) == {thing.pk} and seen[thing.pk] >= before
    assert seen_by(type(thing), rosa.pk, until=before) == {}


# --- Won ------------------------------------------------------------------------------
def counted(thing, **kwargs) -> tuple[int, int]:
    found = table(type(thing), **kwargs).everybody(thing.pk)
    return found.won, found.by_deal


def test_who_read_it_before_a_deal_with_them_was_won_is_won(thing):
    now = timezone.now()
    before, after, on_the_day = ProspectFactory.create_batch(3)
    for reader, days in ((before, 9), (after, 1), (on_the_day, 5)):
        happened(thing, reader, at=now - timedelta(days=days))
    DealFactory(
        state="won", closed_at=now - timedelta(days=4), prospects=[before, after, on_the_day]
    )
    assert counted(thing) == (2, 2)


def test_the_first_look_counts_and_the_last_deal(thing):
    now, rosa = timezone.now(), ProspectFactory()
    other_link = AccountFactory()
    happened(thing, rosa, at=now - timedelta(days=2))
    happened(thing, rosa, at=now - timedelta(days=6), context=other_link)
    DealFactory(state="won", closed_at=now - timedelta(days=30), prospects=[rosa])
    assert counted(thing) == (0, 0)
    DealFactory(state="won", closed_at=now - timedelta(days=4), prospects=[rosa])
    assert counted(thing) == (1, 1)


def test_open_and_lost_deals_win_nobody_and_outweigh_the_lifecycle(thing):
    asked, lost, customer = (
        ProspectFactory(lifecycle="customer"),
        ProspectFactory(lifecycle="customer"),
        ProspectFactory(lifecycle="customer"),
    )
    DealFactory(prospects=[asked]), DealFactory(state="lost", prospects=[lost])
    for reader in (asked, lost, customer):
        happened(thing, reader)
    assert counted(thing) == (1, 0)  # the customer of whom no deal is known


def test_looking_back_knows_no_later_deal(thing):
    now, rosa = timezone.now(), ProspectFactory()
    happened(thing, rosa, at=now - timedelta(days=9))
    DealFactory(state="won", closed_at=now - timedelta(days=2), prospects=[rosa])
    assert counted(thing, until=now - timedelta(days=3)) == (0, 0)
    assert counted(thing, until=now) == (1, 1)


def test_a_deal_that_is_opened_again_is_won_no_more(thing, rep):
    rosa = ProspectFactory()
    happened(thing, rosa, at=timezone.now() - timedelta(days=1))
    deal = DealFactory(prospects=[rosa], owner=rep, account=rosa.account)
    win_deal(deal, user=rep)
    assert counted(thing) == (1, 1)
    reopen_deal(deal, user=rep)
    assert counted(thing) == (0, 0)


def test_it_is_two_queries_for_all(thing, cfo, django_assert_num_queries):
    for _number in range(5):
        reader = ProspectFactory(persona=cfo)
        happened(thing, reader, seconds=40)
        DealFactory(state="won", prospects=[reader])
    aggregate(type(thing), [thing.pk], cfo.pk, None)
    with django_assert_num_queries(2):  # what was read, and which deals with whom were won
        aggregate(type(thing), [thing.pk], cfo.pk, None)
    with django_assert_num_queries(2):
        table(type(thing))
