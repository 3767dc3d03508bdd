"""What the storyboard points out before a build: numbers, empty fields, what stopped the last."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.assets.services import unpublish_asset
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks import selection
from pitch_builder.decks.board import board_of
from pitch_builder.decks.models import Deck
from pitch_builder.decks.writing.services import write_new_slide
from pitch_builder.errors import GateClosed
from pitch_builder.teamwork import approving, commenting
from tests.factories.cms import FactFactory
from tests.factories.personas import ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template
from tests.pitch_builder.decks.writing.forms import stream

pytestmark = pytest.mark.django_db
QUERIES = 22


@pytest.fixture
def fact():
    fact = FactFactory(value=61, unit="%")
    fact.value = 68
    fact.save_revision().publish()
    return fact


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact)


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset)


@pytest.fixture
def board(client):
    """Call it with a deck and a user for the board that the user sees."""

    def show(deck, user) -> BeautifulSoup:
        client.force_login(user)
        return read(client.get(to("board", deck)))

    return show


def read(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def to(name, deck, *args):
    return reverse(f"decks:{name}", args=[deck.pk, *args])


def words(part):
    return " ".join(part.text.split())


def test_a_typed_number_is_shown_on_its_card_and_by_the_build_button(board, rep, deck, fact):
    slide = write_new_slide(deck, user=rep, stream=stream("We saved 61 %."))
    shown = board(deck, rep)
    said = f"“61 %” was “{fact.label}” once: it is 68 % now."
    assert said in words(shown.select_one(f"#slide-{slide.pk}"))
    hints = shown.select_one(".sb__hints")
    assert "1 typed number to check" in words(hints.summary)
    assert said in words(hints)
    assert not shown.select_one(".bicolor[disabled]")  # it can be built
    assert build_now(deck, user=rep).state == "built"


def test_the_fact_is_used_from_the_board_and_taken_back(board, client, rep, deck, fact):
    write_new_slide(deck, user=rep, stream=stream("We saved 61 %."))
    form = board(deck, rep).select_one(".sb__hints form")
    values = {field["name"]: field["value"] for field in form.select("input")}
    answer = client.post(form["action"], values, headers={"X-Drawings": ""})
    assert not read(answer).select(".sb__hints")
    assert json.loads(answer["HX-Trigger"])["t-toast"]["undo"]
    assert client.post(form["action"], {"slide": "x"}).status_code == 400
    assert client.post(form["action"], values).status_code == 409


def test_hidden_slides_and_marketings_say_nothing(board, rep, deck):
    slide = write_new_slide(deck, user=rep, stream=stream("We saved 61 %."))
    selection.hide_slides(deck, user=rep, slide_ids=[slide.pk])
    assert not board(deck, rep).select(".sb__hints")


def test_fields_that_are_empty_say_where_to_fill_them(rep, deck):
    write_new_slide(deck, user=rep, stream=stream("{{deal}} for {{name}}, at {{account}}."))
    Deck.objects.filter(pk=deck.pk).update(lead="With {{deal}}")
    deck = Deck.objects.get(pk=deck.pk)
    name, deal = board_of(deck, rep).empty_fields
    assert (name.name, name.slides, name.on_cover) == ("name", (5,), False)
    assert (deal.name, deal.slides, deal.on_cover) == ("deal", (5,), True)
    assert deal.text == "{{deal}} is empty and reads “your project”:"
    assert (deal.todo, deal.url) == ("say which deal", to("details", deck))
    deck.prospect = ProspectFactory(account=deck.account, owner=rep)
    assert [field.name for field in board_of(deck, rep).empty_fields] == ["deal"]


def test_whom_a_deck_is_for_is_said_in_its_details(client, rep, deck):
    client.force_login(rep)
    person = ProspectFactory(account=deck.account, owner=rep)
    stranger = ProspectFactory(owner=rep)
    values = {"title": deck.title, "prospect": stranger.pk}
    page = read(client.post(to("details", deck), values))
    assert page.select_one("[aria-invalid], .w-field--error, .error-message")
    assert client.post(to("details", deck), {**values, "prospect": person.pk}).status_code == 302
    assert Deck.objects.get(pk=deck.pk).prospect == person


@pytest.fixture
def stopped(rep, deck, asset):
    """A deck with a PDF, and a later build that the gate stopped."""
    build_now(deck, user=rep)
    unpublish_asset(asset)
    with pytest.raises(GateClosed):
        build_now(deck, user=rep)
    return deck


def test_a_stopped_build_says_which_slides_and_keeps_the_last_pdf(board, rep, stopped):
    shown = board(stopped, rep)
    state = words(shown.select_one(".sb__state"))
    assert "Not built" in state and "is kept" in state
    assert "Open PDF" in state and "Try again" in state
    lines = shown.select(".sb__stopped li")
    assert len(lines) == 3
    slide = stopped.deck_slides.order_by("sort_order").first()
    assert lines[0].a["href"] == f"#slide-{slide.pk}"
    assert "is not published" in lines[0].text
    assert not shown.select(".sb__override")  # a rep has not the right


def test_what_stopped_it_is_gone(board, rep, stopped, asset):
    asset.refresh_from_db()
    asset.save_revision().publish()
    said = words(board(stopped, rep).select_one(".sb__stopped"))
    assert "Nothing stands in the way any more" in said


def test_who_has_the_right_builds_all_the_same_and_says_why(
    board, client, sales_lead, rep, stopped
):
    form = board(stopped, sales_lead).select_one(".sb__override form")
    assert form.select_one("textarea").has_attr("required")
    address = to("build", stopped)
    answer = client.post(address, {"override": "  "})
    assert "Say why" in json.loads(answer["HX-Trigger"])["t-toast"]["text"]
    assert Build.objects.filter(deck=stopped).count() == 2
    client.post(address, {"override": "The board meets tonight."})
    build = Build.objects.filter(deck=stopped).newest_first().first()
    assert (build.override, build.requested_by) == ("The board meets tonight.", sales_lead)
    client.force_login(rep)
    assert client.post(address, {"override": "Me too"}).url == "/admin/"
    assert Build.objects.filter(deck=stopped).count() == 3


def test_a_lead_of_marketing_has_the_form_too_and_nothing_else_to_change(
    board, client, marketing_lead, stopped
):
    shown = board(stopped, marketing_lead)
    assert shown.select(".sb__override form") and not shown.select("[data-section-menu]")
    client.post(to("build", stopped), {"override": "The board meets tonight."})
    build = Build.objects.filter(deck=stopped).newest_first().first()
    assert build.requested_by == marketing_lead


def test_what_is_gone_altogether_cannot_pass(board, sales_lead, stopped, asset):
    asset.delete()
    override = board(stopped, sales_lead).select_one(".sb__override")
    assert "there is nothing to show" in words(override)
    assert not override.select("form")


def test_open_comments_are_counted_on_their_cards_and_in_the_header(
    board, client, rep, sales_lead, deck
):
    slide = deck.deck_slides.order_by("sort_order").first()
    commenting.comment(deck, user=sales_lead, text="Older figure?", slide=slide)
    done = commenting.comment(deck, user=sales_lead, text="Typo", slide=slide)
    commenting.resolve(done, user=rep)
    commenting.comment(deck, user=sales_lead, text="Good.")
    link = board(deck, rep).select_one(f"#slide-{slide.pk} .sb__remarks")
    assert words(link).startswith("1 open comment")
    assert link["href"].endswith(f"/team/?slide={slide.pk}")
    assert client.get(link["href"]).status_code == 200
    header = read(client.get(to("storyboard", deck))).select_one(".sb__tools")
    assert "2 open comments" in words(header)


def test_the_word_of_a_lead_is_shown_where_the_template_asks(board, rep, sales_lead, asset):
    template = make_template("A")
    template.needs_approval = True
    template.save()
    deck = make_deck(rep, asset, template=template)
    assert "A lead approves" in words(board(deck, rep).select_one(".sb__approval"))
    build = build_now(deck, user=rep)
    assert "Waiting for approval" in words(board(deck, rep).select_one(".sb__approval"))
    approving.send_back(build.approval, user=sales_lead, note="Two slides too many.")
    said = words(board(deck, rep).select_one(".sb__approval"))
    assert said == "Sent back Two slides too many."
    build = build_now(deck, user=rep)
    approving.approve(build.approval, user=sales_lead)
    assert "Approved" in words(board(deck, rep).select_one(".sb__approval"))
    template.needs_approval = False
    template.save()
    assert not board(deck, rep).select(".sb__approval")


def test_slides_that_are_outdated_lead_to_what_changed(board, rep, deck, fact):
    build_now(deck, user=rep)
    link = f'a[href="{to("changes", deck)}"]'
    assert not board(deck, rep).select(f".sb__state {link}")
    fact.value = 70
    fact.save_revision().publish()
    assert board(deck, rep).select_one(f".sb__state {link}").text == "See what changed"


def test_a_board_with_all_of_it_asks_the_same_for_many_slides(
    client, rep, asset, fact, django_assert_num_queries
):
    template = make_template("A")
    template.needs_approval = True
    template.save()
    deck = make_deck(rep, asset, template=template)
    client.force_login(rep)

    def add(*numbers):
        for n in numbers:
            words = f"We saved 61 % of {n}00 t, {{{{deal}}}}."
            slide = write_new_slide(deck, user=rep, stream=stream(words))
            commenting.comment(deck, user=rep, text="Which year?", slide=slide)
        client.get(to("board", deck))  # draws what is new, and reads the facts

    add(1)
    build_now(deck, user=rep)
    add(2)
    # session, user, groups; deck, template's sections, builds; of the PDF slides, assets and
    # facts, the brand; drafts, comments; slides, assets, facts, the brand, contact, steps (2);
    # the lead's word; may it be edited
    for more in ((), range(3, 9)):
        add(*more)
        with django_assert_num_queries(QUERIES):
            client.get(to("board", deck))
