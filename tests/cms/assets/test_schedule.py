"""What is due by the clock: an asset goes live, and ends, wherever it can be met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cms.assets.indexing import key_of
from cms.assets.kinds import CaseStudy
from pitch_builder.builds.services import build_now
from pitch_builder.errors import GateClosed
from search.services import SearchQuery, process_outbox, search
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock() -> Iterator[Any]:
    with freeze_time(timezone.now()) as clock:
        yield clock


def run_scheduler() -> None:
    call_command("run_scheduler", "--once", "operations.publish_scheduled", stdout=StringIO())
    process_outbox()


def met(client, asset: CaseStudy) -> dict[str, bool]:
    """Where a visitor meets the asset."""
    client.logout()
    query = SearchQuery("cold store ledger", now=timezone.now())
    return {
        "page": client.get(asset.get_url()).status_code == 200,
        "library": asset.title in client.get(asset.get_parent().get_url()).content.decode(),
        "feed": asset.title in client.get(reverse("feed")).content.decode(),
        "sitemap": asset.slug in client.get("/sitemap.xml").content.decode(),
        "search": key_of(asset.pk) in [hit.key for hit in search(query).hits],
    }


EVERYWHERE = dict.fromkeys(("page", "library", "feed", "sitemap", "search"), True)
NOWHERE = dict.fromkeys(EVERYWHERE, False)
FIELDS = {"title": "A cold store and its ledger", "summary": "The ledger of a cold store."}


def test_a_scheduled_asset_goes_live_when_its_minute_has_come(client, clock):
    soon = timezone.now() + timedelta(hours=1)
    asset = case_study_with_slides(go_live_at=soon, **FIELDS)
    asset.refresh_from_db()
    run_scheduler()
    assert (asset.live, met(client, asset)) == (False, NOWHERE)

    clock.tick(timedelta(hours=1, minutes=1))
    run_scheduler()
    asset.refresh_from_db()
    assert (asset.live, met(client, asset)) == (True, EVERYWHERE)


def test_an_expired_asset_is_gone_before_and_after_the_scheduler_ran(client, clock):
    asset = case_study_with_slides(expire_at=timezone.now() + timedelta(hours=1), **FIELDS)
    run_scheduler()
    assert met(client, asset) == EVERYWHERE

    clock.tick(timedelta(hours=1, minutes=1))
    assert met(client, asset) == NOWHERE, "hidden by its date alone"
    run_scheduler()
    asset.refresh_from_db()
    assert (asset.live, asset.expired) == (False, True)
    assert met(client, asset) == NOWHERE


def test_a_deck_refuses_an_asset_whose_end_has_come(clock, rep):
    asset = case_study_with_slides(expire_at=timezone.now() + timedelta(hours=1), **FIELDS)
    deck = make_deck(rep, asset)
    clock.tick(timedelta(hours=1, minutes=1))
    for _before_and_after in range(2):
        with pytest.raises(GateClosed) as refused:
            build_now(deck, user=rep)
        assert any("has expired" in finding for finding in refused.value.findings)
        run_scheduler()
