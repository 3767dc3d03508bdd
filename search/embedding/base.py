"""What an embedder is: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of length one, so that a dot product is a cosine.

    `name` and `digest` identify the model: vectors of different models never mix.
    `languages` names those that the model serves; empty means all.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    @property
    def languages(self) -> frozenset[str]: ...

    def __hash__(self) -> int: ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return float32 of shape (len(texts), dimensions), each row of length one.

        `query` chooses the model's prompt for questions, where it has one.
        """
        ...


def serves(embedder: Embedder, language: str) -> bool:
    """Say whether the model reads a language, such as "en" or "en-gb"."""
    served = embedder.languages
    return not served or language.split("-")[0].lower() in served


def model_key(embedder: Embedder) -> str:
    """Return the part of a vector's key that names its model."""
    return f"{embedder.name}:{embedder.digest[:16]}"
