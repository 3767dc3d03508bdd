from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cms.library.results import reasons_of
from cms.library.standing import SOON, standing_of
from search.results import Reason

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def standing(**given):
    given = {"expire_at": None, "review_by": None, "now": NOW, **given}
    return standing_of(**given)


def test_an_asset_without_an_end_is_current():
    assert standing().text == "Current"
    assert standing().is_current


def test_an_asset_that_expires_within_a_month_says_when():
    soon = standing(expire_at=NOW + timedelta(days=11))
    assert (soon.text, soon.level) == ("Expires soon", "warn")
    assert "3\u00a0December" in soon.note


def test_an_asset_that_expires_later_says_until_when_it_is_approved():
    later = standing(expire_at=NOW + SOON + timedelta(days=300))
    assert later.is_current
    assert "2027" in later.note


def test_an_overdue_review_makes_an_asset_outdated():
    assert standing(review_by=date(2026, 11, 21)).text == "Outdated"
    assert standing(review_by=date(2026, 11, 22)).is_current


def test_a_dead_figure_makes_an_asset_outdated_and_is_counted():
    found = standing(dead_facts=2, expire_at=NOW + timedelta(days=2))
    assert found.text == "Outdated"
    assert found.note.startswith("2 figures")


def test_a_persona_is_met_or_not_however_little_it_adds():
    words, persona = reasons_of(
        (Reason("words", 0.95, "Contains cold"), Reason("persona", 0.05, "For the CFO")), 0.9
    )
    assert (words.word, persona.word) == ("very close", "made for them")
    assert persona.share > 0.5


def test_a_poor_answer_is_called_near_even_by_its_best_reason():
    (only,) = reasons_of((Reason("meaning", 1.0, "Close in meaning"),), 0.1)
    assert only.word == "near"


@given(
    st.lists(
        st.tuples(st.sampled_from(["words", "meaning", "stage"]), st.floats(0, 1)), max_size=6
    ),
    st.floats(0, 1),
)
def test_bars_stay_within_their_track_and_each_has_a_word(terms, score):
    for why in reasons_of(tuple(Reason(term, share, "x") for term, share in terms), score):
        assert 0 < why.share <= 1
        assert why.word
