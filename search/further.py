"""Further words beside those typed (pure): how much they may add to a document's score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import fusion

Floats = NDArray[np.float64]

WORTH = 0.3  # what a perfect match of a further text of full weight adds
MOST = 0.5  # all further texts together add at most this share of what the typed words gave


@dataclass(frozen=True, slots=True)
class Further:
    """What one further text adds to each candidate, and how that is told."""

    term: str
    why: str
    values: Floats


def strength(fused: Floats) -> Floats:
    """Return fused scores on the scale on which they are shown, 0 to 1."""
    return np.clip(fused / fusion.FULL, 0.0, 1.0)


def beside(relevance: Floats, parts: Sequence[Further]) -> tuple[Further, ...]:
    """Scale what further texts add, so that the typed words dominate.

    A document ends between 1 and 1.5 times what the typed words gave it: one that fits them
    half as well again as another stays before it, whatever the further texts say.
    """
    if not parts:
        return ()
    together = np.sum([part.values for part in parts], axis=0)
    limit = MOST * np.maximum(relevance, 0.0)
    scale = np.minimum(1.0, limit / np.maximum(together, 1e-12))
    return tuple(Further(p.term, p.why, p.values * scale) for p in parts)
