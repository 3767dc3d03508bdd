"""Drafting: for whom, by which storyline, with which slides, and what never stands on a deck."""

from __future__ import annotations

import pytest

from pitch_builder.briefs.drafting import Brief, Choose, draft
from pitch_builder.briefs.roles import FRAMES
from pitch_builder.decks.models import Deck
from pitch_builder.errors import NotAllowed, PitchError
from tests.factories.personas import PersonaFactory
from tests.pitch_builder.briefs.conftest import BRIEF

pytestmark = pytest.mark.django_db


def make(words=BRIEF, *, user, **fields):
    return draft(Brief(words, **{"template": Choose.OWN, **fields}), user=user)


def assets_of(found):
    return {one.asset.pk for place in found.places for one in place.options}


def by_role(found):
    return {part.part.role.value: part for part in found.parts}


# --- For whom -----------------------------------------------------------------------------
def test_persona_stage_and_trade_come_from_the_words(library, rep, cfo, stages, cold):
    found = make(user=rep)
    assert (found.persona, found.stage, found.industries) == (cfo, stages[0], (cold,))
    assert found.prospect is None and found.account is None
    assert found.title == "A first conversation with {{account}}"


def test_a_prospects_records_stand_where_the_words_say_nothing(
    library, rep, joan, account, cfo, cold, stages
):
    found = make("worried about energy at night", user=rep, prospect=joan)
    assert (found.prospect, found.account, found.persona) == (joan, account, cfo)
    assert (found.stage, found.lead) == (joan.stage, "For {{name}}")
    assert make("First meeting", user=rep, prospect=joan).stage == stages[0]
    named = make("Joan Threlkeld wants to see what energy costs at night", user=rep)
    assert (named.prospect, named.account, named.industries) == (joan, account, (cold,))


def test_what_is_chosen_by_hand_stands_before_the_words(library, rep, stages, metals, joan):
    other = PersonaFactory(name="Works director", slug="works")
    found = make(user=rep, prospect=joan, persona=other, stage=stages[1], industry=metals)
    assert (found.persona, found.stage, found.industries) == (other, stages[1], (metals,))


def test_a_term_that_was_taken_away_changes_the_draft(library, rep):
    assert make(user=rep, ignored=["persona:cfo"]).persona is None
    assert make(user=rep, ignored=["moment:first"]).stage is None
    assert make(user=rep, ignored=["industry:cold-storage"]).industries == ()


def test_only_sales_drafts_and_something_has_to_be_said(library, rep, marketer):
    with pytest.raises(NotAllowed):
        make(user=marketer)
    with pytest.raises(PitchError):
        make("  ", user=rep)
    assert not Deck.objects.exists()


def test_nothing_is_drafted_for_whom_the_rep_may_not_see(library, joan, rep, other_rep):
    assert make(user=rep, prospect=joan).prospect == joan
    with pytest.raises(NotAllowed):
        make(user=other_rep, prospect=joan)


# --- The storyline ------------------------------------------------------------------------
def test_the_template_that_the_words_name_is_taken(library, template, rep):
    assert make(user=rep, template=Choose.BEST).template == template


def test_a_template_fits_by_the_stage_of_its_sections(library, template, rep, stages):
    at = {"template": Choose.BEST, "stage": stages[0]}
    assert make("energy at night", user=rep, **at).template == template
    at["stage"] = stages[2]
    assert make("energy at night", user=rep, **at).template is None


def test_a_template_is_followed_with_its_start_slides(library, template, rep):
    found = make(user=rep, template=template)
    assert [part.part.name for part in found.parts] == [
        "What goes wrong",
        "One story",
        "Next step",
    ]
    last = found.parts[-1]
    assert [slide.locked for slide in last.start] == [True]
    assert len(last.places) + len(last.start) <= 2
    locked = (last.start[0].asset_id, last.start[0].block_id)
    assert locked not in {(p.slide.asset.pk, p.slide.block_id) for p in found.places}


def test_a_number_of_slides_makes_the_storyline_shorter(library, rep):
    assert sum(part.part.wanted for part in make(user=rep).parts) == 8
    short = make(f"{BRIEF}, six slides", user=rep)
    assert [part.part.wanted for part in short.parts] == [1] * 6


# --- The slides ---------------------------------------------------------------------------
def test_each_part_is_filled_with_what_serves_it_and_says_why(library, rep):
    whole = make(user=rep)
    found = by_role(whole)
    proof = found["proof"]
    assert {place.slide.asset.pk for place in proof.places} == {library["harrow"].pk}
    assert "figures" in {place.slide.block_type for place in proof.places}
    assert found["solution"].places[0].slide.asset.pk == library["product"].pk
    assert found["figures"].places[0].slide.block_type == "figures"
    reason = proof.places[0].slide.reason
    assert reason.startswith("A customer in their trade: Cold storage.")
    assert "Made for Chief financial officer" in reason
    assert "Speaks to “energy at night”" in found["problem"].places[0].slide.reason
    assert all(len(one.reason) <= 300 for place in whole.places for one in place.options)


def test_what_may_not_be_shown_is_never_offered_and_no_slide_twice(never, rep):
    found = make(user=rep)
    assert found.places and not assets_of(found) & {asset.pk for asset in never.values()}
    slides = [place.slide.key for place in found.places]
    assert len(slides) == len(set(slides))
    for place in found.places:
        assert {one.block_type for one in place.options}.isdisjoint(FRAMES)
        assert place.slide.key not in {one.key for one in place.alternatives}


def test_kinds_that_the_template_does_not_take_are_never_offered(library, template, rep):
    template.kinds = ["case_study"]
    template.save()
    found = make(user=rep, template=template)
    kinds = {one.asset.kind for place in found.places for one in place.options}
    assert kinds == {"case_study"}


def test_what_nothing_answers_is_said_and_is_no_noise(library, rep):
    found = make("First meeting, CFO, worried about zeppelin hangars", user=rep)
    assert found.unheard == ("zeppelin hangars",)
    assert not found.is_foreign
    assert all("zeppelin" not in place.slide.reason for place in found.places)
    alone = make("zeppelin hangars", user=rep)
    assert alone.is_foreign and alone.slides == 0
    assert all(part.says for part in alone.parts)


def test_a_part_that_nothing_fits_stays_empty_and_says_so(library, rep):
    library["start"].unpublish()
    from search import services as search

    search.process_outbox()
    part = by_role(make(user=rep))["next"]
    assert part.places == () and part.missing == 1
    assert part.says == "Nothing fits well enough. Better none than a weak slide."


def test_an_empty_library_gives_an_empty_storyline(db, rep, cfo):
    found = make("CFO, worried about doors", user=rep)
    assert found.slides == 0 and len(found.parts) == 6


def test_drafting_asks_a_few_times_for_each_part(
    library, rep, stages, joan, django_assert_max_num_queries
):
    make(user=rep, prospect=joan)
    counts = []
    for stage, parts in ((stages[0], 6), (stages[2], 8)):
        with django_assert_max_num_queries(17 + 2 * parts) as asked:
            found = make("worried about energy at night", user=rep, prospect=joan, stage=stage)
        assert len(found.parts) == parts
        counts.append(len(asked))
    # one for what assets are, one for what the prospect has seen
    assert counts[1] - counts[0] == 2 * 2
