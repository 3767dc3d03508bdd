from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.stores.embedded.spelling import Vocabulary, distance

WORDS = st.text(alphabet="abcd", max_size=7)


def test_swapped_letters_are_one_error():
    assert distance("reprot", "report", 2) == 1


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_zero_only_for_the_same_word(left, right):
    there, back = distance(left, right, 3), distance(right, left, 3)
    assert there == back
    assert (there == 0) == (left == right)


@given(WORDS, WORDS, st.integers(0, 3))
def test_a_lower_limit_only_cuts(left, right, most):
    full = distance(left, right, 10)
    assert distance(left, right, most) == min(full, most + 1)


def test_the_more_frequent_of_two_equally_near_words_comes_first():
    vocabulary = Vocabulary([("depot", 3), ("report", 90), ("repo", 2)])
    assert vocabulary.near("repot", 3)[0] == "report"


def test_a_word_with_one_error_hides_those_with_two():
    vocabulary = Vocabulary([("reports", 900), ("report", 1)])
    assert vocabulary.near("repotr", 3) == ["report"]
