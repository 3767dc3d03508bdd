from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.slides.typography import (
    MINUS,
    NBSP,
    balanced_width,
    bind_last,
    falling,
    largest_size,
    lines,
    refine,
    refine_html,
)

words = st.text(alphabet="abcdefghij é£%-'\".0123456789", max_size=80)


def fixed(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "no" twice', "He said “no” twice"),
        ("It's the drivers' list", "It’s the drivers’ list"),
        ("68 % of 40 km", f"68{NBSP}% of 40{NBSP}km"),
        ("in 26 weeks", f"in 26{NBSP}weeks"),
        ("from -3.5 to -£12", f"from {MINUS}3.5 to {MINUS}£12"),
        ("on 24 November", f"on 24{NBSP}November"),
        ("a well-known site-2 rule", "a well-known site-2 rule"),
        ("2026-11-24", "2026-11-24"),
        ("2025-2026", "2025–2026"),
        ("+44 20 7946", "+44 20 7946"),
        ("wait...", "wait…"),
    ],
)
def test_it_sets_what_was_typed(typed: str, printed: str) -> None:
    assert refine(typed) == printed


@given(words)
def test_refining_twice_changes_nothing(text: str) -> None:
    assert refine(refine(text)) == refine(text)


@given(words)
def test_refining_keeps_letters_and_digits(text: str) -> None:
    def kept(value: str) -> list[str]:
        return [char for char in value if char.isalnum()]

    assert kept(refine(text)) == kept(text)


def test_tags_are_left_alone() -> None:
    html = '<b class="x" data-a=\'1\'>"Yes"</b> and "no"'
    assert refine_html(html) == "<b class=\"x\" data-a='1'>“Yes”</b> and “no”"


def test_a_quote_may_close_behind_a_tag() -> None:
    assert refine_html('he said "a <b>b</b>" then') == "he said “a <b>b</b>” then"


@given(
    st.lists(st.text(alphabet="abc", min_size=1, max_size=9), min_size=1, max_size=25),
    st.floats(min_value=10, max_value=80),
)
def test_balancing_keeps_the_line_count(parts: list[str], width: float) -> None:
    text = " ".join(parts)
    balanced = balanced_width(text, width, fixed)
    assert balanced <= width
    before = lines(parts, width, fixed)
    assert lines(parts, balanced, fixed) == before


def test_balancing_makes_lines_even() -> None:
    assert balanced_width("one two three four", 14, fixed) < 13


@given(words)
def test_binding_only_changes_spaces(text: str) -> None:
    assert bind_last(text).replace(NBSP, " ") == text.replace(NBSP, " ")


def test_the_last_line_has_at_least_eleven_letters() -> None:
    assert bind_last("the rules fit before the first is in") == (
        f"the rules fit before the first{NBSP}is{NBSP}in"
    )


def test_figures_share_the_size_of_the_widest() -> None:
    size = largest_size(
        ["1", "1234567"], 100, lambda text, size: len(text) * size, range(40, 9, -2)
    )
    assert size == 14


def test_the_smallest_size_is_the_last() -> None:
    assert largest_size(["x" * 999], 1, lambda text, size: len(text) * size, (40, 20)) == 20
    assert falling((40, 20)) and not falling((20, 40))
