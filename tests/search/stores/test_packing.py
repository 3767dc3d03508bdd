"""Vectors in one value: measured from it as from the vectors themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.stores.elasticsearch import packing


def units(rng: np.random.Generator, count: int, dimensions: int = 384) -> np.ndarray:
    made = rng.normal(size=(count, dimensions)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@given(st.integers(1, 3000))
def test_every_passage_has_a_share_and_the_first_its_own(passages):
    shares = packing.shares(passages)
    assert shares.sum() == passages
    assert shares[0] == 1
    assert len(shares) == min(passages, packing.MOST)
    assert len(set(shares[1:].tolist())) <= 2
    assert np.ptp(shares[1:]) <= 1 if passages > 1 else True


@settings(max_examples=25)
@given(st.lists(st.integers(1, packing.MOST), min_size=1, max_size=6), st.integers(0, 10**6))
def test_closeness_and_means_are_those_of_the_vectors(counts, seed):
    rng = np.random.default_rng(seed)
    documents = [units(rng, count) for count in counts]
    asked = units(rng, 1)[0]
    unpacked = packing.unpack([packing.pack(vectors) for vectors in documents], 384)
    exact = [(vectors @ asked).max() + vectors[0] @ asked for vectors in documents]
    assert unpacked.closeness(asked) == pytest.approx(exact, abs=5e-3)
    for mean, vectors in zip(unpacked.means(), documents, strict=True):
        total = vectors.sum(axis=0)
        assert mean @ (total / np.linalg.norm(total)) == pytest.approx(1, abs=1e-3)


def test_a_long_document_takes_no_more_room_than_others():
    vectors = units(np.random.default_rng(2), 900)
    packed = packing.pack(vectors)
    assert len(packed) == len(packing.pack(vectors[: packing.MOST])) < 32_766 * 4 / 3
    total = vectors.sum(axis=0)
    (mean,) = packing.unpack([packed], 384).means()
    assert mean @ (total / np.linalg.norm(total)) > 0.99


def test_a_text_without_a_word_packs_to_nothing_near():
    packed = packing.pack(np.zeros((2, 8), np.float32))
    unpacked = packing.unpack([packed], 8)
    assert unpacked.closeness(np.ones(8, np.float32)).tolist() == [0.0]
    assert packing.unpack([], 8).closeness(np.ones(8, np.float32)).size == 0
