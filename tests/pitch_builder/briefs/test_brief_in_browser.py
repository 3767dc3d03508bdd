"""A brief in a real browser: from words to a deck, a slide swapped, a withdrawn one replaced."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cms.assets.services import unpublish_asset
from pitch_builder.decks.alternatives import alternatives_of
from pitch_builder.decks.models import Deck
from search import services as search
from tests.pitch_builder.briefs.conftest import BRIEF
from tests.real_parts.chromium import sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "[data-step=undo] .sb__what"


@pytest.fixture
def signed_in(sign_in, rep, library, joan) -> Page:
    return sign_in(rep)


def card(window, slide):
    return window.locator(f"li#slide-{slide.pk}")


def test_from_words_to_a_deck_with_a_slide_swapped_in_place(signed_in, live_server, joan):
    window = signed_in
    window.goto(f"{live_server.url}/admin/brief/?prospect={joan.pk}")
    window.locator("#id_words").fill(BRIEF)
    window.locator("#id_words").press("Control+Enter")
    expect(window.locator(".bf__part")).to_have_count(6)
    assert violations(window, context=".bf") == []
    # by keyboard: the arrow goes to the other slide of the place
    place = window.locator(".bf__place", has=window.locator(".bf__option + .bf__option")).first
    place.locator("input:checked").focus()
    window.keyboard.press("ArrowRight")
    chosen = place.locator(".bf__option:has(:checked) .bf__title")
    title = chosen.inner_text().split(maxsplit=1)[1]
    window.get_by_role("button", name="Make the deck").click()
    window.wait_for_url(re.compile(r"/admin/deck/\d+/$"))  # with its scripts
    expect(window.locator("#board")).to_be_visible()
    deck = Deck.objects.get()
    expect(window.locator(".t-slide__title", has_text=title)).to_have_count(1)

    slide = next(one for one in deck.deck_slides.all() if alternatives_of(one))
    other = alternatives_of(slide)[0]
    here = card(window, slide)
    here.locator("summary").click()
    expect(here.locator(".bf__swap li")).to_have_count(len(alternatives_of(slide)))
    assert window.locator(".t-slide--chosen").count() == 0  # looking selects nothing
    assert violations(window, context="#board") == []
    # another change leaves open what is open
    window.locator(".sb__pick input").last.focus()
    window.keyboard.press("Alt+ArrowLeft")
    expect(window.locator(STEP)).to_contain_text("moved")
    expect(here.locator(".bf__swap li").first).to_be_visible()
    button = here.locator(f"form[data-put]:has(input[value='{other.block_id}']) button")
    button.click()
    expect(window.locator(STEP)).to_contain_text("swapped for")
    expect(here.locator(".t-slide__title")).to_contain_text(other.title)
    expect(here.locator("details")).not_to_have_attribute("open", "")
    expect(here.locator(".sb__pick input")).to_be_focused()
    window.keyboard.press("Control+z")
    expect(here.locator(".t-slide__title")).to_contain_text(slide.title)
    # opened again, it shows what can be chosen now
    here.locator("summary").click()
    expect(button).to_be_enabled()


def test_what_is_missing_comes_into_view_with_the_focus(signed_in, live_server, library):
    window = signed_in
    window.goto(f"{live_server.url}/admin/brief/?words=First meeting about energy at night")
    window.get_by_role("button", name="Make the deck").click()
    missing = window.get_by_text("Choose the account: a deck is for somebody.")
    expect(missing).to_be_in_viewport()
    expect(window.get_by_role("button", name="Choose an account")).to_be_focused()


@pytest.fixture
def gone(rep, account, library, marketing_lead):
    """A slide on a deck whose asset is withdrawn."""
    from pitch_builder.decks.services import add_slides, create_deck

    deck = create_deck(user=rep, title="For {{account}}", account=account)
    block = library["pennock"].slides[1].id
    add_slides(deck, user=rep, asset=library["pennock"].asset_ptr, block_ids=[block])
    unpublish_asset(library["pennock"].asset_ptr, user=marketing_lead)
    search.process_outbox()
    return deck.deck_slides.get()


def test_a_withdrawn_slide_is_replaced_where_it_stands(signed_in, live_server, gone):
    window = signed_in
    window.goto(f"{live_server.url}{gone.deck.get_absolute_url()}")
    here = card(window, gone)
    expect(here.locator(".nr")).to_contain_text("Nearest replacement")
    assert violations(window, context="#board") == []
    here.get_by_role("button", name="Put it in its place").click()
    expect(window.locator(STEP)).to_contain_text("replaced by")
    expect(here.locator(".nr")).to_have_count(0)
    expect(here.locator(".t-slide__title")).to_contain_text("What the cold store saved")
    expect(here.locator(".sb__pick input")).to_be_focused()
    window.get_by_role("button", name="Undo").first.click()
    expect(here.locator(".nr")).to_contain_text("Nearest replacement")
    window.set_viewport_size({"width": 390, "height": 844})
    assert sideways(window) == 0
