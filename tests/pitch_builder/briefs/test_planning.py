"""Filling a storyline: what holds for any library, and what is preferred."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.slides.blocks import SlidesBlock
from pitch_builder.briefs import planning
from pitch_builder.briefs.cues import Moment
from pitch_builder.briefs.planning import Material, Offer, plan
from pitch_builder.briefs.roles import FRAMES, Role
from pitch_builder.briefs.storylines import Part, storyline

TYPES = sorted(SlidesBlock().child_blocks)
KINDS = ["article", "case_study", "product_sheet", "video"]


def offer(number, block_type="figures", *, kind="case_study", asset=None, **fields):
    return Offer(asset or number, f"b{number}", block_type, kind, number, **fields)


def material(offers, *, parts=1, questions=0.5, topics=None, assets=0.6, likeness=None):
    """Everything is as near as `questions` says, unless rows are given."""
    count = len(offers)
    shape = np.broadcast_to(np.asarray(questions, float), (parts, count)).copy()
    spoken = np.zeros((0, count)) if topics is None else np.asarray(topics, float)
    return Material(
        offers=offers,
        questions=shape,
        topics=spoken,
        weights=np.ones(len(spoken)),
        assets=np.broadcast_to(np.asarray(assets, float), (parts, count)).copy(),
        likeness=np.eye(count) if likeness is None else np.asarray(likeness, float),
    )


def proof(wanted=2):
    return Part("Proof", Role.PROOF, "Who did it?", wanted)


def numbers(places):
    return [one.offer for one in places]


@st.composite
def libraries(draw):
    parts = storyline(draw(st.sampled_from(Moment)))
    count = draw(st.integers(0, 25))
    chance = np.random.default_rng(draw(st.integers(0, 999)))
    offers = [
        Offer(
            int(chance.integers(1, 8)),
            f"b{n}",
            draw(st.sampled_from(TYPES)),
            draw(st.sampled_from(KINDS)),
            n,
            trade=float(chance.choice([0.0, 0.5, 1.0])),
        )
        for n in range(count)
    ]
    made = Material(
        offers=offers,
        questions=chance.uniform(-0.1, 0.8, (len(parts), count)),
        topics=chance.uniform(-0.1, 0.8, (draw(st.integers(0, 3)), count)),
        weights=np.ones(0),
        assets=np.where(
            chance.random((len(parts), count)) < 0.2, np.nan, chance.random((len(parts), count))
        ),
        likeness=np.clip(chance.random((count, count)), 0, 1),
    )
    made = replace(made, weights=np.ones(len(made.topics)))
    return parts, made


@settings(max_examples=150)
@given(libraries())
def test_no_slide_stands_twice_and_all_limits_hold(drawn):
    parts, made = drawn
    wanted = [part.wanted for part in parts]
    found = plan(made, parts, wanted)
    chosen = [one.offer for places in found for one in places]
    assert len(chosen) == len(set(chosen))
    assert all(len(places) <= most for places, most in zip(found, wanted, strict=True))
    assert all(made.offers[n].type not in FRAMES for n in chosen)
    of_one = Counter(made.offers[n].asset for n in chosen)
    assert all(count <= planning.MOST_OF_STORY for count in of_one.values())
    for number, places in enumerate(found):
        if not places:
            continue
        scores = planning.scores(made, parts)[number]
        for one in places:
            assert scores[one.offer] >= parts[number].serving.least
            assert len(one.alternatives) <= planning.ALTERNATIVES
            assert len(set(one.alternatives)) == len(one.alternatives)
            assert not set(one.alternatives) & set(chosen)
            assert all(np.isfinite(scores[other]) for other in one.alternatives)


@settings(max_examples=50)
@given(libraries())
def test_the_same_library_gives_the_same_deck(drawn):
    parts, made = drawn
    wanted = [part.wanted for part in parts]
    assert plan(made, parts, wanted) == plan(made, parts, wanted)


def test_a_slide_that_stands_there_already_is_not_taken_again():
    offers = [offer(1), offer(2, "quote")]
    found = plan(material(offers), [proof()], [2], {(1, "b1")})
    assert numbers(found[0]) == [1]


def test_a_story_is_told_by_one_customer_in_its_own_order():
    offers = [
        offer(1, "quote", asset=7),
        offer(2, "figures", asset=7),
        offer(3, "figures", asset=8),
        offer(4, "quote", asset=8),
    ]
    made = material(offers, questions=[[0.45, 0.5, 0.49, 0.44]])
    assert numbers(plan(made, [proof()], [2])[0]) == [0, 1]


def test_the_accounts_own_trade_tells_the_story():
    offers = [
        offer(1, trade=0.0),
        offer(2, trade=1.0),
        offer(3, "quote", asset=2, trade=1.0),
        offer(4, "quote", trade=0.0),
    ]
    made = material(offers, questions=[[0.55, 0.3, 0.3, 0.55]])
    assert set(numbers(plan(made, [proof()], [2])[0])) == {1, 2}


def test_a_story_has_a_figure_where_its_asset_has_one():
    offers = [
        offer(1, "quote", asset=7),
        offer(2, "statement", asset=7),
        offer(3, "chart", asset=7),
    ]
    made = material(offers, questions=[[0.55, 0.55, 0.2]])
    assert 2 in numbers(plan(made, [proof()], [2])[0])


def test_what_speaks_to_the_worry_comes_first():
    part = Part("Problem", Role.PROBLEM, "What goes wrong?", 1)
    offers = [offer(n, "statement", kind="article") for n in range(3)]
    made = material(offers, topics=[[0.2, 0.6, 0.3]])
    assert numbers(plan(made, [part], [1])[0]) == [1]


def test_what_is_about_nothing_that_was_said_stays_away():
    part = Part("Problem", Role.PROBLEM, "What goes wrong?", 1)
    offers = [offer(n, "statement", kind="article") for n in range(3)]
    assert plan(material(offers, topics=[[0.1, 0.15, 0.2]]), [part], [1]) == [[]]


def test_two_slides_that_say_the_same_do_not_both_stand_there():
    alike = np.array([[1.0, 0.97, 0.1], [0.97, 1.0, 0.1], [0.1, 0.1, 1.0]])
    part = Part("Figures", Role.FIGURES, "What does it save?", 2)
    made = material([offer(n) for n in range(3)], questions=[[0.6, 0.6, 0.4]], likeness=alike)
    assert sorted(numbers(plan(made, [part], [2])[0])) == [0, 2]


def test_every_part_has_a_slide_before_any_has_a_second():
    problem = Part("Problem", Role.PROBLEM, "What goes wrong?", 2)
    figures = Part("Figures", Role.FIGURES, "What does it save?", 1)
    offers = [offer(0, "statement", kind="article"), offer(1, kind="article")]
    made = material(offers, parts=2, topics=[[0.55, 0.55]], questions=[[0.55] * 2, [0.3] * 2])
    assert planning.scores(made, [problem, figures])[0, 1] > planning.AGAIN + 0.6
    found = plan(made, [problem, figures], [2, 1])
    assert list(map(numbers, found)) == [[0], [1]]


def test_alternatives_are_shared_only_where_there_are_no_others():
    part = Part("Figures", Role.FIGURES, "What does it save?", 2)
    many = plan(material([offer(n) for n in range(8)]), [part], [2])[0]
    offered = [other for one in many for other in one.alternatives]
    assert len(offered) == len(set(offered)) == 4
    few = plan(material([offer(n) for n in range(4)]), [part], [2])[0]
    assert [len(one.alternatives) for one in few] == [2, 2]


def test_nothing_to_choose_from_is_an_empty_deck():
    assert plan(material([]), [proof(), proof()], [2, 2]) == [[], []]
