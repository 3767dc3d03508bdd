"""Two texts beside each other: nothing is lost, and only what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.likeness.side_by_side import side_by_side

LINES = st.lists(
    st.lists(
        st.sampled_from(["cold", "store", "energy", "night", "price"]), min_size=1, max_size=6
    ).map(" ".join),
    max_size=8,
)


def text(line):
    return "".join(piece.text for piece in line)


@given(LINES, LINES)
def test_each_side_reads_as_before(left, right):
    rows = side_by_side(left, right)
    assert [text(row.left) for row in rows if row.left] == left
    assert [text(row.right) for row in rows if row.right] == right


@given(LINES)
def test_the_same_text_has_no_difference(lines):
    assert all(row.same for row in side_by_side(lines, lines))


@given(LINES, LINES)
def test_what_is_not_marked_is_the_same_on_both_sides(left, right):
    for row in side_by_side(left, right):
        kept = ["".join(p.text for p in side if not p.differs) for side in (row.left, row.right)]
        assert kept[0] == kept[1]


def test_one_changed_word_is_marked_alone():
    (row,) = side_by_side(["Night power costs 9 cents."], ["Night power costs 11 cents."])
    assert [p.text for p in row.left if p.differs] == ["9"]
    assert [p.text for p in row.right if p.differs] == ["11"]


def test_a_line_of_one_side_stands_alone():
    rows = side_by_side(["Same line here."], ["Something wholly else.", "Same line here."])
    assert not rows[0].left
    assert rows[1].same
