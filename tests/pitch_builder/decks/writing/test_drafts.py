"""Drafts: what a form holds while it is written, kept and not lost."""

from __future__ import annotations

import pytest

from cms.slides.blocks import SlidesBlock
from pitch_builder.decks.writing.drafts import (
    aside_of,
    begin_draft,
    bring_back,
    drafts_of,
    put_aside,
    read_form,
    save_draft,
)
from pitch_builder.decks.writing.models import SlideDraft
from pitch_builder.decks.writing.previewing import preview_of
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.pitch_builder.decks.writing.forms import bullets_form, quote_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides())


@pytest.fixture
def quote(deck):
    return deck.deck_slides.order_by("sort_order").last()


def save(draft, words="It held.", version=0):
    content = read_form(quote_form(words), {}).raw
    return save_draft(draft, content=content, title=words, version=version)


def test_what_is_not_finished_is_read_all_the_same():
    written = read_form(quote_form("", name=""), {})
    assert written.raw[0]["value"]["name"] == ""
    assert written.lacking == ()
    assert SlidesBlock().child_blocks["quote"].child_blocks["name"].required  # as before


def test_what_is_wrong_is_said_and_left_out_of_what_is_shown():
    written = read_form(bullets_form(("One", "a"), ("", ""), ("Three", "c")), {})
    assert written.lacking == ("Heading: Give a heading or a text.",)
    assert len(written.raw[0]["value"]["items"]) == 3
    shown = [item["value"]["heading"] for item in written.shown[0]["value"]["items"]]
    assert shown == ["One", "Three"]


def test_a_form_that_is_none_is_refused():
    with pytest.raises(ValueError):
        read_form({}, {})


@pytest.mark.parametrize("kind", list(SlidesBlock().child_blocks))
def test_an_empty_slide_of_each_kind_is_shown_while_it_is_begun(deck, kind):
    raw = {"type": kind, "value": {}, "id": "x"}
    assert f"slide--{kind}" in preview_of(deck, raw, number=2).html


def test_a_draft_of_marketings_slide_begins_with_its_words(rep, quote):
    draft = begin_draft(quote.deck, user=rep, slide=quote)
    assert draft.pk is None
    assert "arguing" in draft.content[0]["value"]["quote"]
    assert draft.based_digest and draft.based_on_id == quote.asset.live_revision_id
    assert draft.seen_digest == ""


def test_a_draft_is_kept_and_found_again(rep, other_rep, deck, quote):
    kept = save(begin_draft(deck, user=rep, slide=quote))
    assert begin_draft(deck, user=rep, slide=quote) == kept
    assert drafts_of(deck, rep) == [kept]
    assert drafts_of(deck, other_rep) == []
    assert quote.own.raw_data == [] or not len(quote.own)  # the deck is as it was


def test_a_second_window_does_not_write_over_the_first(rep, deck, quote):
    first, second = (begin_draft(deck, user=rep, slide=quote) for _window in range(2))
    save(first, "In the first")
    with pytest.raises(Conflict, match="another window"):
        save(second, "In the second")
    kept = begin_draft(deck, user=rep, slide=quote)
    save(kept, "Goes on", version=1)
    with pytest.raises(Conflict):
        save(SlideDraft.objects.get(pk=kept.pk), "Late", version=1)
    assert SlideDraft.objects.get().title == "Goes on"


def test_what_gives_way_is_kept_and_can_be_brought_back(rep, deck, quote):
    draft = save(begin_draft(deck, user=rep, slide=quote), "Theirs")
    kept = put_aside(draft, draft.content, draft.title)
    draft = save(draft, "Mine", version=1)
    assert aside_of(draft) == [kept]
    bring_back(kept)
    [present] = drafts_of(deck, rep)
    assert present.title == "Theirs"
    assert [one.title for one in aside_of(present)] == ["Mine"]


def test_of_a_new_slide_what_gives_way_is_one_more_that_is_begun(rep, deck):
    draft = save(begin_draft(deck, user=rep, section="Proof"), "Theirs")
    put_aside(draft, draft.content, "Mine")
    assert [one.title for one in drafts_of(deck, rep)] == ["Theirs", "Mine"]


def test_a_draft_waits_for_a_slide_that_was_taken_off(rep, deck, quote):
    from pitch_builder.decks.history.services import undo
    from pitch_builder.decks.services import remove_slides

    kept = save(begin_draft(deck, user=rep, slide=quote))
    remove_slides(deck, user=rep, slide_ids=[quote.pk])
    undo(deck, user=rep)
    assert begin_draft(deck, user=rep, slide=quote) == kept


def test_who_may_not_edit_begins_no_draft(other_rep, marketer, rep, deck, quote):
    for user in (other_rep, marketer):
        with pytest.raises(NotAllowed):
            begin_draft(deck, user=user, slide=quote)
    quote.asset.delete()
    quote.refresh_from_db()
    with pytest.raises(PitchError):
        begin_draft(deck, user=rep, slide=quote)
