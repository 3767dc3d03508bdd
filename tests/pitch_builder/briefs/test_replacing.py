"""Replacements of withdrawn slides: named by a recall, else the nearest; one undoable step."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cms.assets.services import unpublish_asset
from cms.library.usage import Subject
from pitch_builder.briefs.replacing import replace_slide, replacement_for
from pitch_builder.builds.services import build_now
from pitch_builder.decks import services
from pitch_builder.decks.board import board_of
from pitch_builder.decks.comparing import changes_of
from pitch_builder.decks.history import services as history
from pitch_builder.decks.models import DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from pitch_builder.recalls.services import recall
from search import services as search
from tests.factories.cms import FactFactory, VideoFactory
from tests.factories.pitch import embed, make_template, start_slide
from tests.pitch_builder.briefs.conftest import quote, statement
from tests.soup import soup, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(library, rep, account):
    """Two slides: the furnace's figures and its quote."""
    made = services.create_deck(user=rep, title="For {{account}}", account=account)
    blocks = [block.id for block in library["pennock"].slides][1:]
    services.add_slides(
        made, user=rep, asset=library["pennock"].asset_ptr, block_ids=blocks, reason="Because"
    )
    return made


@pytest.fixture
def slide(deck):
    return deck.deck_slides.order_by("sort_order").first()


@pytest.fixture
def gone(library, slide, marketing_lead):
    """The furnace's story is unpublished, and search knows it."""
    unpublish_asset(library["pennock"].asset_ptr, user=marketing_lead)
    search.process_outbox()
    return slide


def put(deck, slide, offered, user, **given):
    chosen = offered.slide
    return replace_slide(
        deck,
        user=user,
        slide_id=slide.pk,
        asset_id=chosen.asset_id,
        block_id=chosen.block_id,
        **given,
    )


# --- What is offered ----------------------------------------------------------------------
def test_the_nearest_of_its_kind_is_offered_with_its_reason(deck, gone, library):
    offered = replacement_for(deck, gone.pk)
    figure = library["harrow"].slides[2]
    assert (offered.slide.asset_id, offered.slide.block_id) == (library["harrow"].pk, figure.id)
    assert offered.slide.title == "What the cold store saved of its energy at night"
    assert offered.slide.reason.endswith("and of its kind.")
    assert not offered.named


def test_what_may_be_shown_needs_none(deck, slide):
    assert replacement_for(deck, slide.pk) is None
    with pytest.raises(Conflict):
        replacement_for(deck, 10**9)


def test_what_a_recall_names_comes_first(deck, slide, library, marketing_lead):
    recall(
        Subject.ASSET,
        library["pennock"].pk,
        user=marketing_lead,
        why="The furnace was measured wrongly.",
        replacement=library["problem"].asset_ptr,
    )
    search.process_outbox()
    offered = replacement_for(deck, slide.pk)
    assert offered.named and offered.slide.asset_id == library["problem"].pk
    assert offered.slide.title == "What energy at night costs"  # a figure for a figure
    assert "The furnace was measured wrongly." in offered.slide.reason


def test_a_recalled_figure_names_a_replacement_too(deck, library, rep, marketing_lead):
    fact = FactFactory()
    asset = VideoFactory(
        title="The film about doors",
        slides=[statement(f"Doors stand open at night, {embed(fact)} of them")],
    )
    services.add_slides(deck, user=rep, asset=asset.asset_ptr)
    recall(
        Subject.FACT,
        fact.pk,
        user=marketing_lead,
        why="Miscounted.",
        replacement=library["cause"].asset_ptr,
    )
    offered = replacement_for(deck, deck.deck_slides.get(asset=asset.pk).pk)
    assert offered.named and offered.slide.asset_id == library["cause"].pk


def test_a_replacement_that_is_gone_itself_is_passed_over(deck, slide, library, marketing_lead):
    recall(
        Subject.ASSET,
        library["pennock"].pk,
        user=marketing_lead,
        why="Wrong.",
        replacement=library["problem"].asset_ptr,
    )
    unpublish_asset(library["problem"].asset_ptr, user=marketing_lead)
    search.process_outbox()
    offered = replacement_for(deck, slide.pk)
    assert not offered.named and offered.slide.asset_id == library["harrow"].pk


def test_only_what_the_template_takes_and_what_may_be_shown_is_offered(deck, gone, library, never):
    assert replacement_for(deck, gone.pk).slide.asset_id == library["harrow"].pk
    deck.template = DeckTemplate.objects.create(name="Talks", slug="talks", kinds=["article"])
    deck.save()
    first = replacement_for(deck, gone.pk)
    assert first.slide.asset_id in {library["problem"].pk, library["cause"].pk}
    deck.template.kinds = ["video"]
    assert replacement_for(deck, gone.pk) is None


def test_what_stands_on_the_deck_is_not_offered_again(deck, gone, library, rep):
    first = replacement_for(deck, gone.pk)
    services.add_slides(
        deck, user=rep, asset=library["harrow"].asset_ptr, block_ids=[first.slide.block_id]
    )
    assert replacement_for(deck, gone.pk).slide.block_id != first.slide.block_id


def test_another_slide_of_the_same_asset_replaces_one_whose_figure_expired(deck, library, rep):
    stale = FactFactory(valid_until=date(2020, 1, 1))
    asset = VideoFactory(
        title="Doors of a cold store",
        slides=[
            statement(f"Doors that stand open at night cost {embed(stale)}"),
            statement("Doors that stand open at night cost more than the lamps"),
        ],
    )
    search.rebuild()
    services.add_slides(deck, user=rep, asset=asset.asset_ptr, block_ids=[asset.slides[0].id])
    offered = replacement_for(deck, deck.deck_slides.get(asset=asset.pk).pk)
    assert offered.slide.block_id == asset.slides[1].id


def test_a_slide_that_nothing_is_like_has_none(deck, rep, marketing_lead):
    asset = VideoFactory(title="Zeppelins", slides=[quote("Helium hangars moor zeppelins")])
    services.add_slides(deck, user=rep, asset=asset.asset_ptr)
    unpublish_asset(asset.asset_ptr, user=marketing_lead)
    assert replacement_for(deck, deck.deck_slides.get(asset=asset.pk).pk) is None


def test_a_deleted_asset_is_known_by_its_titles(deck, slide, library):
    library["pennock"].delete()
    search.rebuild()
    offered = replacement_for(deck, slide.pk)
    assert offered.slide.asset_id == library["harrow"].pk


# --- Put in its place ---------------------------------------------------------------------
def test_it_takes_the_place_in_one_step_that_can_be_undone(deck, gone, rep):
    before = DeckSlide.objects.filter(pk=gone.pk).values().get()
    offered = replacement_for(deck, gone.pk)
    there = put(deck, gone, offered, rep)
    assert (there.pk, there.section, there.sort_order) == (gone.pk, gone.section, gone.sort_order)
    assert (there.block_id, there.reason) == (offered.slide.block_id, offered.slide.reason)
    step = history.steps_of(deck, rep).undo
    assert step.label == f"“{gone}” replaced by “{offered.slide.title}”"
    assert replacement_for(deck, gone.pk) is None
    history.undo(deck, user=rep, change=step.pk)
    assert DeckSlide.objects.filter(pk=gone.pk).values().get() == before


def test_an_alternative_that_takes_the_place_is_no_alternative_any_more(deck, gone, rep, library):
    offered = replacement_for(deck, gone.pk).slide
    one = {"title": "T", "asset_title": "A", "reason": "R"}
    kept = {"asset": library["cause"].pk, "block": library["cause"].slides[0].id, **one}
    gone.alternatives = {
        "deck": deck.pk,
        "batch": "",
        "slides": [{"asset": offered.asset_id, "block": offered.block_id, **one}, kept],
    }
    gone.save()
    there = put(deck, gone, replacement_for(deck, gone.pk), rep)
    assert there.alternatives["slides"] == [kept]


def test_only_what_is_offered_and_only_by_those_who_may(deck, gone, rep, other_rep, library):
    offered = replacement_for(deck, gone.pk)
    with pytest.raises(NotAllowed):
        put(deck, gone, offered, other_rep)
    with pytest.raises(Conflict):
        replace_slide(
            deck,
            user=rep,
            slide_id=gone.pk,
            asset_id=library["problem"].pk,
            block_id=library["problem"].slides[0].id,
        )
    gone.refresh_from_db()
    assert gone.block_id != offered.slide.block_id


def test_what_the_template_locks_is_marketings_to_replace(deck, gone, library, rep):
    offered = replacement_for(deck, gone.pk)
    start = start_slide(make_template("One"), "One", library["cause"], locked=True)
    DeckSlide.objects.filter(pk=gone.pk).update(start_slide=start)
    assert replacement_for(deck, gone.pk) is None
    with pytest.raises(PitchError, match="locks it"):
        put(deck, gone, offered, rep)


# --- On screens ---------------------------------------------------------------------------
@pytest.fixture
def browser(rep):
    client = Client()
    client.force_login(rep)
    return client


def card_of(page, slide):
    return page.select_one(f"[data-slide='{slide.pk}']")


def test_the_card_asks_for_it_when_it_is_seen_and_puts_it_there(browser, deck, gone):
    board = soup(browser.get(reverse("decks:board", args=[deck.pk])))
    place = card_of(board, gone).select_one(".nr")
    assert place["hx-trigger"] == "intersect once"
    offer = soup(browser.get(place["hx-get"]))
    assert offer.select_one("t-slide template") and "of its kind" in offer.text
    form = offer.select_one("form[data-put]")
    answer = browser.post(form["action"], values(form), headers={"X-Drawings": ""})
    board = soup(answer)
    assert not card_of(board, gone).select_one(".nr")
    toast = json.loads(answer["HX-Trigger"])["t-toast"]
    assert "replaced by" in toast["text"] and "/undo/?change=" in toast["undo"]
    assert browser.post(form["action"], {"asset": "x"}).status_code == 400
    late = browser.post(form["action"], values(form), headers={"X-Drawings": ""})
    assert late.status_code == 409


def test_among_what_changed_it_stands_beside_the_print(
    browser, library, deck, rep, slide, request
):
    build_now(deck, user=rep)
    gone = request.getfixturevalue("gone")
    here = reverse("decks:changes", args=[deck.pk])
    place = soup(browser.get(here)).select_one(f"#slide-{gone.pk} .nr")
    form = soup(browser.get(place["hx-get"])).select_one("form[data-put]")
    answer = browser.post(form["action"], values(form), follow=True)
    page = soup(answer)
    assert answer.redirect_chain == [(here, 302)]
    assert "The slide is replaced." in page.text
    section = page.select_one(f"#slide-{gone.pk}")
    assert "Replaced" in section.header.text and "Another slide stands here" in section.text
    assert not section.select_one("table, .nr")
    assert browser.post(form["action"], values(form), follow=True).status_code == 200


def test_the_board_shows_a_replaced_slide_as_changed_and_counts_it_once(deck, rep, slide, request):
    build_now(deck, user=rep)
    gone = request.getfixturevalue("gone")
    other = deck.deck_slides.exclude(pk=gone.pk).get()
    services.remove_slides(deck, user=rep, slide_ids=[other.pk])
    put(deck, gone, replacement_for(deck, gone.pk), rep)
    board = board_of(deck, rep)
    [card] = board.cards
    assert (card.state, card.reasons, card.is_changed) == ("current", (), True)
    changed = {slide.slide_id for slide in board.freshness.changed}
    assert board.changes == len(changed | {gone.pk}) + len(board.removed)
    [change] = [one for one in changes_of(deck).slides if one.slide_id == gone.pk]
    assert change.replaced and change.taken


def test_where_search_does_not_answer_it_says_so(browser, deck, gone, monkeypatch):
    from search.errors import ModelMissing

    def fails(*args, **kwargs):
        raise ModelMissing("no model")

    offered = replacement_for(deck, gone.pk).slide
    monkeypatch.setattr("pitch_builder.briefs.candidates.shortlist", fails)
    url = reverse("briefs:replacement", args=[deck.pk, gone.pk])
    assert "Search does not answer" in soup(browser.get(url)).text
    sent = {"asset": offered.asset_id, "block": offered.block_id}
    to = reverse("briefs:replace", args=[deck.pk, gone.pk])
    assert "Search does not answer" in soup(browser.post(to, sent, follow=True)).text
    gone.refresh_from_db()
    assert gone.block_id != offered.block_id


def test_who_may_not_change_the_deck_sees_it_without_the_button(deck, gone, other_rep, marketer):
    url = reverse("briefs:replacement", args=[deck.pk, gone.pk])
    for user, code in ((other_rep, 404), (marketer, 200)):
        client = Client()
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code == code
        assert b"data-put" not in answer.content


def test_it_asks_as_often_for_a_long_deck_as_for_a_short_one(
    browser, deck, gone, library, rep, django_assert_max_num_queries
):
    url = reverse("briefs:replacement", args=[deck.pk, gone.pk])
    browser.get(url)
    with django_assert_max_num_queries(32) as short:
        browser.get(url)
    for name in ("problem", "cause", "product", "start"):
        services.add_slides(deck, user=rep, asset=library[name].asset_ptr)
    browser.get(url)
    with django_assert_max_num_queries(32) as long:
        browser.get(url)
    assert len(long) == len(short)


def test_the_board_does_not_pay_for_it(
    browser, deck, slide, request, django_assert_max_num_queries
):
    url = reverse("decks:board", args=[deck.pk])
    browser.get(url)
    with django_assert_max_num_queries(40) as before:
        browser.get(url)
    request.getfixturevalue("gone")
    browser.get(url)
    with django_assert_max_num_queries(40) as after:
        browser.get(url)
    assert len(after) == len(before)
