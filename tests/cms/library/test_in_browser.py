"""Find content in a real browser: typing, keyboard, dialog, adding; both themes; the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cms.library.models import Asking, Question
from search import services as search
from tests.factories.cms import ArticleFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.real_parts.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deck(rep):
    """A rep with a deck, and three indexed assets about cold stores."""
    cfo = PersonaFactory(name="Chief financial officer", slug="cfo")
    compare = JourneyStageFactory(
        name="Compare", slug="compare", buyer_question="Which, and why?", order=1
    )
    case_study_with_slides(title="Harrow halves its cold store bill", personas=[cfo])
    case_study_with_slides(title="Whitby sleeps through the peak", stages=[compare])
    ArticleFactory(title="What a cold store costs at night")
    search.rebuild()
    return make_deck(rep, title="A deck for Almera")


@pytest.fixture
def find(sign_in, rep, deck, live_server) -> Page:
    page = sign_in(rep)
    page.goto(f"{live_server.url}/admin/find/?deck={deck.pk}")
    return page


def test_results_come_as_one_types_and_the_address_follows(find):
    expect(find.locator("#find-q")).to_be_focused()
    find.keyboard.type("harrow")
    expect(find.locator("[data-result]")).to_have_count(1)
    expect(find.locator("[data-result-link]")).to_have_text("Harrow halves its cold store bill")
    expect(find).to_have_url(re.compile(r"q=harrow&deck=\d+$"))
    find.reload()
    expect(find.locator("#find-q")).to_have_value("harrow")
    expect(find.locator("[data-result]")).to_have_count(1)


def test_a_facet_narrows_and_its_pill_takes_it_back(find):
    everything = find.locator("[data-result]").count()
    find.get_by_role("checkbox", name="Case study").check()
    expect(find.locator("[data-result]")).to_have_count(2)
    expect(find.get_by_role("checkbox", name="Case study")).to_be_checked()
    find.get_by_role("link", name="Remove Kind: Case study").click()
    expect(find.locator("[data-result]")).to_have_count(everything)
    expect(find.get_by_role("checkbox", name="Case study")).not_to_be_checked()


def test_the_keyboard_goes_from_question_to_result_and_back(find):
    find.locator("h2.fd__total").click()
    find.keyboard.press("/")
    expect(find.locator("#find-q")).to_be_focused()
    expect(find.get_by_role("listbox")).to_be_visible()
    find.keyboard.press("Escape")
    find.keyboard.press("ArrowDown")
    links = find.locator("[data-result-link]")
    expect(links.nth(0)).to_be_focused()
    find.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    find.keyboard.press("ArrowUp")
    find.keyboard.press("ArrowUp")
    expect(find.locator("#find-q")).to_be_focused()
    find.keyboard.press("ArrowDown")
    find.keyboard.press("Escape")
    expect(find.locator("#find-q")).to_be_focused()


def test_slides_open_in_a_dialog_that_gives_the_focus_back(find):
    button = find.get_by_role("link", name="Preview slides of Harrow")
    button.click()
    dialog = find.get_by_role("dialog")
    expect(dialog.locator("t-slide")).to_have_count(3)
    assert dialog.locator("t-slide").first.evaluate("slide => slide.shadowRoot !== null")
    assert violations(find, context="dialog") == []
    find.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_slides_are_added_in_place_and_taken_off_again(find, deck):
    find.locator("[data-result]", has_text="Harrow").get_by_role(
        "button", name="Add 3 slides"
    ).click()
    expect(find.get_by_role("status").filter(has_text="3 slides added")).to_be_visible()
    expect(find.locator(".fd__note")).to_contain_text("3 slides")
    assert deck.deck_slides.count() == 3
    find.get_by_role("button", name="Undo").click()
    expect(find.locator(".fd__note")).to_contain_text("0 slides")
    assert deck.deck_slides.count() == 0


def test_suggestions_are_walked_with_the_arrows_and_asked_with_enter(find, rep):
    question = Question.objects.create(words="cold store")
    Asking.objects.create(question=question, user=rep, count=1)
    field = find.locator("#find-q")
    field.click()
    expect(field).to_have_attribute("aria-expanded", "true")
    options = find.locator("#find-suggestions").get_by_role("option")
    expect(options).to_have_text(["cold store", "Which, and why?"])
    assert violations(find, context="main") == []
    find.keyboard.press("ArrowDown")
    find.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    find.keyboard.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "find-recent-1")
    find.keyboard.press("Enter")
    expect(field).to_have_value("cold store")
    expect(find.get_by_role("listbox")).to_be_hidden()
    expect(find).to_have_url(re.compile(r"q=cold(\+|%20)store&deck=\d+$"))


def test_suggestions_open_although_the_field_was_left_the_moment_before(find):
    find.evaluate(
        """() => {
            document.getElementById("find-q").blur();
            const slash = { key: "/", bubbles: true, cancelable: true };
            document.body.dispatchEvent(new KeyboardEvent("keydown", slash));
        }"""
    )
    expect(find.locator("#find-q")).to_be_focused()
    expect(find.get_by_role("listbox")).to_be_visible()
    find.locator("#find-q").blur()
    expect(find.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_is_asked_with_a_click(find, rep):
    question = Question.objects.create(words="harrow")
    Asking.objects.create(question=question, user=rep, count=1)
    find.locator("#find-q").click()
    find.get_by_role("option", name="harrow").click()
    expect(find.locator("#find-q")).to_have_value("harrow")
    expect(find.locator("#find-q")).to_be_focused()
    expect(find.get_by_role("listbox")).to_be_hidden()
    expect(find.locator("[data-result]")).to_have_count(1)


def test_a_long_question_without_a_blank_stays_within_the_list(find, rep):
    question = Question.objects.create(words="x" * 400)
    Asking.objects.create(question=question, user=rep, count=1)
    find.locator("#find-q").click()
    text = find.get_by_role("option", name="xxx").locator("span")
    assert text.evaluate("span => span.scrollWidth <= span.clientWidth")
    assert text.bounding_box()["height"] < 50


def test_escape_closes_the_suggestions_and_typing_does_too(find):
    field = find.locator("#find-q")
    for close in (lambda: find.keyboard.press("Escape"), lambda: find.keyboard.type("harrow")):
        field.click()
        expect(find.get_by_role("listbox")).to_be_visible()
        close()
        expect(find.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_focused()


def test_a_term_that_was_understood_is_taken_away_and_stays_away(find):
    find.keyboard.type("cold store for the cfo")
    pill = find.get_by_role("link", name="Remove Persona: Chief financial officer")
    pill.click()
    expect(pill).to_have_count(0)
    expect(find.locator("#find-q")).to_have_value("cold store for the cfo")
    find.locator("#find-q").press_sequentially(" at night")
    expect(find).to_have_url(re.compile("night"))
    expect(pill).to_have_count(0)


def test_only_what_was_looked_at_is_logged(find, rep):
    with find.expect_request("**/admin/find/looked/"):
        find.keyboard.type("harrow")
    expect(find.locator("[data-result]")).to_have_count(1)
    find.wait_for_timeout(500)
    assert [question.words for question in Question.objects.all()] == ["harrow"]


def test_why_this_opens_the_account_and_a_search_is_saved(find, rep):
    find.keyboard.type("cold store")
    expect(find).to_have_url(re.compile("cold"))
    result = find.locator("[data-result]").first
    result.get_by_text("Why this?").click()
    expect(result.locator("tfoot .fd__part")).to_have_text("100")
    find.get_by_text("Save this search").click()
    find.get_by_label("Name").fill("Cold stores")
    find.get_by_label("Tell me of new answers").check()
    assert violations(find, context="main") == []
    find.get_by_role("button", name="Save", exact=True).click()
    expect(find.get_by_text("Saved as “Cold stores”.")).to_be_visible()
    find.get_by_role("link", name="Saved searches").click()
    expect(find.get_by_role("link", name="Cold stores", exact=True)).to_be_visible()
    assert violations(find, context="main") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_of_searches_without_an_answer_is_accessible(
    sign_in, marketer, rep, live_server, scheme
):
    question = Question.objects.create(words="heat pumps in churches", count=2, weak=True)
    Asking.objects.create(question=question, user=rep, count=2)
    page = sign_in(marketer)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/admin/find/unanswered/")
    assert violations(page, context="main") == []
    page.get_by_role("link", name="Write this: heat pumps in churches").click()
    expect(page.get_by_role("radio", name="E-book")).to_be_visible()
    assert violations(page, context="main") == []
    page.get_by_role("radio", name="E-book").check()
    page.get_by_role("button", name="Begin the draft").click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    expect(page.locator("#id_title")).to_have_value("Heat pumps in churches")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(find, live_server, deck, scheme):
    find.emulate_media(color_scheme=scheme)
    find.goto(
        f"{live_server.url}/admin/find/?q=cold+store&for_persona=cfo&kind=case_study&deck={deck.pk}"
    )
    expect(find.locator("[data-result]").first).to_be_visible()
    assert violations(find, context="main") == []


def test_on_a_phone_filters_open_on_demand_and_nothing_reaches_out(find):
    find.set_viewport_size({"width": 390, "height": 844})
    expect(find.get_by_role("checkbox", name="Case study")).to_be_hidden()
    find.get_by_role("button", name="Filters").click()
    expect(find.get_by_role("checkbox", name="Case study")).to_be_visible()
    find.get_by_role("checkbox", name="Case study").check()
    expect(find.locator("[data-result]")).to_have_count(2)
    expect(find.get_by_role("checkbox", name="Case study")).to_be_visible()
    assert find.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_works_without_a_script(chromium, live_server, find):
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(find.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/admin/find/")
    plain.fill("#find-q", "harrow")
    plain.check("#find-kind-case_study")
    plain.click("button:has-text('Find')")
    expect(plain.locator("[data-result]")).to_have_count(1)
    context.close()
