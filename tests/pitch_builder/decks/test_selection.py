"""Moving, duplicating and hiding slides, one or several at once; notes."""

from __future__ import annotations

import pytest

from pitch_builder.builds.services import build_now
from pitch_builder.decks import services
from pitch_builder.decks.history.models import DeckChange
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import resolved
from pitch_builder.decks.selection import (
    duplicate_slides,
    hide_slides,
    move_slides,
    place_slides,
    write_notes,
)
from pitch_builder.errors import Conflict, NotAllowed, NothingToBuild, PitchError
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide

pytestmark = pytest.mark.django_db


def rows(deck):
    return list(deck.deck_slides.order_by("sort_order").values_list("pk", "section"))


def order(deck):
    return [pk for pk, _section in rows(deck)]


@pytest.fixture
def deck(rep):
    """Three sections: two slides in A, one in B, none in C."""
    deck = make_deck(rep, template=make_template("A", "B", "C"))
    asset = case_study_with_slides()
    for child, section in zip(asset.slides, ("A", "A", "B"), strict=True):
        services.add_slides(
            deck, user=rep, asset=asset.asset_ptr, block_ids=[child.id], section=section
        )
    return deck


def test_a_slide_goes_over_the_border_of_a_section_first(rep, deck):
    first, second, third = order(deck)
    move_slides(deck, user=rep, slide_ids=[second], by=1)
    assert rows(deck) == [(first, "A"), (second, "B"), (third, "B")]
    move_slides(deck, user=rep, slide_ids=[second], by=1)
    assert rows(deck) == [(first, "A"), (third, "B"), (second, "B")]
    move_slides(deck, user=rep, slide_ids=[second], by=1)
    assert rows(deck)[-1] == (second, "C")  # which was empty
    move_slides(deck, user=rep, slide_ids=[second], by=-1)
    assert rows(deck)[-1] == (second, "B")


def test_at_the_ends_nothing_moves_and_nothing_is_recorded(rep, deck):
    before = DeckChange.objects.count()
    move_slides(deck, user=rep, slide_ids=[order(deck)[0]], by=-1)
    assert DeckChange.objects.count() == before


def test_several_slides_move_together_as_one_step(rep, deck):
    first, second, third = order(deck)
    move_slides(deck, user=rep, slide_ids=[first, second], by=1)
    assert rows(deck) == [(first, "B"), (second, "B"), (third, "B")]
    undo(deck, user=rep)
    assert rows(deck) == [(first, "A"), (second, "A"), (third, "B")]


@pytest.mark.parametrize(
    ("moved", "section", "before", "expected"),
    [
        ([2], "A", 0, [(2, "A"), (0, "A"), (1, "A")]),
        ([0, 2], "A", 1, [(0, "A"), (2, "A"), (1, "A")]),
        ([0, 1], "B", None, [(2, "B"), (0, "B"), (1, "B")]),
        ([0, 1], "C", None, [(2, "B"), (0, "C"), (1, "C")]),
        ([0], "A", 0, [(0, "A"), (1, "A"), (2, "B")]),  # before itself: where it is
        ([0, 1], "A", 1, [(0, "A"), (1, "A"), (2, "B")]),
    ],
)
def test_slides_are_put_before_another_or_to_the_end_of_a_section(
    rep, deck, moved, section, before, expected
):
    ids = order(deck)
    place_slides(
        deck,
        user=rep,
        slide_ids=[ids[n] for n in moved],
        section=section,
        before=None if before is None else ids[before],
    )
    assert rows(deck) == [(ids[n], name) for n, name in expected]


def test_a_place_that_is_gone_is_a_conflict(rep, deck):
    ids = order(deck)
    services.remove_slides(deck, user=rep, slide_ids=[ids[2]])
    for section, before in (("A", ids[2]), ("Nowhere", None)):
        with pytest.raises(Conflict):
            place_slides(deck, user=rep, slide_ids=[ids[0]], section=section, before=before)
    with pytest.raises(Conflict):
        move_slides(deck, user=rep, slide_ids=[ids[2]], by=1)
    assert order(deck) == ids[:2]


def test_a_drop_on_an_older_board_says_who_changed_what(rep, sales_lead, deck):
    ids, seen = order(deck), deck.version
    hide_slides(deck, user=sales_lead, slide_ids=ids[:1])
    with pytest.raises(Conflict) as raised:
        place_slides(deck, user=rep, slide_ids=[ids[1]], section="B", version=seen)
    [told] = raised.value.changes
    assert told.startswith("Sales Example, ")
    assert told.endswith("hidden")


def test_a_copy_stands_behind_its_slide_with_its_source_and_an_id_of_its_own(rep, deck):
    first, second, third = order(deck)
    write_notes(deck, user=rep, slide_id=first, notes="Begin here")
    copies = duplicate_slides(deck, user=rep, slide_ids=[first, third])
    assert order(deck) == [first, copies[0].pk, second, third, copies[1].pk]
    copy = deck.deck_slides.get(pk=copies[0].pk)
    source = deck.deck_slides.get(pk=first)
    assert (copy.asset, copy.block_id, copy.notes) == (source.asset, source.block_id, "Begin here")


def test_a_copy_of_a_locked_slide_is_free(rep):
    template = make_template("A")
    start_slide(template, "A", case_study_with_slides(), locked=True)
    from pitch_builder.decks.starting import start_deck
    from tests.factories.personas import AccountFactory

    deck = start_deck(user=rep, template=template, title="x", account=AccountFactory()).deck
    [copy] = duplicate_slides(deck, user=rep, slide_ids=order(deck))
    services.remove_slides(deck, user=rep, slide_ids=[copy.pk])
    with pytest.raises(PitchError, match="locks"):
        hide_slides(deck, user=rep, slide_ids=order(deck))
    write_notes(deck, user=rep, slide_id=order(deck)[0], notes="A locked slide may have notes")


def test_a_hidden_slide_is_not_built_and_the_others_are_numbered_without_it(rep, deck):
    ids = order(deck)
    hide_slides(deck, user=rep, slide_ids=[ids[0]])
    with resolved(deck) as slides:
        assert [s.slide.pk for s in slides if s.slide] == ids[1:]
    with resolved(deck, with_hidden=True) as slides:
        assert [s.number for s in slides] == [1, 0, 2, 3, 4]
    manifest = build_now(deck, user=rep).manifest
    assert [s.slide_id for s in manifest.slides] == [None, *ids[1:], None]
    hide_slides(deck, user=rep, slide_ids=ids, hidden=False)
    with resolved(deck) as slides:
        assert [s.number for s in slides] == [1, 2, 3, 4, 5]


def test_a_deck_that_hides_everything_is_not_built(rep, deck):
    hide_slides(deck, user=rep, slide_ids=order(deck))
    with pytest.raises(NothingToBuild):
        build_now(deck, user=rep)


def test_notes_that_follow_each_other_are_one_step(rep, deck):
    slide = order(deck)[0]
    for text in ("S", "Say", "Say hello\r\nand wait "):
        write_notes(deck, user=rep, slide_id=slide, notes=text)
    assert deck.deck_slides.get(pk=slide).notes == "Say hello\nand wait"
    assert DeckChange.objects.filter(label__startswith="Notes").count() == 1
    undo(deck, user=rep)
    assert deck.deck_slides.get(pk=slide).notes == ""


def test_notes_that_somebody_else_changed_are_not_written_over(rep, sales_lead, deck):
    slide = order(deck)[0]
    write_notes(deck, user=sales_lead, slide_id=slide, notes="Mine", was="")
    with pytest.raises(Conflict, match="Mine"):
        write_notes(deck, user=rep, slide_id=slide, notes="Ours", was="")
    write_notes(deck, user=rep, slide_id=slide, notes="Ours", was="Mine")
    assert deck.deck_slides.get(pk=slide).notes == "Ours"


@pytest.mark.parametrize("who", ["other_rep", "marketer", "outsider"])
def test_who_may_not_change_a_deck_changes_nothing(deck, request, who):
    user = request.getfixturevalue(who)
    ids, version = order(deck), Deck.objects.get(pk=deck.pk).version
    for change in (
        lambda: move_slides(deck, user=user, slide_ids=ids[:1], by=1),
        lambda: place_slides(deck, user=user, slide_ids=ids[:1], section="B"),
        lambda: duplicate_slides(deck, user=user, slide_ids=ids),
        lambda: hide_slides(deck, user=user, slide_ids=ids),
        lambda: write_notes(deck, user=user, slide_id=ids[0], notes="x"),
        lambda: undo(deck, user=user),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert (order(deck), Deck.objects.get(pk=deck.pk).version) == (ids, version)
