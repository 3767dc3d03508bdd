"""Questions: embedded beside other work, each once."""

import threading

import numpy as np
import pytest

from search.embedding.cache import begin_query_vector
from search.embedding.hashing import HashingEmbedder
from search.errors import ModelMissing


class Waiting(HashingEmbedder):
    """Embeds when it is let to, and counts how often."""

    def __init__(self):
        self.may_go = threading.Event()
        self.calls = 0

    def encode(self, texts, *, query=False):
        assert self.may_go.wait(10)
        self.calls += 1
        return super().encode(texts, query=query)


class Broken(HashingEmbedder):
    def encode(self, texts, *, query=False):
        raise ModelMissing("There is no model.")


def test_the_caller_goes_on_while_a_question_is_embedded():
    embedder = Waiting()

    vector = begin_query_vector(embedder, "how long does it take")
    embedder.may_go.set()

    expected = HashingEmbedder().encode(["how long does it take"], query=True)[0]
    assert np.array_equal(vector(), expected)


def test_a_question_is_embedded_once_however_often_it_is_asked():
    embedder = Waiting()
    embedder.may_go.set()

    asked = begin_query_vector(embedder, "the price")
    first, second = asked(), asked()

    assert first is second
    assert begin_query_vector(embedder, "the price")() is first
    assert embedder.calls == 1


def test_what_goes_wrong_is_told_to_who_calls_for_the_vector():
    vector = begin_query_vector(Broken(), "anything")

    with pytest.raises(ModelMissing, match="no model"):
        vector()
