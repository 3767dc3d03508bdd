"""Stores: the one that the settings name, one a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.documents import FORMAT
from search.embedding import get_embedder
from search.embedding.base import Embedder, model_key
from search.stores.base import Store
from search.stores.embedded.store import EmbeddedStore


def get_store() -> Store:
    """Return this process's store for the model in use. Raises ModelMissing.

    Each model has a folder of its own: vectors of different models never meet.
    """
    return embedded(Path(settings.SEARCH_DATA_DIR), get_embedder())


def embedded(folder: Path, embedder: Embedder) -> EmbeddedStore:
    """Return the embedded store under `folder` for a model."""
    name = "".join(c if c.isalnum() or c in ".-" else "-" for c in model_key(embedder))
    return _embedded(folder / f"embedded-{FORMAT}-{name}", embedder.dimensions)


@lru_cache(maxsize=8)
def _embedded(folder: Path, dimensions: int) -> EmbeddedStore:
    return EmbeddedStore(folder, dimensions)
