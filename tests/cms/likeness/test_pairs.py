"""Near vectors are found whatever the blocks are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.likeness import pairs


def unit(seed: int, count: int, dimensions: int = 6) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@given(st.integers(0, 1000), st.integers(0, 40))
def test_with_room_for_all_every_pair_above_the_limit_is_found_once(seed, count):
    vectors = unit(seed, count)
    found = {(i, j): c for i, j, c in pairs.near(vectors, 0.5, max(count, 1))}
    cosines = vectors @ vectors.T
    # Rounding may differ at the very limit.
    for i in range(count):
        for j in range(i + 1, count):
            if abs(cosines[i, j] - 0.5) > 1e-5:
                assert ((i, j) in found) == (cosines[i, j] >= 0.5)
    assert all(i < j for i, j in found)
    assert all(c == pytest.approx(cosines[pair], abs=1e-5) for pair, c in found.items())


def test_blocks_make_no_difference(monkeypatch):
    vectors = unit(1, 60)
    whole = sorted(pairs.near(vectors, 0.3, 4))
    monkeypatch.setattr(pairs, "BLOCK", 7)
    assert [p[:2] for p in sorted(pairs.near(vectors, 0.3, 4))] == [p[:2] for p in whole]


def test_no_asset_brings_more_than_its_nearest():
    same = np.tile(unit(2, 1), (50, 1))
    assert len(list(pairs.near(same, 0.9, 3))) <= 150


@pytest.mark.parametrize("count", [0, 1])
def test_alone_there_is_no_pair(count):
    assert list(pairs.near(unit(0, count), 0, 5)) == []
