"""What personas object to, suffer from and ask is read in other words too, by the real model."""

from __future__ import annotations

import pytest

from cms.library.understanding import Reading, make_vocabulary, recognise
from search.embedding import get_embedder
from tests.cms.library import said

pytestmark = [pytest.mark.model, pytest.mark.django_db]

KINDS = {"objection": said.OBJECTIONS, "pain": said.PAINS, "question": said.QUESTIONS}


@pytest.fixture
def read(real_model):
    vocabulary = make_vocabulary(
        (), [(kind, "anna", "Anna", line) for kind, lines in KINDS.items() for line in lines]
    )
    vectors = get_embedder().encode([line.text for line in vocabulary.lines])

    def reading(asked: str) -> Reading:
        cosines = vectors @ get_embedder().encode([asked], query=True)[0]
        near = dict(zip((line.key for line in vocabulary.lines), cosines.tolist(), strict=True))
        return recognise(asked, vocabulary, near=near)

    return reading


def test_most_ways_to_say_a_line_are_read_as_that_line(read):
    pairs = [(line, way) for kind in KINDS.values() for line, ways in kind.items() for way in ways]
    found = [line in [term.text for term in read(way).lines] for line, way in pairs]
    assert sum(found) / len(pairs) >= 0.8


def test_hardly_any_other_question_is_read_as_one(read):
    mistaken = [asked for asked in said.NOTHING_OF_THESE if read(asked).lines]
    assert len(mistaken) <= 2, mistaken
