"""Runs of words as numbers, and how much of them two texts share (pure).

A text's runs of five words are hashed; the smallest of the hashes stand for the text, all of
them where they are no more than MOST. Two texts are compared over the range that both cover,
so that short texts are compared exactly and a book costs no more than a chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint32]

RUN = 5
MOST = 4000
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without signs."""
    return _WORD.findall(text.lower())


def shingles(texts: Iterable[str]) -> Shingles:
    """Return the hashes of all runs of words, none across two texts: unique, rising."""
    found: set[int] = set()
    for text in texts:
        said = words(text)
        found.update(
            crc32(" ".join(said[at : at + RUN]).encode()) for at in range(len(said) - RUN + 1)
        )
    return np.sort(_mixed(np.fromiter(found, np.uint32, len(found))))[:MOST]


def _mixed(hashes: Shingles) -> Shingles:
    """Spread the hashes evenly, each to one of its own: the smallest are a fair sample then."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed = mixed * np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed = mixed * np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


@dataclass(frozen=True, slots=True)
class Overlap:
    """`of_shorter`: share of the text with fewer runs that the other has too. `of_both`: share
    of all runs that both have. Each from 0 to 1."""

    of_shorter: float
    of_both: float


def overlap(one: Shingles, other: Shingles) -> Overlap:
    """Compare two texts; exactly where neither has more than MOST runs."""
    if not one.size or not other.size:
        return Overlap(0.0, 0.0)
    limits = [int(s[-1]) for s in (one, other) if s.size == MOST]
    if limits:
        one, other = (
            s[: int(np.searchsorted(s, min(limits), side="right"))] for s in (one, other)
        )
    shared = int(np.intersect1d(one, other, assume_unique=True).size)
    shorter = min(one.size, other.size)
    both = one.size + other.size - shared
    return Overlap(shared / shorter if shorter else 0.0, shared / both if both else 0.0)
