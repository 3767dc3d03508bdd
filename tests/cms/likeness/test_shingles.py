"""Runs of words: exact for short texts, a fair estimate for long ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cms.likeness.shingles import MOST, RUN, overlap, shingles, words

TEXT = st.lists(
    st.sampled_from(["cold", "store", "energy", "night", "price", "door", "fan"]), max_size=60
)


@given(TEXT)
def test_a_text_shares_all_of_itself(said):
    found = shingles([" ".join(said)])
    shared = overlap(found, found)
    assert shared.of_shorter == shared.of_both == (1.0 if len(said) >= RUN else 0.0)


@given(TEXT, TEXT)
def test_the_overlap_is_the_same_from_both_sides_and_within_bounds(one, other):
    a, b = shingles([" ".join(one)]), shingles([" ".join(other)])
    assert overlap(a, b) == overlap(b, a)
    shared = overlap(a, b)
    assert 0 <= shared.of_both <= shared.of_shorter <= 1


def test_case_and_signs_do_not_matter():
    plain = shingles(["what a cold store costs at night"])
    assert np.array_equal(plain, shingles(["What a  Cold Store costs, at night!"]))


def test_no_run_crosses_two_texts():
    assert not shingles(["one two three", "four five six"]).size


def test_a_text_inside_another_is_all_shared():
    rng = np.random.default_rng(3)
    said = [f"w{rng.integers(900)}" for _ in range(400)]
    short, long = shingles([" ".join(said[:100])]), shingles([" ".join(said)])
    shared = overlap(short, long)
    assert shared.of_shorter == 1.0
    assert 0.2 < shared.of_both < 0.3


def test_long_texts_are_estimated_within_a_few_per_cent():
    rng = np.random.default_rng(5)
    said = [f"w{rng.integers(9000)}" for _ in range(16_000)]
    other = said[:12_000] + [f"v{rng.integers(9000)}" for _ in range(4_000)]
    one, two = shingles([" ".join(said)]), shingles([" ".join(other)])
    assert one.size == two.size == MOST
    shared = overlap(one, two)
    assert abs(shared.of_shorter - 0.75) < 0.04
    assert abs(shared.of_both - 0.6) < 0.04


def test_words_are_counted_in_any_script():
    assert words("Größe: 1.200 м²") == ["größe", "1", "200", "м²"]
