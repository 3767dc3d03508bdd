"""Making the deck of a draft: what stands where, why, and what the log keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cms.recommendations.models import RecommendationBatch, RecommendationOutcome
from pitch_builder.briefs.drafting import Brief, Choose, draft
from pitch_builder.briefs.making import make_deck
from pitch_builder.decks.models import Deck
from pitch_builder.errors import NotAllowed, PitchError
from tests.factories.personas import AccountFactory
from tests.pitch_builder.briefs.conftest import BRIEF

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(library, template, rep):
    return draft(Brief(BRIEF, template=template), user=rep)


def rows(deck):
    return list(deck.deck_slides.order_by("sort_order"))


def test_the_deck_holds_the_draft_in_its_order(drafted, rep, account, cfo, stages, template):
    made = make_deck(drafted, user=rep, account=account)
    deck = made.deck
    assert (deck.account, deck.persona, deck.stage, deck.template, deck.owner) == (
        account,
        cfo,
        stages[0],
        template,
        rep,
    )
    assert deck.title == "A first conversation with {{account}}"
    slides = rows(deck)
    sections = [slide.section for slide in slides]
    assert sections == sorted(sections, key=template.section_names.index)
    assert [slide.sort_order for slide in slides] == list(range(len(slides)))
    chosen = [place.slide for part in drafted.parts for place in part.places]
    assert [(s.asset_id, s.block_id, s.reason) for s in slides if not s.start_slide] == [
        (one.asset.pk, one.block_id, one.reason) for one in chosen
    ]


def test_the_locked_call_to_action_ends_and_the_others_keep_alternatives(drafted, rep, account):
    *others, last = rows(make_deck(drafted, user=rep, account=account).deck)
    assert last.is_locked and last.section == "Next step" and last.alternatives is None
    kept = [slide.alternatives["slides"] for slide in others if slide.alternatives]
    assert kept and all(1 <= len(row) <= 2 for row in kept)
    assert all(one["asset"] and one["block"] and one["reason"] for row in kept for one in row)


def test_what_was_chosen_instead_stands_there_and_the_first_becomes_an_alternative(
    drafted, rep, account
):
    part = next(part for part in drafted.parts if part.places and part.places[0].alternatives)
    place = part.places[0]
    other = place.alternatives[0]
    deck = make_deck(drafted, user=rep, account=account, chosen={(part.number, 0): other.key}).deck
    slide = next(s for s in rows(deck) if s.section == part.part.name and not s.start_slide)
    assert (slide.asset_id, slide.block_id, slide.reason) == (
        other.asset.pk,
        other.block_id,
        other.reason,
    )
    assert place.slide.block_id in {one["block"] for one in slide.alternatives["slides"]}


def test_a_place_may_be_left_empty_and_a_choice_that_is_gone_is_said(drafted, rep, account):
    everything = {(part.number, n): "" for part in drafted.parts for n in range(len(part.places))}
    made = make_deck(drafted, user=rep, account=account, chosen=everything)
    assert [slide.is_locked for slide in rows(made.deck)] == [True]
    part = next(part for part in drafted.parts if part.places)
    made = make_deck(drafted, user=rep, account=account, chosen={(part.number, 0): "9:gone"})
    assert part.places[0].slide.block_id in [slide.block_id for slide in rows(made.deck)]
    assert any("changed meanwhile" in note for note in made.notes)


def test_one_slide_chosen_twice_stands_once(drafted, rep, account):
    story = next(part for part in drafted.parts if len(part.places) == 2)
    first, second = story.places
    shared = next(one for one in first.alternatives)
    second = replace(second, alternatives=(*second.alternatives, shared))
    parts = tuple(
        replace(part, places=(first, second)) if part is story else part for part in drafted.parts
    )
    made = make_deck(
        replace(drafted, parts=parts),
        user=rep,
        account=account,
        chosen={(story.number, 0): shared.key, (story.number, 1): shared.key},
    )
    blocks = [slide.block_id for slide in rows(made.deck)]
    assert blocks.count(shared.block_id) == 1
    assert any("stands on the deck once" in note for note in made.notes)


def test_what_was_shown_and_taken_is_logged(drafted, rep, account, cfo):
    deck = make_deck(drafted, user=rep, account=account).deck
    filled = [part for part in drafted.parts if part.places]
    batches = RecommendationBatch.objects.filter(about=f"deck:{deck.pk}")
    assert {batch.place for batch in batches} == {"brief"}
    assert batches.count() == len(filled)
    assert all(batch.user == rep and batch.persona == cfo for batch in batches)
    for part in filled:
        shown = {one.asset.pk for place in part.places for one in place.options}
        taken = {place.slide.asset.pk for place in part.places}
        batch = next(
            batch
            for batch in batches
            if set(batch.items.values_list("asset", flat=True)) == shown
            and set(batch.items.filter(outcomes__what="on_deck").values_list("asset", flat=True))
            == taken
        )
        assert set(batch.items.values_list("propensity", flat=True)) == {1.0}
        assert shown <= set(batch.pool["assets"])
    assert RecommendationOutcome.objects.exclude(what="on_deck").count() == 0


def test_a_deck_needs_an_account_and_the_right_to_see_it(drafted, rep, joan, other_rep):
    with pytest.raises(PitchError, match="Choose the account"):
        make_deck(drafted, user=rep)
    with pytest.raises(NotAllowed):
        make_deck(replace(drafted, prospect=joan), user=other_rep, account=joan.account)
    other = AccountFactory(name="Elsewhere")
    with pytest.raises(PitchError):
        make_deck(replace(drafted, prospect=joan), user=rep, account=other)
    assert not Deck.objects.exists()


def test_what_is_left_out_and_what_is_empty_is_said(library, template, rep, account):
    found = draft(Brief(BRIEF, template=template), user=rep)
    library["harrow"].unpublish()
    notes = make_deck(found, user=rep, account=account).notes
    assert any("is not published" in note for note in notes)
    nothing = draft(Brief("zeppelin hangars", template=Choose.OWN), user=rep)
    made = make_deck(nothing, user=rep, account=account)
    assert rows(made.deck) == []
    assert any(note.startswith("“Proof” is still empty.") for note in made.notes)


def test_making_asks_a_few_times_for_each_part(
    drafted, rep, account, django_assert_max_num_queries
):
    filled = sum(bool(part.places) for part in drafted.parts)
    with django_assert_max_num_queries(19 + 8 * filled):
        make_deck(drafted, user=rep, account=account)
