"""Own slides and edits of marketing's: written, told apart, taken back."""

from __future__ import annotations

import pytest

from cms.assets.services import publish_asset, unpublish_asset
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.services import build_now
from pitch_builder.decks.board import board_of
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.resolving import resolved
from pitch_builder.decks.services import remove_slides
from pitch_builder.decks.starting import start_deck
from pitch_builder.decks.writing.services import (
    change_slide,
    keep_edit,
    live_block,
    own_digest,
    take_marketings,
    write_new_slide,
)
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from tests.factories.personas import AccountFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide
from tests.pitch_builder.decks.writing.forms import stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset():
    return case_study_with_slides()


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset)


@pytest.fixture
def quote(deck):
    """The deck's third slide, marketing's quote."""
    return deck.deck_slides.order_by("sort_order").last()


def edit(slide, user, words="It held all winter, {{account}}."):
    found = live_block(slide)
    changed = change_slide(
        slide,
        user=user,
        stream=stream(words),
        based_on=found.revision,
        based_digest=found.digest,
    )
    slide.refresh_from_db()
    return changed


def revise(asset, words="We never argue."):
    """Marketing changes its quote."""
    asset = type(asset).objects.get(pk=asset.pk)
    asset.slides[2].value["quote"].source = f"<p>{words}</p>"
    asset.save_revision()
    publish_asset(asset)
    return asset


def state_of(deck, slide, user):
    return next(card for card in board_of(deck, user).cards if card.slide_id == slide.pk)


def test_a_new_slide_stands_at_the_end_of_its_section(rep, deck):
    slide = write_new_slide(deck, user=rep, stream=stream("Mine"), section="Proof")
    assert (slide.is_own, slide.title, slide.section) == (True, "Mine", "Proof")
    undo(deck, user=rep)
    assert deck.deck_slides.count() == 3


def test_an_own_slide_that_was_changed_elsewhere_is_not_written_over(rep, sales_lead, deck):
    slide = write_new_slide(deck, user=rep, stream=stream("First"))
    seen = own_digest(slide)
    change_slide(slide, user=sales_lead, stream=stream("Theirs"), seen=seen)
    with pytest.raises(Conflict):
        change_slide(slide, user=rep, stream=stream("Mine"), seen=seen)
    change_slide(slide, user=rep, stream=stream("Mine"))  # after all
    slide.refresh_from_db()
    assert slide.title == "Mine"
    undo(deck, user=rep)
    slide.refresh_from_db()
    assert slide.title == "Theirs"  # it was kept


def test_an_edit_shows_the_reps_words_and_keeps_where_it_came_from(rep, deck, quote, asset):
    edit(quote, rep)
    assert quote.is_edited and not quote.is_own
    assert (quote.asset_id, quote.based_on_id) == (asset.pk, asset.live_revision_id)
    with resolved(deck) as slides:
        shown = next(one for one in slides if one.slide == quote)
        assert shown.title == f"It held all winter, {deck.account.name}."
        assert not shown.is_approved and not shown.base_changed


def test_the_manifest_names_an_edit(rep, deck, quote, asset):
    base = live_block(quote).digest
    edit(quote, rep)
    build = build_now(deck, user=rep)
    named = next(one for one in build.manifest.slides if one.slide_id == quote.pk)
    assert (named.edited, named.approved, named.base_digest) == (True, False, base)
    assert (named.asset, named.revision) == (asset.pk, asset.live_revision_id)
    assert named.content_digest == own_digest(quote) != base
    others = [one for one in build.manifest.slides if one.slide_id not in (None, quote.pk)]
    assert {(one.edited, one.approved, one.base_digest) for one in others} == {(False, True, "")}


def test_what_marketing_changes_afterwards_outdates_the_edit(rep, deck, quote, asset):
    edit(quote, rep)
    build = build_now(deck, user=rep)
    revise(asset)
    [changed] = freshness_of([build])[build.pk].changed
    assert changed.slide_id == quote.pk
    assert [reason.code for reason in changed.reasons] == [ReasonCode.TEXT]
    card = state_of(deck, quote, rep)
    assert card.base_changed and card.state is Freshness.OUTDATED
    keep_edit(deck, user=rep, slide_id=quote.pk)
    assert not state_of(deck, quote, rep).base_changed
    again = build_now(deck, user=rep)
    assert freshness_of([again])[again.pk].state is Freshness.CURRENT


def test_an_edit_says_that_its_base_changed_before_anything_is_built(rep, deck, quote, asset):
    edit(quote, rep)
    revise(asset)
    assert state_of(deck, quote, rep).state is Freshness.OUTDATED


def test_an_edit_of_what_was_withdrawn_is_withdrawn(rep, deck, quote, asset):
    edit(quote, rep)
    build = build_now(deck, user=rep)
    unpublish_asset(asset)
    assert freshness_of([build])[build.pk].state is Freshness.WITHDRAWN
    assert state_of(deck, quote, rep).problems


def test_an_edit_of_a_slide_that_marketing_took_out_is_withdrawn(rep, deck, quote, asset):
    edit(quote, rep)
    build = build_now(deck, user=rep)
    again = type(asset).objects.get(pk=asset.pk)
    del again.slides[2]
    again.save_revision()
    publish_asset(again)
    changed = freshness_of([build])[build.pk].changed
    assert [reason.code for reason in changed[0].reasons] == [ReasonCode.DELETED]
    with pytest.raises(PitchError, match="no such slide"):
        keep_edit(deck, user=rep, slide_id=quote.pk)


def test_marketings_slide_is_taken_again(rep, deck, quote):
    edit(quote, rep)
    build = build_now(deck, user=rep)
    take_marketings(deck, user=rep, slide_id=quote.pk)
    quote.refresh_from_db()
    assert not quote.is_edited and not len(quote.own)
    assert quote.title == "We stopped arguing about whose fault it was."
    assert freshness_of([build])[build.pk].state is Freshness.OUTDATED
    undo(deck, user=rep)
    quote.refresh_from_db()
    assert quote.is_edited and quote.title.startswith("It held all winter")
    with pytest.raises(PitchError, match="already"):
        keep_edit(deck, user=rep, slide_id=deck.deck_slides.first().pk)


def test_a_board_tells_what_the_rep_changed_since_the_pdf(rep, deck, quote):
    build_now(deck, user=rep)
    edit(quote, rep)
    board = board_of(deck, rep)
    assert [card.slide_id for card in board.cards if card.is_changed] == [quote.pk]
    assert board.changes == 1


def test_a_locked_slide_is_not_edited(rep, asset):
    template = make_template("A")
    start_slide(template, "A", asset, number=2, locked=True)
    deck = start_deck(user=rep, template=template, title="x", account=AccountFactory()).deck
    with pytest.raises(PitchError, match="locks"):
        edit(deck.deck_slides.get(), rep)


def test_an_edit_says_what_it_was_made_from(rep, quote):
    with pytest.raises(PitchError):
        change_slide(quote, user=rep, stream=stream("x"))


def test_a_slide_that_is_gone_or_somebody_elses_is_not_written(rep, other_rep, deck, quote):
    with pytest.raises(NotAllowed):
        edit(quote, other_rep)
    remove_slides(deck, user=rep, slide_ids=[quote.pk])
    with pytest.raises(Conflict):
        edit(quote, rep)


def test_an_old_manifest_is_read(rep, deck):
    from pitch_builder.builds.manifest import Manifest

    data = build_now(deck, user=rep).manifest_data
    for slide in data["slides"]:
        del slide["edited"], slide["base_digest"]
    assert not any(slide.edited for slide in Manifest.from_json(data).slides)
