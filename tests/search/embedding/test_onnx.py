"""The prepared model, run without torch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from search.embedding import manifest as manifests
from search.embedding.onnx import OnnxEmbedder
from search.errors import ModelMissing

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    folder = Path(settings.EMBEDDING_MODEL_DIR) / manifests.PACKAGED_NAME
    try:
        manifests.read(folder)
    except ModelMissing as error:
        pytest.skip(str(error))
    return OnnxEmbedder(folder)


def test_it_gives_the_vectors_of_sentence_transformers(embedder):
    reference = embedder.manifest.reference
    assert embedder.manifest.weights == manifests.PACKAGED_SHA256
    assert len(reference) >= 5
    ours = embedder.encode([entry["text"] for entry in reference])
    theirs = np.array([entry["vector"] for entry in reference])
    assert (ours * theirs).sum(axis=1).min() >= 0.9999


def test_a_text_has_the_same_vector_alone_and_in_any_batch(embedder):
    texts = ["short", "a somewhat longer text about carbon " * 9, "", "word " * 500]
    together = embedder.encode(texts * 5)
    for row, text in enumerate(texts):
        alone = embedder.encode([text])[0]
        for copy in range(5):
            assert together[row + copy * len(texts)] @ alone == pytest.approx(1, abs=1e-5)


def test_vectors_are_of_length_one_and_float32(embedder):
    vectors = embedder.encode(["carbon", "", "zählt"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert embedder.encode([]).shape == (0, 384)


def test_meaning_is_found_where_no_word_is_shared(embedder):
    question = embedder.encode(["How do we cut emissions of our trucks?"], query=True)[0]
    texts = [
        "Reducing the carbon footprint of a freight fleet",
        "A recipe for apple pie",
        "Interview questions for new accountants",
    ]
    assert int(np.argmax(embedder.encode(texts) @ question)) == 0


def test_a_process_forked_after_loading_is_told_instead_of_waiting(embedder, monkeypatch):
    embedder.encode(["carbon"])
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    with pytest.raises(RuntimeError, match="forked"):
        embedder.encode(["carbon"])


PROBE = """
import sys
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["search"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True,
    SEARCH_DATA_DIR=sys.argv[1], EMBEDDING_MODEL="all-MiniLM-L6-v2",
    EMBEDDING_MODEL_DIR=sys.argv[2],
)
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from search import services, sources
from tests.factories.search import ListSource, document
assert "onnxruntime" not in sys.modules, "the runtime is loaded before it is needed"
sources.register(ListSource(document("a", "Carbon footprint of a fleet"), document("b", "Pie")))
services.rebuild()
page = services.search(services.SearchQuery(words="emissions of trucks"))
assert page.hits[0].key == "a", page
heavy = {"torch", "transformers", "sentence_transformers", "optimum"} & set(sys.modules)
assert not heavy, heavy
"""


def test_indexing_and_searching_import_no_torch(embedder, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path), str(settings.EMBEDDING_MODEL_DIR)],
        capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
