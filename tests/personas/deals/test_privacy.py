"""Deals in what is kept about a prospect."""

from __future__ import annotations

import pytest

from personas.prospects import privacy
from tests.factories.personas import DealFactory, ProspectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return ProspectFactory()


def test_an_export_names_their_deals(rosa):
    deal = DealFactory(name="Cold ledger", state="won", prospects=[rosa], notes="Ours")
    DealFactory(name="Somebody else's")
    assert privacy.export_prospect(rosa)["deals"] == [
        {
            "name": "Cold ledger",
            "account": deal.account.name,
            "state": "won",
            "added": deal.created_at.isoformat(),
            "closed": deal.closed_at.isoformat(),
        }
    ]


def test_erasing_cuts_the_tie_and_keeps_the_deal(rosa):
    other = ProspectFactory()
    deal = DealFactory(state="won", prospects=[rosa, other])
    privacy.erase_prospect(rosa)
    assert list(deal.prospects.all()) == [other]
    deal.refresh_from_db()
    assert deal.is_won
