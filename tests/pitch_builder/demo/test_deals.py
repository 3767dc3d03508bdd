"""The demo's deals: made through the services, once, with what was read before they were won."""

from __future__ import annotations

import pytest

from personas.models import Deal
from pitch_builder.demo.content import read
from pitch_builder.demo.loading.people import load_deals
from pitch_builder.demo.loading.shelf import Shelf
from tests.factories.personas import AccountFactory, ProspectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(rep, other_rep, sales_lead):
    content = read()
    users = {"callum.reay": rep, "femke.brouwer": other_rep, "anjali.deshmukh": sales_lead}
    accounts = {row.slug: AccountFactory(name=row.name) for row in content.accounts}
    return Shelf(
        content,
        users=users,
        accounts=accounts,
        prospects={
            row.slug: ProspectFactory(
                account=accounts[row.account], owner=users[row.owner], lifecycle=row.lifecycle
            )
            for row in content.prospects
        },
    )


def test_deals_are_loaded_once_in_all_states(shelf):
    load_deals(shelf)
    assert shelf.made == len(shelf.deals) == Deal.objects.count()
    for row in shelf.content.deals:
        deal = shelf.deals[row.slug]
        assert (deal.state, deal.lost_reason) == (row.state, row.lost_reason)
        assert deal.closed_on == (None if row.closed_day is None else shelf.day(row.closed_day))
        for slug in row.prospects if deal.is_won else ():
            shelf.prospects[slug].refresh_from_db()
            assert shelf.prospects[slug].lifecycle == "customer"
    before = list(Deal.objects.values())
    load_deals(shelf)
    assert list(Deal.objects.values()) == before and shelf.made == len(before)


def test_some_readers_had_read_before_their_deal_was_won(shelf):
    won = {
        slug: row.closed_day
        for row in shelf.content.deals
        if row.state == "won"
        for slug in row.prospects
    }
    early = {
        link.prospect
        for room in shelf.content.rooms
        for link in room.links
        for visit in link.visits
        if visit.reads and visit.grade == "human" and visit.day < won.get(link.prospect, -999)
    }
    assert early == set(won)
