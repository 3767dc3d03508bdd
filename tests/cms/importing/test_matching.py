"""Block ids through a re-import."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.importing.matching import match_blocks

blocks = st.lists(
    st.tuples(st.sampled_from(["paragraph", "heading", "list"]), st.text("abc ", max_size=5)),
    max_size=9,
)


@given(blocks, blocks)
def test_every_block_is_used_once_and_keeps_its_type(old, new):
    pairs = match_blocks(old, new)
    assert len(set(pairs.values())) == len(pairs)
    assert all(old[here][0] == new[there][0] for there, here in pairs.items())


@given(blocks, blocks)
def test_identical_blocks_keep_their_ids_wherever_they_moved(old, new):
    pairs = match_blocks(old, new)
    for content in set(old) & set(new):
        kept = sum(old[here] == content == new[there] for there, here in pairs.items())
        assert kept == min(old.count(content), new.count(content))


def test_a_changed_block_is_the_one_that_it_resembles():
    old = [("paragraph", "one two three four"), ("paragraph", "red green blue black")]
    new = [("paragraph", "red green blue white"), ("paragraph", "one two three five")]
    assert match_blocks(old, new) == {0: 1, 1: 0}


def test_a_rewritten_block_keeps_its_place_between_its_neighbours():
    old = [("heading", "A"), ("paragraph", "x y z"), ("heading", "B")]
    new = [("heading", "A"), ("paragraph", "all new words"), ("heading", "B")]
    assert match_blocks(old, new) == {0: 0, 1: 1, 2: 2}


def test_an_inserted_block_is_new():
    old = [("paragraph", "one two"), ("paragraph", "three four")]
    new = [("paragraph", "one two"), ("heading", "News"), ("paragraph", "three four")]
    assert match_blocks(old, new) == {0: 0, 2: 1}
