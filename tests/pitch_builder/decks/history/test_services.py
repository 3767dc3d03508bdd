"""Undo and redo of a deck's changes."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.assets.models import Asset
from pitch_builder.builds.services import build_now
from pitch_builder.decks import sectioning, selection, services
from pitch_builder.decks.history import recording
from pitch_builder.decks.history.models import DeckChange
from pitch_builder.decks.history.recording import slides_of
from pitch_builder.decks.history.services import by_token, changes_since, redo, steps_of, undo
from pitch_builder.decks.history.snapshots import state_of
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.errors import Conflict, PitchError
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide

pytestmark = pytest.mark.django_db


def state(deck):
    deck = Deck.objects.get(pk=deck.pk)
    return state_of(deck, slides_of(deck))


def order(deck):
    return [slide.pk for slide in slides_of(deck)]


@pytest.fixture
def asset():
    return case_study_with_slides()


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset, template=make_template("A", "B"))


# Any change, by numbers: what it does is up to the deck as it stands then.
def do(deck, user, asset, what: int, which: int) -> None:
    ids = order(deck)
    some = [pk for n, pk in enumerate(ids) if (which >> n) & 1] or ids[:1]
    # All sections may have been removed; slides then stand in one without a name.
    rows = sectioning.outline_of(Deck.objects.get(pk=deck.pk), slides_of(deck))
    names = [row.name for row in rows] or [""]
    one = names[which % len(names)]
    changes = [
        lambda: services.add_slides(deck, user=user, asset=asset, section=one, at=which),
        lambda: services.remove_slides(deck, user=user, slide_ids=some),
        lambda: selection.duplicate_slides(deck, user=user, slide_ids=some[:2]),
        lambda: selection.hide_slides(deck, user=user, slide_ids=some, hidden=bool(which % 3)),
        lambda: selection.move_slides(deck, user=user, slide_ids=some, by=(-1, 1)[which % 2]),
        lambda: selection.place_slides(deck, user=user, slide_ids=some, section=one),
        lambda: selection.write_notes(deck, user=user, slide_id=ids[0], notes=f"n{which}"),
        lambda: sectioning.add_section(deck, user=user, name=f"New {which}"),
        lambda: sectioning.rename_section(deck, user=user, name=one, to=f"Named {which}"),
        lambda: sectioning.move_section(deck, user=user, name=one, by=(-1, 1)[which % 2]),
        lambda: sectioning.remove_section(deck, user=user, name=one),
        lambda: services.change_details(deck, user=user, title=f"T{which}", lead="x"),
        lambda: services.add_own_slide(
            deck, user=user, block_type="quote", raw={"quote": f"<p>{which}</p>", "name": "Me"}
        ),
    ]
    # Refused, or there is no slide to do it to: then nothing changed.
    with contextlib.suppress(PitchError, IndexError):
        changes[what % len(changes)]()


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 31)), min_size=1, max_size=8))
def test_any_changes_undone_one_by_one_give_the_start_and_redone_the_end(rep, asset, changes):
    with transaction.atomic():  # each example begins with the same deck
        undo_and_redo(make_deck(rep, asset, template=make_template("A", "B")), rep, asset, changes)
        transaction.set_rollback(True)


def undo_and_redo(deck, rep, asset, changes):
    DeckChange.objects.all().delete()  # of making it
    start = state(deck)
    for what, which in changes:
        do(deck, rep, asset.asset_ptr, what, which)
    end = state(deck)
    steps = 0
    while steps_of(deck, rep).undo:
        undo(deck, user=rep)
        steps += 1
    assert state(deck) == start
    for _step in range(steps):
        redo(deck, user=rep)
    assert state(deck) == end
    assert steps_of(deck, rep).redo is None


def test_a_slide_comes_back_with_its_id_so_that_manifests_name_it(rep, deck):
    build = build_now(deck, user=rep)
    before = order(deck)
    services.remove_slides(deck, user=rep, slide_ids=before[:2])
    undo(deck, user=rep)
    assert order(deck) == before
    named = {slide.slide_id for slide in build.manifest.slides if slide.slide_id}
    assert named == set(before)


def test_a_step_says_what_it_did_who_and_when(rep, deck):
    services.remove_slides(deck, user=rep, slide_ids=order(deck)[:2])
    step = steps_of(deck, rep).undo
    assert (step.label, step.user) == ("2 slides removed", rep)
    assert step.told_to(rep).startswith("You, ")


def test_a_new_step_forgets_what_was_taken_back(rep, deck):
    services.remove_slides(deck, user=rep, slide_ids=order(deck)[:1])
    undo(deck, user=rep)
    assert steps_of(deck, rep).redo
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1])
    assert steps_of(deck, rep).redo is None
    with pytest.raises(PitchError, match="nothing to redo"):
        redo(deck, user=rep)


def test_somebody_elses_step_is_not_undone(rep, sales_lead, deck):
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1])
    mine = steps_of(deck, rep).undo
    selection.hide_slides(deck, user=sales_lead, slide_ids=order(deck)[1:2])
    assert steps_of(deck, rep).undo is None
    assert steps_of(deck, rep).others.startswith("Sales Example")
    for named in (None, mine.pk):
        with pytest.raises(Conflict) as raised:
            undo(deck, user=rep, change=named)
        assert "Sales Example" in raised.value.changes[0]
    undo(deck, user=sales_lead)
    undo(deck, user=rep, change=mine.pk)
    assert not DeckSlide.objects.filter(hidden=True).exists()


def test_undo_of_a_step_that_is_no_longer_the_newest_is_refused(rep, deck):
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1])
    seen = steps_of(deck, rep).undo
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[1:2])  # in another window
    with pytest.raises(Conflict):
        undo(deck, user=rep, change=seen.pk)


def test_what_is_gone_for_good_does_not_stop_an_undo(rep, deck, asset):
    ids = order(deck)
    services.remove_slides(deck, user=rep, slide_ids=ids)
    Asset.objects.get(pk=asset.pk).delete()
    undo(deck, user=rep)
    assert order(deck) == ids
    assert set(deck.deck_slides.values_list("asset", flat=True)) == {None}


def test_undo_does_not_move_what_marketing_locked_since(rep, asset):
    template = make_template("A")
    start = start_slide(template, "A", asset)
    from pitch_builder.decks.starting import start_deck
    from tests.factories.personas import AccountFactory

    deck = start_deck(user=rep, template=template, title="x", account=AccountFactory()).deck
    sectioning.add_section(deck, user=rep, name="B")
    selection.place_slides(deck, user=rep, slide_ids=order(deck), section="B")
    start.locked = True
    start.save()
    with pytest.raises(PitchError, match="locks"):
        undo(deck, user=rep)
    assert deck.deck_slides.get().section == "B"


def test_only_the_newest_steps_are_kept(rep, deck, monkeypatch):
    monkeypatch.setattr(recording, "KEPT", 3)
    for hidden in (True, False, True, False, True):
        selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1], hidden=hidden)
    assert DeckChange.objects.filter(deck=deck).count() == 3


def test_what_changed_since_a_version_names_what_was_taken_back_too(rep, deck):
    seen = Deck.objects.get(pk=deck.pk).version
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1])
    undo(deck, user=rep)
    [change] = changes_since(deck, seen)
    assert change.told_to(rep).endswith("hidden, then undone")


def test_a_request_is_known_by_its_token(rep, deck):
    selection.hide_slides(deck, user=rep, slide_ids=order(deck)[:1], token="t-1")
    assert by_token(deck, "t-1").label.endswith("hidden")
    assert by_token(deck, "t-2") is None
    assert by_token(deck, "") is None


def test_the_index_of_references_follows_undo_and_redo(rep, deck, asset):
    from wagtail.models import ReferenceIndex

    def named():
        return ReferenceIndex.get_references_to(asset.asset_ptr).count()

    before = named()
    assert before
    services.remove_slides(deck, user=rep, slide_ids=order(deck))
    assert named() == 0
    undo(deck, user=rep)
    assert named() == before


def test_a_change_costs_the_same_for_many_slides(rep, asset, django_assert_max_num_queries):
    deck = make_deck(rep, *[asset] * 10)
    ids = order(deck)
    selection.move_slides(deck, user=rep, slide_ids=ids[:1], by=1)
    # rights, lock, slides, order; slides, sections, order; version; what is undone and newest,
    # the step, the steps kept; savepoints
    with django_assert_max_num_queries(18):
        selection.move_slides(deck, user=rep, slide_ids=ids[3:6], by=1)
    with django_assert_max_num_queries(16):
        undo(deck, user=rep)
