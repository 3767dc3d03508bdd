"""Embedding: the model that the settings name, one a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.embedding.base import Embedder
from search.embedding.hashing import HashingEmbedder
from search.embedding.manifest import AUTO, model_folder
from search.embedding.onnx import OnnxEmbedder

KINDS = ("onnx", "hashing")


def get_embedder() -> Embedder:
    """Return this process's embedder; its weights load at the first `encode`."""
    precision = getattr(settings, "EMBEDDING_PRECISION", AUTO)
    return _embedder(getattr(settings, "SEARCH_EMBEDDER", "onnx"), model_folder(), precision)


@lru_cache(maxsize=4)
def _embedder(kind: str, folder: Path, precision: str) -> Embedder:
    if kind == "hashing":
        return HashingEmbedder()
    if kind == "onnx":
        return OnnxEmbedder(folder, precision)
    raise ImproperlyConfigured(f"SEARCH_EMBEDDER must be one of {', '.join(KINDS)}.")
