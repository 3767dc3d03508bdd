"""Scoring, smoothing, variety, trials and replay, by their properties."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.recommendations.exploration import fill, fitting
from cms.recommendations.mmr import Variety, diversified, likeness_of
from cms.recommendations.replay import (
    CAP,
    LoggedList,
    Shown,
    choices,
    estimate,
    logged,
    weighed,
)
from cms.recommendations.rewards import REWARDS, reward
from cms.recommendations.scoring import points, score, shares
from cms.recommendations.smoothing import (
    LEAST_PRIOR,
    MOST_PRIOR,
    Prior,
    Tally,
    against_usual,
    nested,
    prior_of,
    smoothed,
)
from cms.recommendations.weights import DEFAULTS, TERMS, BadWeights, Weights
from cms.recommendations.wording import won_words
from personas.engagement.outcomes import Outcome


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing is secret


unit = st.floats(0, 1, allow_nan=False)
features = st.dictionaries(st.sampled_from(TERMS), unit)
some_weights = st.builds(
    lambda values, variety: Weights(**dict(zip(TERMS, values, strict=True)), variety=variety),
    st.lists(st.integers(1, 100), min_size=len(TERMS), max_size=len(TERMS)),
    unit,
)


# --- Weights --------------------------------------------------------------------------
@given(some_weights)
def test_weights_are_read_as_they_were_kept(weights):
    assert Weights.read(weights.as_dict()) == weights


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"words": -1}, "words"),
        ({"words": math.nan}, "words"),
        ({"outcome": 101}, "outcome"),
        ({"variety": 1.1}, "variety"),
        ({"trials": 0.4}, "trials"),
        ({"luck": 3}, "luck"),
        ({"words": "many"}, "words"),
        ({"words": True}, "words"),
        (dict.fromkeys(TERMS, 0), ""),
    ],
)
def test_weights_that_cannot_be_used_are_refused_by_name(values, name):
    with pytest.raises(BadWeights) as refused:
        Weights.read(values)
    assert refused.value.name == name


# --- Scoring --------------------------------------------------------------------------
@given(features, some_weights)
def test_terms_add_up_to_a_score_between_nothing_and_all(found, weights):
    terms = shares(found, weights)
    assert score(found, weights) == pytest.approx(sum(term.share for term in terms))
    assert 0 <= score(found, weights) <= 1 + 1e-9
    assert all(0 <= term.share <= term.most + 1e-12 for term in terms)
    if terms:
        assert sum(term.most for term in terms) == pytest.approx(1)


@given(features.filter(bool), some_weights, st.data())
def test_doing_better_in_a_term_never_costs(found, weights, data):
    name = data.draw(st.sampled_from(sorted(found)))
    better = {**found, name: min(1.0, found[name] + 0.1)}
    assert score(better, weights) >= score(found, weights) - 1e-12


@given(features.filter(bool), some_weights)
def test_points_add_up_to_the_total_and_none_is_above_its_most(found, weights):
    terms = shares(found, weights)
    most = points([term.most for term in terms])
    mine = points([term.share for term in terms], most)
    assert sum(most) == 100
    assert sum(mine) == round(sum(term.share for term in terms) * 100)
    assert all(0 <= got <= of for got, of in zip(mine, most, strict=True))


# --- Smoothing ------------------------------------------------------------------------
tallies = st.builds(lambda tried, part: Tally(tried * part, tried), st.integers(0, 500), unit)


@given(st.lists(tallies, max_size=30))
def test_a_prior_is_never_certain(found):
    prior = prior_of(found)
    assert 0 < prior.rate < 1
    assert LEAST_PRIOR <= prior.strength <= MOST_PRIOR or prior.strength == Prior().strength


@given(tallies, tallies, st.lists(tallies, max_size=20))
def test_a_smoothed_rate_lies_between_what_was_seen_and_what_is_usual(one, rest, others):
    prior = prior_of(others)
    rate = smoothed(one, prior)
    seen = one.good / one.tried if one.tried else prior.rate
    assert min(seen, prior.rate) - 1e-9 <= rate <= max(seen, prior.rate) + 1e-9
    assert 0 <= nested(one, one + rest, prior) <= 1


def test_a_handful_of_readers_does_not_win():
    prior = prior_of([Tally(30, 60), Tally(50, 100), Tally(20, 45), Tally(70, 120), Tally(9, 30)])
    lucky, proven = Tally(3, 3), Tally(140, 200)
    assert smoothed(lucky, prior) < smoothed(proven, prior)
    assert against_usual(smoothed(Tally(0, 0), prior), prior.rate) == pytest.approx(0.5)


def test_without_readers_of_this_audience_the_others_count():
    prior = Prior(0.3, 10)
    known = nested(Tally(0, 0), Tally(90, 100), prior)
    assert known > 0.8
    assert nested(Tally(0, 40), Tally(90, 140), prior) < known


def test_content_that_differs_much_is_believed_sooner():
    alike = prior_of([Tally(50, 100), Tally(51, 100), Tally(49, 100), Tally(50, 100)] * 2)
    different = prior_of([Tally(5, 100), Tally(95, 100), Tally(10, 100), Tally(90, 100)] * 2)
    assert alike.strength == MOST_PRIOR
    assert different.strength == LEAST_PRIOR


# --- Variety --------------------------------------------------------------------------
@st.composite
def choosing(draw):
    count = draw(st.integers(1, 12))
    scores = draw(st.lists(unit, min_size=count, max_size=count))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    vectors = chance.normal(size=(count, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return scores, likeness_of(vectors)


@given(choosing(), unit)
def test_variety_leaves_nothing_out_and_takes_nothing_twice(drawn, variety):
    scores, likeness = drawn
    assert sorted(diversified(scores, likeness, variety)) == list(range(len(scores)))


@given(choosing())
def test_without_variety_the_best_come_first(drawn):
    scores, likeness = drawn
    order = diversified(scores, likeness, 0.0)
    assert [scores[at] for at in order] == sorted(scores, reverse=True)


@given(choosing(), st.floats(0, 0.99))
def test_the_best_of_all_stands_first_where_nothing_is_beside(drawn, variety):
    scores, likeness = drawn
    assert scores[diversified(scores, likeness, variety)[0]] == max(scores)


def test_a_double_comes_after_something_new():
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert diversified([0.9, 0.89, 0.7], likeness_of(vectors), 0.4) == [0, 2, 1]
    beside = [1.0, 1.0, 0.0]
    assert diversified([0.9, 0.89, 0.7], likeness_of(vectors), 0.4, beside=beside)[0] == 2


# --- Trials ---------------------------------------------------------------------------
@given(choosing(), unit, st.floats(0, 0.3), st.integers(1, 12), st.integers(0, 999))
def test_trials_fill_each_place_once_with_a_chance_that_is_known(
    drawn, variety, trials, limit, seed
):
    scores, likeness = drawn
    allowed = fitting(scores)
    placed = fill(Variety(scores, likeness, variety), allowed, limit, trials, dice(seed))
    shown = [at.candidate for at in placed]
    assert len(shown) == min(limit, len(scores)) == len(set(shown))
    assert all(0 < at.propensity <= 1 for at in placed)
    assert all(at.candidate in allowed for at in placed if at.explored)
    again = fill(Variety(scores, likeness, variety), allowed, limit, trials, dice(seed))
    assert again == placed


def test_logged_chances_are_the_frequencies():
    scores, likeness = [0.9, 0.85, 0.8, 0.2], np.zeros((4, 4))
    chance = dice(3)
    told: dict[int, float] = {}
    seen = dict.fromkeys(range(4), 0)
    for _run in range(20_000):
        (first,) = fill(Variety(scores, likeness, 0.2), fitting(scores), 1, 0.3, chance)
        told[first.candidate] = first.propensity
        seen[first.candidate] += 1
    assert seen[3] == 0  # too far from the best to be tried
    assert sum(told.values()) == pytest.approx(1)
    for candidate, propensity in told.items():
        assert seen[candidate] / 20_000 == pytest.approx(propensity, abs=0.01)


# --- Replay ---------------------------------------------------------------------------
TRUTH = [0.2, 0.5, 0.8]


def logged_world(lists: int, weights: Weights, seed: int = 5) -> list[LoggedList]:
    """Lists of one place; the third candidate is best, the weights rank the first highest."""
    chance = dice(seed)
    found = [{"persona": 1.0, "words": 0.7}, {"persona": 0.9, "words": 0.8}, {"words": 1.0}]
    found[2]["persona"] = 0.8
    likeness = np.zeros((3, 3))
    made = []
    for _list in range(lists):
        scores = [score(one, weights) for one in found]
        (at,) = fill(Variety(scores, likeness, 0.0), fitting(scores), 1, weights.trials, chance)
        got = float(chance.random() < TRUTH[at.candidate])
        shown = [Shown(at.candidate, at.propensity, got)]
        made.append(LoggedList(found, likeness, [0.0] * 3, shown))
    return made


LOGGING = Weights(persona=40, words=5, variety=0.0, trials=0.3)


def test_a_replay_finds_what_other_weights_would_have_brought():
    lists = logged_world(3000, LOGGING)
    other = Weights(persona=5, words=40, variety=0.0)
    assert choices(lists[0], LOGGING) == [0]
    assert choices(lists[0], other) == [2]
    mine, theirs = estimate(lists, LOGGING), estimate(lists, other)
    assert mine.enough and theirs.enough
    assert mine.low < TRUTH[0] < mine.high
    assert theirs.low < TRUTH[2] < theirs.high
    assert theirs.effective < mine.effective <= 3000


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    held = 0
    for seed in range(60):
        one = estimate(logged_world(400, LOGGING, seed), LOGGING)
        held += one.low <= TRUTH[0] <= one.high
    assert held >= 52


def test_a_replay_says_when_too_little_is_known():
    few = estimate(logged_world(12, LOGGING), LOGGING)
    assert not few.enough
    none = estimate([], DEFAULTS)
    assert math.isnan(none.value) and not none.enough
    assert (none.low, none.high, none.effective) == (0.0, 1.0, 0.0)


@given(st.lists(st.lists(st.tuples(st.floats(1, CAP), unit), max_size=5), max_size=20))
def test_an_estimate_stays_between_its_bounds(lists):
    one = weighed(lists)
    if math.isnan(one.value):
        return
    assert one.low - 1e-9 <= one.value <= one.high + 1e-9
    assert 0 < one.effective <= one.agreed + 1e-6


def test_what_was_logged_is_the_plain_mean():
    lists = logged_world(50, LOGGING)
    mean = sum(one.shown[0].reward for one in lists) / 50
    assert logged(lists).value == pytest.approx(mean)


def test_of_several_outcomes_the_best_counts():
    assert reward([]) == 0 == reward(["shown"])
    assert reward(["shown", "on_deck", "sent"]) == REWARDS["sent"]
    assert reward(["read"]) < reward(["read", "won"]) == reward(REWARDS) == 1


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (Outcome(readers=9), ""),
        (Outcome(readers=9, won=1, by_deal=1), " (1 with a won deal)"),
        (Outcome(readers=9, won=2), " (2 customers)"),
        (Outcome(readers=9, won=3, by_deal=2), " (2 with a won deal, 1 other customer)"),
    ],
)
def test_who_was_won_is_said_with_how_it_is_known(counted, said):
    assert won_words(counted) == said
