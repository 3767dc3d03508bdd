"""Vectors of what is not indexed are those that the index would hold."""

from __future__ import annotations

import numpy as np
import pytest

from search import services, vectors
from search.documents import Section
from search.embedding.hashing import HashingEmbedder
from search.models import StoredVector
from tests.factories.search import document

pytestmark = pytest.mark.django_db
LONG = [Section("Cold stores cost most at night. " * 60), Section("Doors leak.", kind="slide")]


def test_a_draft_has_the_vector_that_it_will_have_in_the_index(source):
    draft = document("a", "Cold stores", LONG)
    (before,) = vectors.of_documents([draft])
    source.put(draft)
    services.rebuild()
    assert before is not None
    assert np.allclose(before, services.vectors_of(["a"])["a"], atol=1e-5)
    assert np.linalg.norm(before) == pytest.approx(1, abs=1e-5)


def test_nothing_is_stored_of_a_draft():
    vectors.of_documents([document("a", "Cold stores", LONG)])
    vectors.of_texts(["What does a cold store cost?"])
    assert not StoredVector.objects.exists()


def test_what_is_indexed_is_not_embedded_again(source, monkeypatch):
    source.put(document("a", "Cold stores", LONG))
    services.rebuild()

    def refuse(self, texts, *, query=False):
        raise AssertionError(texts)

    monkeypatch.setattr(HashingEmbedder, "encode", refuse)
    assert vectors.of_documents([source.held["a"]])[0] is not None


def test_a_language_that_the_model_does_not_serve_has_no_vector(monkeypatch):
    monkeypatch.setattr(HashingEmbedder, "languages", frozenset({"en"}))
    found = vectors.of_documents(
        [document("a", text="Kühlhäuser", language="de"), document("b", text="Cold stores")]
    )
    assert found[0] is None
    assert found[1] is not None


def test_no_texts_have_no_vectors():
    assert vectors.of_documents([]) == []
    assert vectors.of_texts([]).shape[0] == 0
