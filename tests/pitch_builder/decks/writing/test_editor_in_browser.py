"""The editor of a slide in a real browser: the slide beside the form, drafts, two windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pitch_builder.decks.history.services import undo
from pitch_builder.decks.services import remove_slides
from pitch_builder.decks.writing.models import SlideDraft
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.real_parts.chromium import sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = "#se-slide t-slide"
TEXT = "slide => slide.shadowRoot.textContent"


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides())


@pytest.fixture
def quote(deck):
    return deck.deck_slides.order_by("sort_order").last()


@pytest.fixture
def signed_in(sign_in, rep) -> Page:
    return sign_in(rep)


@pytest.fixture
def editor(signed_in, deck, quote, live_server) -> Page:
    """The editor of marketing's quote."""
    signed_in.goto(f"{live_server.url}/admin/deck/{deck.pk}/own/{quote.pk}/")
    ready(signed_in)
    return signed_in


def ready(window):
    expect(name(window)).to_be_visible()
    window.wait_for_timeout(700)  # the widgets have settled


def name(window):
    return window.locator("[name='own-0-value-name']")


def shows(window, words):
    window.wait_for_function(
        "words => document.querySelector('#se-slide t-slide')?.shadowRoot?.textContent"
        ".includes(words)",
        arg=words,
    )


def test_a_copy_is_edited_beside_the_slide_and_put_on_the_deck(editor, deck, quote):
    assert violations(editor, context="main", best_practice=True) == []
    name(editor).fill("Marit S., {{account}}")
    shows(editor, f"Marit S., {deck.account.name}")
    expect(editor.locator("#se-saved")).to_have_text(re.compile(r"Draft saved at \d\d:\d\d"))
    quote.refresh_from_db()
    assert not quote.is_edited
    editor.get_by_role("button", name="Save on the deck").click()
    card = editor.locator(f"li#slide-{quote.pk}")
    expect(card).to_contain_text("Edited by you")
    expect(card).to_contain_text("Not approved by marketing")
    assert not SlideDraft.objects.exists()
    card.get_by_role("button", name="More:").click()
    editor.get_by_role("menuitem", name="Take marketing's again").click()
    expect(card).not_to_contain_text("Edited by you")
    quote.refresh_from_db()
    assert not quote.is_edited


def test_rich_text_is_shown_as_it_is_typed_and_too_long_is_said(editor):
    field = editor.locator(".public-DraftEditor-content").first
    field.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Nor did anybody else in the house.")
    shows(editor, "anybody else")
    editor.keyboard.insert_text(" And so it went on from one week to the next." * 12)
    expect(editor.locator("#se-notices")).to_contain_text("Too long")
    assert violations(editor, context="main") == []


def test_a_new_slide_is_begun_left_and_finished(signed_in, deck, live_server):
    window = signed_in
    window.goto(f"{live_server.url}/admin/deck/{deck.pk}/own/?section=")
    window.get_by_title("Insert a block").first.click()
    window.get_by_role("option", name="Quote").click()
    # A new block takes the focus to its first field; what is typed before that lands there.
    expect(window.locator(".public-DraftEditor-content").first).to_be_focused()
    name(window).fill("Ida Berg")
    expect(name(window)).to_have_value("Ida Berg")
    shows(window, "Ida Berg")
    expect(window).to_have_url(re.compile(r"draft=\d+"))
    window.goto(f"{live_server.url}{deck.get_absolute_url()}")
    begun = window.locator(".sb__begun")
    expect(begun).to_contain_text("not on the deck yet")
    assert violations(window, context="main", best_practice=True) == []
    begun.get_by_role("link", name="Write on").click()
    ready(window)
    expect(name(window)).to_have_value("Ida Berg")
    window.get_by_role("button", name="Put it on the deck").click()
    expect(window.get_by_text("This field is required.").first).to_be_visible()  # the quote
    window.locator(".public-DraftEditor-content").first.click()
    window.keyboard.type("We agreed at once.")
    window.wait_for_timeout(500)
    window.get_by_role("button", name="Put it on the deck").click()
    expect(window.locator("#board [data-slide]")).to_have_count(4)
    assert deck.deck_slides.get(block_id="").title == "We agreed at once."


def test_an_empty_slide_becomes_the_layout_that_is_chosen(signed_in, deck, live_server):
    signed_in.goto(f"{live_server.url}/admin/deck/{deck.pk}/own/?section=")
    offered = signed_in.get_by_role("button", name="Quote")
    expect(offered).to_be_visible()
    assert violations(signed_in, context="main", best_practice=True) == []
    offered.click()
    ready(signed_in)
    expect(offered).to_be_hidden()
    expect(signed_in.locator("#se-slide")).to_contain_text("An example")
    name(signed_in).fill("Ida Berg")
    shows(signed_in, "Ida Berg")
    expect(signed_in.locator("#se-slide")).not_to_contain_text("An example")
    expect(signed_in.locator("#se-saved")).to_contain_text("Draft saved")


def test_what_is_typed_without_a_network_is_there_when_the_page_is_opened_again(editor, quote):
    editor.context.set_offline(True)
    name(editor).fill("Written offline")
    expect(editor.locator("#se-saved")).to_contain_text("Not saved: offline")
    address = editor.url
    other = editor.context.new_page()
    editor.close()
    other.context.set_offline(False)
    other.goto(address)
    expect(name(other)).to_have_value("Written offline")
    assert SlideDraft.objects.get(slide=quote).content[0]["value"]["name"] == "Written offline"


def test_what_is_typed_on_a_slide_that_is_taken_off_waits_for_it(editor, rep, deck, quote):
    remove_slides(deck, user=rep, slide_ids=[quote.pk])
    name(editor).fill("Written too late")
    expect(editor.locator("#se-saved")).to_contain_text("Not saved: the slide is gone")
    undo(deck, user=rep)
    editor.reload()
    expect(name(editor)).to_have_value("Written too late")


def test_two_windows_choose_and_neither_version_is_lost(editor, quote):
    other = editor.context.new_page()
    other.goto(editor.url)
    ready(other)
    name(editor).fill("In the first")
    expect(editor.locator("#se-saved")).to_contain_text("Draft saved")
    name(other).fill("In the second")
    notice = other.locator("#se-conflict")
    expect(notice).to_contain_text("another window")
    assert "In the first" in notice.locator("t-slide").evaluate(TEXT)
    assert violations(other, context="main") == []
    notice.get_by_role("button", name="Take mine").click()
    expect(other.locator("#se-saved")).to_contain_text("Draft saved")
    kept = SlideDraft.objects.get(slide=quote, set_aside=True)
    assert kept.content[0]["value"]["name"] == "In the first"
    other.reload()
    other.get_by_role("button", name="Write on with this").click()
    expect(name(other)).to_have_value("In the first")


@pytest.mark.parametrize(("width", "scheme"), [(820, "light"), (390, "dark")])
def test_it_is_accessible_on_small_screens(editor, width, scheme):
    editor.set_viewport_size({"width": width, "height": 900})
    editor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    editor.reload()
    ready(editor)
    assert violations(editor, context="main") == []
    assert sideways(editor) <= 0
