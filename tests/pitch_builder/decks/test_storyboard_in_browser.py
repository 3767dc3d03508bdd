"""The storyboard in a real browser: mouse, keyboard, finger; two windows; no network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pitch_builder.decks import selection
from search import services as search
from tests.factories.pitch import case_study_with_slides, make_deck, make_template
from tests.real_parts.chromium import sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "[data-step=undo] .sb__what"


@pytest.fixture
def asset():
    return case_study_with_slides(title="Harrow halves its bill")


@pytest.fixture
def deck(rep, asset):
    """Three slides in the first of two sections."""
    deck = make_deck(rep, template=make_template("Why", "Proof"))
    from pitch_builder.decks.services import add_slides

    add_slides(deck, user=rep, asset=asset.asset_ptr, section="Why")
    return deck


@pytest.fixture
def board(sign_in, rep, deck, live_server) -> Page:
    page = sign_in(rep)
    page.goto(f"{live_server.url}{deck.get_absolute_url()}")
    return page


def ids(deck):
    return list(deck.deck_slides.order_by("sort_order").values_list("pk", flat=True))


def card(window, slide):
    return window.locator(f"li#slide-{slide}")


def saved(window):
    expect(window.locator("#sb-saved")).to_have_text("Saved")


def drag(window, source, target, *, after=False):
    """Drag with the mouse, to the first or the last third of the target, both in view."""
    target.scroll_into_view_if_needed()
    source.scroll_into_view_if_needed()
    a, b = source.bounding_box(), target.bounding_box()
    start = (a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    end = (b["x"] + b["width"] * (0.9 if after else 0.1), b["y"] + b["height"] / 2)
    window.mouse.move(*start)
    window.mouse.down()
    for part in (0.05, 0.3, 0.6, 0.9, 1, 1):
        window.mouse.move(*(s + (e - s) * part for s, e in zip(start, end, strict=True)))
        window.wait_for_timeout(40)
    window.mouse.up()


def test_a_slide_is_dragged_to_another_place_and_back_by_undo(board, deck):
    first, second, third = ids(deck)
    drag(board, card(board, first).locator("t-slide"), card(board, third), after=True)
    expect(board.locator(STEP)).to_contain_text("moved")
    saved(board)
    assert ids(deck) == [second, third, first]
    expect(card(board, first).locator(".t-slide__number")).to_have_text("4")
    footer = "slide => slide.shadowRoot.querySelector('.footer .page').textContent"
    assert card(board, first).locator("t-slide").evaluate(footer) == "4"
    board.keyboard.press("Control+z")
    expect(board.locator("[data-step=redo] .sb__what")).to_contain_text("moved")
    assert ids(deck) == [first, second, third]
    board.keyboard.press("Control+Shift+z")
    expect(board.locator(STEP)).to_contain_text("moved")
    assert ids(deck) == [second, third, first]


def test_a_selection_is_dragged_as_one(board, deck):
    first, second, third = ids(deck)
    card(board, first).locator("t-slide").click()
    card(board, second).locator("t-slide").click(modifiers=["Control"])
    expect(board.locator("#sb-chosen")).to_contain_text("2 selected")
    drag(board, card(board, first).locator("t-slide"), card(board, third), after=True)
    expect(board.locator(STEP)).to_contain_text("2 slides moved")
    saved(board)
    assert ids(deck) == [third, first, second]


def test_the_keyboard_selects_moves_and_says_where(board, deck):
    first, second, third = ids(deck)
    box = card(board, first).get_by_role("checkbox")
    box.focus()
    board.keyboard.press("ArrowRight")
    expect(card(board, second).get_by_role("checkbox")).to_be_focused()
    board.keyboard.press("Alt+ArrowRight")
    said = board.locator("#sb-said")
    expect(said).to_contain_text("is now slide 4, in “Why”")
    assert ids(deck) == [first, third, second]
    expect(card(board, second).get_by_role("checkbox")).to_be_focused()
    board.keyboard.press("Alt+ArrowRight")
    expect(said).to_contain_text("in “Proof”")
    board.keyboard.press("Control+a")
    expect(board.locator("#sb-chosen")).to_contain_text("3 selected")
    board.keyboard.press("Escape")
    expect(board.locator("#sb-chosen")).to_be_hidden()
    board.keyboard.press("Space")
    board.keyboard.press("Shift+ArrowLeft")
    expect(board.locator("#sb-chosen")).to_contain_text("2 selected")
    assert violations(board, context="main") == []
    board.keyboard.press("Delete")
    expect(board.locator(".t-toast")).to_contain_text("2 slides removed.")
    assert ids(deck) == [first]
    board.get_by_role("button", name="Undo", exact=True).last.click()  # of the toast
    expect(board.locator("#board [data-slide]")).to_have_count(3)
    assert ids(deck) == [first, third, second]


def test_a_selection_is_duplicated_hidden_and_moved_to_a_section(board, deck):
    first, second, third = ids(deck)
    card(board, first).locator("t-slide").click()
    card(board, third).locator("t-slide").click(modifiers=["Shift"])
    bar = board.locator("#sb-chosen")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Duplicate").click()
    expect(board.locator("#board [data-slide]")).to_have_count(6)
    bar.get_by_role("button", name="Hide").click()
    expect(card(board, second)).to_contain_text("Hidden")
    expect(board.locator(".t-grid__section").first).to_contain_text("3 slides")
    bar.get_by_role("button", name="Move to section…").click()
    board.get_by_role("menuitem", name="Proof").click()
    expect(board.locator("[data-section=Proof] [data-slide]")).to_have_count(3)
    assert violations(board, context="main") == []
    bar.get_by_role("button", name="Show again").click()
    expect(board.get_by_text("Hidden", exact=True)).to_have_count(0)


def test_a_card_s_menu_and_its_notes(board, deck):
    first = ids(deck)[0]
    more = card(board, first).get_by_role("button", name="More:")
    more.click()
    expect(board.get_by_role("menuitem", name="Edit a copy")).to_be_focused()
    assert violations(board) == []
    board.keyboard.press("Escape")
    expect(more).to_be_focused()
    more.click()
    board.get_by_role("menuitem", name="Speaker notes").click()
    board.keyboard.type("Wait for a nod.")
    assert violations(board) == []
    expect(board.locator(STEP)).to_contain_text("Notes of")
    board.keyboard.press("Escape")
    expect(more).to_be_focused()
    assert deck.deck_slides.get(pk=first).notes == "Wait for a nod."
    expect(card(board, first).get_by_role("button", name="Speaker notes")).to_be_visible()


def test_sections_are_added_renamed_and_moved(board, deck):
    board.get_by_role("button", name="Add a section").click()
    board.get_by_role("textbox", name="Name of the new section").fill("What next")
    assert violations(board) == []
    board.keyboard.press("Enter")
    grids = board.locator("[data-section]")
    expect(grids).to_have_count(3)
    board.get_by_role("button", name="More for the section “What next”").click()
    board.get_by_role("menuitem", name="Move up").click()
    expect(grids.nth(1)).to_have_attribute("data-section", "What next")
    board.get_by_role("button", name="More for the section “Why”").click()
    board.get_by_role("menuitem", name="Rename…").click()
    board.get_by_role("textbox", name="New name of the section").fill("What it costs")
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="What it costs")).to_be_visible()
    assert set(deck.deck_slides.values_list("section", flat=True)) == {"What it costs"}


def test_slides_and_assets_come_from_the_panel(board, deck, asset):
    case_study_with_slides(title="Whitby sleeps at night")
    search.rebuild()
    board.locator("#sb-q").fill("whitby")
    found = board.locator(".sb__suggestion", has_text="Whitby")
    expect(found).to_have_count(1)
    offers = found.locator(".sb__offer")
    expect(offers).to_have_count(3)
    drawn = "slide => Boolean(slide.shadowRoot?.querySelector('.slide'))"
    expect(offers.first.locator("t-slide template")).to_have_count(1)
    assert offers.first.locator("t-slide").evaluate(drawn)
    first, _second, _third = ids(deck)
    drag(board, offers.first, card(board, first), after=False)
    expect(board.locator(".t-toast")).to_contain_text("1 slide of “Whitby")
    assert ids(deck)[1] == first
    drag(board, found.locator("h3"), board.locator("[data-section=Proof]"))
    expect(board.locator("[data-section=Proof] [data-slide]")).to_have_count(3)
    # the same by keyboard: aimed from a card's menu
    card(board, first).get_by_role("button", name="More:").click()
    board.get_by_role("menuitem", name="Add slides here…").click()
    expect(board.locator("#sb-q")).to_be_focused()
    found.get_by_role("button", name="Add slide:").last.press("Enter")
    expect(board.locator("#board [data-slide]")).to_have_count(8)
    assert ids(deck)[2] == first
    assert violations(board, context="main") == []


def test_a_finger_drags_after_a_long_press(chromium, sign_in, rep, deck, live_server):
    context = chromium.new_context(
        viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True
    )
    window = sign_in(rep, context.new_page())
    window.goto(f"{live_server.url}{deck.get_absolute_url()}")
    first, second, third = ids(deck)
    expect(card(window, first).locator(".sb__pick")).to_have_css("opacity", "1")
    touch = context.new_cdp_session(window)

    def at(kind, *point):
        points = [{"x": point[0], "y": point[1]}] if point else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    a = card(window, first).locator("t-slide").bounding_box()
    b = card(window, third).bounding_box()
    x, y = a["x"] + a["width"] / 2, a["y"] + a["height"] / 2
    to_x, to_y = b["x"] + b["width"] * 0.9, b["y"] + b["height"] / 2
    at("touchStart", x, y)
    window.wait_for_timeout(400)
    for part in (0.1, 0.4, 0.7, 1, 1):
        at("touchMove", x + (to_x - x) * part, y + (to_y - y) * part)
        window.wait_for_timeout(60)
    at("touchEnd")
    expect(window.locator(STEP)).to_contain_text("moved")
    saved(window)
    assert ids(deck) == [second, third, first]
    card(window, first).locator("t-slide").tap()
    expect(window.locator("#sb-chosen")).to_contain_text("1 selected")
    window.get_by_role("button", name="Find slides", exact=True).tap()
    expect(window.locator("#sb-q")).to_be_focused()
    assert violations(window, context="main") == []
    assert sideways(window) <= 0
    context.close()


def test_a_change_in_another_window_is_told_before_it_is_written_over(board, sales_lead, deck):
    first, second, third = ids(deck)
    selection.hide_slides(deck, user=sales_lead, slide_ids=[second])
    drag(board, card(board, first).locator("t-slide"), card(board, third), after=True)
    notice = board.locator("#sb-conflict")
    expect(notice).to_contain_text("Sales Example")
    assert violations(board, context="main") == []
    assert ids(deck) == [first, second, third]
    notice.get_by_role("button", name="Then do mine again").click()
    expect(card(board, second)).to_contain_text("Hidden")
    expect(board.locator(STEP)).to_contain_text("moved")
    assert ids(deck) == [second, third, first]
    selection.hide_slides(deck, user=sales_lead, slide_ids=[second], hidden=False)
    board.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice).to_contain_text("shown again")
    notice.get_by_role("button", name="Show it as it stands").click()
    expect(board.get_by_text("Hidden", exact=True)).to_have_count(0)
    expect(board.locator("[data-step=undo]")).to_be_disabled()


def test_without_a_network_the_screen_stays_and_all_is_sent_later(board, deck):
    first, second, third = ids(deck)
    board.context.set_offline(True)
    card(board, first).get_by_role("checkbox").focus()
    board.keyboard.press("Alt+ArrowRight")
    expect(board.locator("#sb-saved")).to_have_text("Not saved: offline, will try again")
    card(board, third).locator("t-slide").click()
    board.keyboard.press("Delete")
    expect(board.locator("#board [data-slide]")).to_have_count(2)
    order = board.locator("#board [data-slide]").evaluate_all(
        "all => all.map(c => c.dataset.slide)"
    )
    assert order == [str(second), str(first)]
    assert ids(deck) == [first, second, third]
    board.context.set_offline(False)
    saved(board)
    assert ids(deck) == [second, first]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_it_is_accessible_and_nothing_reaches_out(board, deck, width, scheme):
    board.set_viewport_size({"width": width, "height": 900})
    board.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    board.reload()
    expect(board.locator("#board [data-slide]")).to_have_count(3)
    assert violations(board, context="main", best_practice=True) == []
    assert sideways(board) <= 0
    address = board.url
    for part in ("sheet/", "changes/", "history/", "team/"):
        board.goto(address + part)
        assert violations(board, context="main", best_practice=True) == []


def test_hints_are_followed_and_a_stopped_build_goes_out_by_name(
    sign_in, sales_lead, live_server, deck, asset
):
    """By a lead: a fact for a typed number; then the gate, and why it is passed."""
    from cms.assets.services import unpublish_asset
    from pitch_builder.builds.models import Build
    from pitch_builder.builds.services import build_now
    from pitch_builder.decks.writing.services import write_new_slide
    from pitch_builder.errors import GateClosed
    from pitch_builder.teamwork.commenting import comment
    from tests.pitch_builder.decks.writing.forms import stream

    slide = write_new_slide(deck, user=sales_lead, stream=stream("We saved about 70 %."))
    comment(deck, user=sales_lead, text="Which year?", slide=slide)
    unpublish_asset(asset)
    with pytest.raises(GateClosed):
        build_now(deck, user=sales_lead)
    page = sign_in(sales_lead)
    page.goto(f"{live_server.url}{deck.get_absolute_url()}")
    expect(card(page, slide.pk)).to_contain_text("is near “Less energy per pallet”")
    page.get_by_text("1 typed number to check").click()
    page.get_by_text("Build all the same…").click()
    assert violations(page, context="main", best_practice=True) == []
    page.locator(".sb__hints").get_by_role("button", name="Use the fact").click()
    expect(page.locator(".t-toast")).to_contain_text("“70 %” is a fact now")
    expect(page.locator(".sb__hints")).to_have_count(0)
    expect(page.locator(".sb__override")).to_have_attribute("open", "")  # as it was left
    reason = page.get_by_label("Why does it have to go out as it is?")
    page.get_by_role("button", name="Build all the same").click()
    assert reason.evaluate("field => field.validity.valueMissing")
    reason.fill("The board meets tonight.")
    page.get_by_role("button", name="Build all the same").click()
    expect(page.locator(".sb__stopped")).to_have_count(0)
    newest = Build.objects.filter(deck=deck).newest_first().first()
    assert (newest.override, newest.requested_by) == ("The board meets tonight.", sales_lead)
    page.get_by_role("button", name="More", exact=True).click()
    menu = page.locator(".tippy-box", has=page.get_by_role("link", name="Details"))
    expect(menu).to_have_css("opacity", "1")  # it fades in
    assert violations(page, context="main", best_practice=True) == []
    page.keyboard.press("Escape")
    card(page, slide.pk).get_by_role("link", name="1 open comment").click()
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()


def test_a_lead_ticks_decks_in_the_list_and_hands_them_over(
    sign_in, sales_lead, other_rep, live_server, deck
):
    page = sign_in(sales_lead)
    page.goto(f"{live_server.url}/admin/decks/")
    page.get_by_role("checkbox", name="Select", exact=True).check()
    assert violations(page, context="main") == []
    page.get_by_role("link", name="Hand the selected decks over").click()
    page.get_by_label("New owner").select_option(label=other_rep.get_full_name())
    assert violations(page, context="main") == []
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text(f"1 deck is {other_rep.get_full_name()}'s now.")).to_be_visible()
