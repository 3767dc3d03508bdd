"""Storylines: what each role is served by, what a section is for, and how many slides it has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.slides.blocks import SlidesBlock
from pitch_builder.briefs.cues import Moment
from pitch_builder.briefs.roles import FRAMES, SERVING, SHOWING_FIGURES, Role, role_of
from pitch_builder.briefs.storylines import STORYLINES, TITLES, TOLD, scaled, storyline

KINDS_OF_SLIDES = set(SlidesBlock().child_blocks)


def test_all_roles_are_served_by_kinds_of_slides_that_there_are():
    assert set(SERVING) == set(Role)
    for serving in SERVING.values():
        assert serving.types.keys() <= KINDS_OF_SLIDES - FRAMES
        values = [*serving.types.values(), *serving.kinds.values(), serving.topics]
        assert all(0 <= value <= 1 for value in values)
    assert FRAMES | SHOWING_FIGURES <= KINDS_OF_SLIDES


def test_figures_are_served_by_figures_first_and_proof_by_customers():
    figures, proof = SERVING[Role.FIGURES], SERVING[Role.PROOF]
    assert max(figures.types, key=figures.types.get) == "figures"
    assert figures.types.get("quote", 0) == 0
    assert max(proof.kinds, key=proof.kinds.get) == "case_study"
    assert proof.other_kinds == 0


@pytest.mark.parametrize("moment", Moment)
def test_each_meeting_has_a_storyline_with_a_proof_and_a_last_step(moment):
    parts = storyline(moment)
    roles = [part.role for part in parts]
    assert Role.PROOF in roles and Role.FIGURES in roles and roles[-1] is Role.NEXT
    assert len(roles) == len(set(roles))
    assert all(part.name and part.question and part.hint for part in parts)
    assert "{{account}}" in str(TITLES[moment])


def test_a_decision_asks_for_more_than_a_first_meeting():
    first = {part.role: part.wanted for part in storyline(Moment.FIRST)}
    decision = {part.role: part.wanted for part in storyline(Moment.DECIDE)}
    assert Role.SAFETY in decision and Role.SAFETY not in first
    assert decision[Role.FIGURES] > first[Role.FIGURES]
    assert first[Role.PROBLEM] > decision[Role.PROBLEM]
    assert storyline(None) == storyline(Moment.FIRST)
    assert {role for rows in STORYLINES.values() for role, _n in rows} == set(TOLD)


@pytest.mark.parametrize(
    ("name", "hint", "query", "role"),
    [
        ("What we hear", "One thought that they will repeat", "", Role.PROBLEM),
        ("One story", "A customer of their trade", "Who in our trade did it?", Role.PROOF),
        ("What it returns", "With the half-saving case", "When does it pay back?", Role.FIGURES),
        ("How it starts", "Weeks, hours", "How long does the start take?", Role.PLAN),
        ("Security and the way out", "For data and IT", "Where is our data?", Role.SAFETY),
        ("Next step", "One step with a date", "What happens first?", Role.NEXT),
        ("Decision", "Dated steps on both sides", "What do we sign?", Role.NEXT),
        ("Who trusts us", "Names only", "Which companies use it?", Role.TRUST),
        ("Opening", "The agenda", "What will this meeting decide?", Role.OPENING),
        ("What it is", "Rules and scope", "What does it do and replace?", Role.SOLUTION),
        ("Intermezzo", "", "", Role.GENERAL),
    ],
)
def test_a_sections_own_words_say_what_it_is_for(name, hint, query, role):
    assert role_of(name, hint, query) is role


@given(
    moment=st.sampled_from(Moment),
    slides=st.integers(0, 30),
    none=st.sets(st.integers(0, 5), max_size=3),
)
def test_a_length_is_spread_and_no_part_is_lost(moment, slides, none):
    parts = tuple(
        replace(part, wanted=0) if place in none else part
        for place, part in enumerate(storyline(moment))
    )
    found = scaled(parts, slides)
    wanting = sum(part.wanted > 0 for part in parts)
    assert [part.role for part in found] == [part.role for part in parts]
    assert all((new.wanted > 0) == (old.wanted > 0) for new, old in zip(found, parts, strict=True))
    if slides:
        assert sum(part.wanted for part in found) == max(slides, wanting)
    else:
        assert found == parts
