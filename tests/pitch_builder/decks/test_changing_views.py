"""What the storyboard's script asks for: changes, undo, conflicts, what it has drawn already."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from pitch_builder.builds.services import build_now
from pitch_builder.decks import selection
from pitch_builder.decks.history.models import DeckChange
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.models import Deck
from tests.factories.pitch import case_study_with_slides, make_deck, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset():
    return case_study_with_slides()


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset, template=make_template("A", "B"))


@pytest.fixture
def browser(client, rep):
    client.force_login(rep)
    return client


def to(name, deck, *args):
    return reverse(f"decks:{name}", args=[deck.pk, *args])


def slide_ids(deck):
    return list(deck.deck_slides.order_by("sort_order").values_list("pk", flat=True))


def act(browser, deck, name, *slides, **extra):
    values = {"slides": ",".join(map(str, slides)), **extra}
    return browser.post(to("act", deck, name), values, headers={"X-Drawings": ""})


def board(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.content, "html.parser").select_one("#board")


def toast(answer):
    return json.loads(answer["HX-Trigger"])["t-toast"]


def test_slides_are_moved_by_their_buttons(browser, deck):
    first, second, third = slide_ids(deck)
    act(browser, deck, "after", first)
    assert slide_ids(deck) == [second, first, third]
    act(browser, deck, "before", first, third)
    assert slide_ids(deck) == [first, third, second]


def test_what_is_removed_is_said_and_taken_back_by_the_toast(browser, deck):
    before = slide_ids(deck)
    answer = act(browser, deck, "remove", *before[:2])
    assert slide_ids(deck) == before[2:]
    assert toast(answer)["text"] == "2 slides removed."
    undone = browser.post(toast(answer)["undo"])
    assert undone.status_code == 204
    assert toast(undone)["text"] == "Undone: 2 slides removed"
    assert slide_ids(deck) == before
    again = browser.post(toast(answer)["undo"])  # it is no longer the newest
    assert again.status_code == 409


def test_undo_and_redo_answer_the_storyboard_with_the_board(browser, deck):
    first = slide_ids(deck)[0]
    shown = board(act(browser, deck, "hide", first))
    assert "Hidden" in shown.select_one(f"#slide-{first}").text
    button = shown.select_one("[data-step=undo]")
    assert button.select_one(".sb__what").text.endswith("hidden")
    headers = {"X-Drawings": ""}
    values = {"change": button["data-change"]}
    shown = board(browser.post(button["data-post"], values, headers=headers))
    assert "Hidden" not in shown.select_one(f"#slide-{first}").text
    redo = shown.select_one("[data-step=redo]")
    assert redo.select_one(".sb__what").text.endswith("hidden")
    shown = board(
        browser.post(redo["data-post"], {"change": redo["data-change"]}, headers=headers)
    )
    assert "Hidden" in shown.select_one(f"#slide-{first}").text


def test_a_drop_puts_slides_where_they_were_dropped(browser, deck):
    first, second, third = slide_ids(deck)
    values = {"slides": f"{first},{second}", "section": "B", "version": deck.version}
    browser.post(to("place", deck), values)
    assert list(deck.deck_slides.order_by("sort_order").values_list("pk", "section")) == [
        (first, "B"), (second, "B"), (third, ""),
    ]  # fmt: skip
    browser.post(to("place", deck), {"slides": third, "section": "B", "before": second})
    assert slide_ids(deck) == [first, third, second]


def test_a_drop_on_an_older_board_is_answered_with_who_changed_what(browser, sales_lead, deck):
    stale, before = deck.version, slide_ids(deck)
    selection.hide_slides(deck, user=sales_lead, slide_ids=before[:1])
    values = {"slides": before[2], "section": "A", "version": stale}
    answer = browser.post(to("place", deck), values)
    assert answer.status_code == 409
    notice = BeautifulSoup(answer.content, "html.parser")
    assert "Sales Example" in notice.select_one("li").text
    assert notice.select_one("[data-show-board]") and notice.select_one("[data-mine-again]")
    assert slide_ids(deck) == before


def test_an_open_board_learns_of_changes_elsewhere(browser, sales_lead, deck):
    assert browser.get(to("since", deck), {"version": deck.version}).status_code == 204
    seen = deck.version
    selection.hide_slides(deck, user=sales_lead, slide_ids=slide_ids(deck)[:1])
    answer = browser.get(to("since", deck), {"version": seen})
    assert "Sales Example" in answer.content.decode()
    assert browser.get(to("since", deck), {"version": "x"}).status_code == 204


def test_a_change_that_is_asked_for_twice_is_done_once(browser, deck):
    first = slide_ids(deck)[0]
    for _time in range(2):
        answer = act(browser, deck, "duplicate", first, token="t-1")
        assert len(board(answer).select("[data-slide]")) == 4
    assert DeckChange.objects.filter(token="t-1").count() == 1


@pytest.mark.parametrize("turned", ["undo", "redo"])
def test_a_step_that_is_turned_twice_by_one_request_is_turned_once(browser, rep, deck, turned):
    first = slide_ids(deck)[0]
    act(browser, deck, "duplicate", first)
    step = DeckChange.objects.done().first()
    if turned == "redo":
        undo(deck, user=rep)
    for _time in range(2):  # the first answer was lost on its way
        answer = browser.post(
            to(turned, deck), {"change": step.pk, "token": "t-1"}, headers={"X-Drawings": ""}
        )
        assert answer.status_code == 200
        assert len(board(answer).select("[data-slide]")) == (3 if turned == "undo" else 4)
    step.refresh_from_db()
    assert step.undone == (turned == "undo")


def test_drawings_that_the_page_has_are_not_sent_again(browser, deck):
    slides = board(browser.get(to("board", deck))).select("t-slide")
    assert all(slide.find("template") for slide in slides)
    known = ",".join(slide["data-drawing"] for slide in slides)
    first = slide_ids(deck)[0]
    answer = browser.post(
        to("act", deck, "after"), {"slides": first}, headers={"X-Drawings": known}
    )
    moved = board(answer)
    assert not moved.select("t-slide template")
    assert moved.select_one(f"#slide-{first} t-slide")["data-number"] == "3"
    assert len(answer.content) < len(browser.get(to("board", deck)).content) / 1.5


def test_a_changed_slide_is_another_drawing(browser, rep, marketer):
    from tests.factories.cms import FactFactory

    fact = FactFactory()
    deck = make_deck(rep, case_study_with_slides(fact))
    before = [s["data-drawing"] for s in board(browser.get(to("board", deck))).select("t-slide")]
    fact.value = 71
    fact.save_revision().publish()
    after = [s["data-drawing"] for s in board(browser.get(to("board", deck))).select("t-slide")]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, False, True, True]


def test_slides_are_added_before_another(browser, deck, asset):
    first = slide_ids(deck)[0]
    values = {"asset": asset.pk, "block": asset.slides[1].id, "before": first}
    answer = browser.post(to("add", deck), values)
    assert toast(answer)["text"].startswith("1 slide of")
    added = deck.deck_slides.order_by("sort_order").first()
    assert (added.block_id, slide_ids(deck)[1]) == (asset.slides[1].id, first)


def test_notes_stand_on_the_card(browser, deck):
    first = slide_ids(deck)[0]
    answer = browser.post(to("notes", deck), {"slide": first, "notes": "Pause.", "was": ""})
    card = board(answer).select_one(f"#slide-{first}")
    assert card["data-notes"] == "Pause."
    assert card.select_one("[data-act=notes]")
    sheet = BeautifulSoup(browser.get(to("sheet", deck)).content, "html.parser")
    assert "Pause." in sheet.select(".ns__slide")[1].text


def test_sections_are_added_renamed_moved_and_removed(browser, deck):
    def names(answer):
        return [grid["data-section"] for grid in board(answer).select("[data-section]")]

    def do(what, **values):
        return browser.post(to("section", deck, what), values)

    assert names(do("add", to="C", after="A")) == ["A", "C", "B", ""]
    assert names(do("rename", name="C", to="D")) == ["A", "D", "B", ""]
    assert names(do("down", name="A")) == ["D", "A", "B", ""]
    assert names(do("up", name="A")) == ["A", "D", "B", ""]
    assert names(do("remove", name="D")) == ["A", "B", ""]
    assert "still has slides" in toast(do("remove", name=""))["text"]
    assert do("paint", name="A").status_code == 404


@pytest.mark.parametrize(
    ("name", "args", "values"),
    [
        ("act", ("hide",), {}),
        ("act", ("hide",), {"slides": "x"}),
        ("place", (), {"slides": "1,", "section": "A"}),
        ("place", (), {"slides": "1", "before": "x"}),
        ("notes", (), {"notes": "x"}),
        ("undo", (), {"change": "x"}),
    ],
)
def test_what_cannot_be_read_is_refused(browser, deck, name, args, values):
    version = Deck.objects.get(pk=deck.pk).version
    assert browser.post(to(name, deck, *args), values).status_code == 400
    assert Deck.objects.get(pk=deck.pk).version == version


def test_an_act_that_is_none_is_not_there(browser, deck):
    assert act(browser, deck, "explode", slide_ids(deck)[0]).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [("act", ("hide",)), ("place", ()), ("notes", ()), ("section", ("add",)), ("undo", ())],
)
def test_a_colleague_finds_no_deck_and_an_open_page_says_so(deck, other_rep, name, args):
    client = Client()
    client.force_login(other_rep)
    values = {"slides": slide_ids(deck)[0], "slide": slide_ids(deck)[0], "to": "x"}
    assert client.post(to(name, deck, *args), values).status_code == 404


def test_hiding_a_slide_is_a_change_that_the_pdf_does_not_have(browser, rep, deck):
    build_now(deck, user=rep)
    assert "Current" in board(browser.get(to("board", deck))).select_one(".sb__state").text
    shown = board(act(browser, deck, "hide", slide_ids(deck)[0]))
    assert "1 change not in the PDF" in shown.select_one(".sb__state").text
    assert "still in the PDF" in shown.select_one(".sb__removed").text


def test_the_steps_of_a_deck_are_listed(browser, sales_lead, deck):
    selection.hide_slides(deck, user=sales_lead, slide_ids=slide_ids(deck)[:1])
    rows = BeautifulSoup(browser.get(to("history", deck)).content, "html.parser").select(
        "tbody tr"
    )
    assert "hidden" in rows[0].text and "Sales Example" in rows[0].text
    assert len(rows) == 2


def test_the_panel_draws_what_may_stand_on_decks(browser, deck, asset):
    hidden = case_study_with_slides(visibility="internal")
    names = [f"{one.pk}:{one.slides[0].id}" for one in (asset, hidden)]
    answer = browser.get(to("drawings", deck), {"slide": [*names, "x", "9:"]}).json()
    assert list(answer) == names[:1]
    assert "It saves" in answer[names[0]]


def test_changes_and_boards_ask_the_same_for_many_slides(
    browser, rep, asset, django_assert_max_num_queries
):
    deck = make_deck(rep, *[asset] * 10, template=make_template("A"))
    ids = slide_ids(deck)
    browser.get(to("board", deck))
    # session, user, profile, groups; deck, template, sections; drafts; builds; slides, assets,
    # facts; brand; contact; steps; may it be edited
    with django_assert_max_num_queries(19):
        browser.get(to("board", deck))
    # those, the change's own (see history) and its token
    with django_assert_max_num_queries(38):
        act(browser, deck, "after", ids[3], ids[4], token="t")
