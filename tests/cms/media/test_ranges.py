"""The Range header, for every header and every size of file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.media.ranges import ByteRange, RangeNotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-3", ByteRange(0, 3)),
        ("bytes=5-", ByteRange(5, 9)),
        ("bytes=-4", ByteRange(6, 9)),
        ("bytes=-400", ByteRange(0, 9)),
        ("bytes=8-400", ByteRange(8, 9)),
        ("BYTES = 0 - 0", ByteRange(0, 0)),
        ("bytes=3-1", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("", None),
    ],
)
def test_it_reads_one_range(header, expected):
    assert parse_range(header, 10) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=400-500", "bytes=-0"])
def test_it_refuses_a_range_behind_the_end(header):
    with pytest.raises(RangeNotSatisfiable):
        parse_range(header, 10)


@given(
    st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True),
    st.integers(0, 3000),
)
def test_a_range_always_lies_inside_the_file(header, size):
    try:
        found = parse_range(header, size)
    except RangeNotSatisfiable:
        return
    if found is not None:
        assert 0 <= found.start <= found.end < size
