"""Deals in a real browser: people follow the account, closing a deal, axe in all looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from personas.access.services import ensure_groups
from personas.models import Deal
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory
from tests.real_parts.chromium import looks, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(sign_in, rep) -> Page:
    ensure_groups()
    account = AccountFactory(name="Almera Fresh", owner=rep)
    rosa = ProspectFactory(first_name="Rosa", last_name="Lind", account=account, owner=rep)
    yesterday = timezone.localdate() - timedelta(days=1)
    DealFactory(
        name="Cold ledger",
        account=account,
        owner=rep,
        prospects=[rosa],
        value=77000,
        expected_close=yesterday,
    )
    DealFactory(name="Last year's pilot", owner=rep, state="lost", lost_reason="Price")
    return sign_in(rep)


def test_a_deal_is_added_and_won_without_barriers(signed_in, live_server):
    page = signed_in
    page.goto(f"{live_server.url}/admin/people/deals/new/")
    page.fill("#id_name", "Second store")
    page.get_by_role("button", name="Choose an account").click()
    page.get_by_role("link", name="Almera Fresh").click()
    page.get_by_label("Rosa Lind").check()
    assert violations(page, context="#deal-people") == []
    page.get_by_role("button", name="Create").click()
    page.get_by_role("link", name="Won…").click()
    expect(page.locator("main")).to_contain_text("These people become customers")
    page.get_by_role("button", name="Close as won").click()
    expect(page.locator(".p-head")).to_contain_text("Won")
    won = Deal.objects.get(name="Second store")
    assert won.is_won and won.prospects.get().lifecycle == "customer"


def test_a_deals_page_has_no_barriers_in_any_look(signed_in, live_server):
    deal = Deal.objects.get(name="Cold ledger")
    signed_in.goto(f"{live_server.url}/admin/people/deals/inspect/{deal.pk}/")
    for look in looks(signed_in):
        assert (look, violations(signed_in), max(0, sideways(signed_in))) == (look, [], 0)
    for screen in ("", f"{deal.pk}/lose/"):  # as narrow as the last look
        signed_in.goto(f"{live_server.url}/admin/people/deals/{screen}")
        assert (screen, violations(signed_in), max(0, sideways(signed_in))) == (screen, [], 0)
