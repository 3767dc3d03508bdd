import pytest

from personas.engagement.enums import Grade, Verb
from personas.engagement.looks import GRADES, VERBS, dwell_words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (None, ""),
        (0, ""),
        (300, "1 s"),
        (59_000, "59 s"),
        (60_000, "1 min"),
        (75_000, "1 min 15 s"),
        (3_600_000, "1 h"),
        (5_400_000, "1 h 30 min"),
    ],
)
def test_dwell_reads_as_time(milliseconds, words):
    assert dwell_words(milliseconds) == words


def test_every_grade_and_verb_has_a_look():
    assert set(GRADES) == set(Grade)
    assert set(VERBS) == set(Verb)
