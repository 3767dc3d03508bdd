from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from search.chunking import WORDS, embedding_text, passages, pieces
from search.documents import BODY, SLIDE, SUMMARY, Document, Passage, Section
from tests.factories.search import document

TEXTS = st.text(alphabet='ab .!?\n\t-ß"”)', max_size=400)
HEADINGS = st.lists(st.sampled_from(["One", "Two", "Three"]), max_size=2).map(tuple)
SECTIONS = st.lists(
    st.builds(
        Section, TEXTS, HEADINGS, st.sampled_from(["", "x", "y"]), st.sampled_from([SUMMARY, BODY])
    ),
    max_size=8,
)


def sentence(words: int, word: str = "word") -> str:
    return " ".join([word] * (words - 1)) + " end."


@given(SECTIONS, st.integers(5, 60))
def test_it_loses_no_word_of_any_section(sections, words):
    made = passages(Document("k", "Title", tuple(sections)), words)
    said = " ".join(p.text for p in made).split()
    for section in sections:
        for word in section.text.split():
            assert word in said
    assert len(said) >= sum(len(section.text.split()) for section in sections)


@given(SECTIONS)
def test_ordinals_count_from_zero_and_there_is_at_least_one_passage(sections):
    made = passages(Document("k", "Title", tuple(sections)))
    assert [p.ordinal for p in made] == list(range(len(made)))
    assert made
    assert all(p.document_key == "k" for p in made)


@given(TEXTS, st.integers(3, 40))
def test_pieces_keep_words_in_order_and_are_bounded(text, words):
    made = list(pieces(text, words))
    assert " ".join(made).split() == text.split()
    assert all(0 < len(piece.split()) <= words * 2 for piece in made)


def test_lines_stay_apart_and_nothing_of_a_sentence_is_lost():
    text = 'Names\nSites \n\n It said "yes." And (no.)  “So.”\tThen\n'
    assert list(pieces(text)) == ['Names\nSites\nIt said "yes." And (no.) “So.” Then']


def test_lines_without_a_full_stop_are_cut_between_and_not_within():
    made = list(pieces("\n".join(f"item {number} of it" for number in range(12)), 10))
    assert [piece.count("\n") for piece in made] == [1] * 6
    assert all(piece.startswith("item") for piece in made)


def test_a_long_section_is_cut_at_sentence_ends():
    text = " ".join(sentence(40) for _ in range(12))
    made = passages(document("k", "T", text))
    assert len(made) == 3
    for passage in made:
        assert passage.text.endswith("end.")
        assert len(passage.text.split()) <= WORDS


def test_short_sections_of_one_heading_share_a_passage():
    sections = [Section(sentence(20), ("Why",), f"b{n}") for n in range(4)]
    made = passages(document("k", "T", sections))
    assert len(made) == 1
    assert made[0].headings == ("Why",)
    assert made[0].anchor == "b0"


def test_a_heading_starts_a_passage_when_enough_stands_before_it():
    made = passages(
        document(
            "k", "T", [Section(sentence(80), ("Why",), "a"), Section(sentence(80), ("How",), "b")]
        )
    )
    assert [(p.headings, p.anchor) for p in made] == [(("Why",), "a"), (("How",), "b")]


def test_a_small_section_goes_on_into_the_next_heading_which_is_kept_as_text():
    made = passages(
        document("k", "T", [Section("Few words.", ("Why",)), Section(sentence(60), ("How",))])
    )
    assert len(made) == 1
    assert re.search(r"Few words\.\s+How\s+word", made[0].text)


def test_each_slide_is_a_passage_with_its_anchor_after_summary_and_body():
    made = passages(
        document(
            "k",
            "T",
            [
                Section("Slide one", ("Opening",), "s1", SLIDE),
                Section("Slide two", ("Close",), "s2", SLIDE),
                Section("What it is.", kind=SUMMARY),
                Section("Body.", kind=BODY),
            ],
        )
    )
    assert [(p.kind, p.anchor) for p in made] == [
        (SUMMARY, ""),
        (BODY, ""),
        (SLIDE, "s1"),
        (SLIDE, "s2"),
    ]


def test_a_document_without_text_is_still_found_by_its_title():
    assert [p.text for p in passages(document("k", "Only a title"))] == [""]


def test_a_passage_is_embedded_with_title_and_heading_path():
    passage = Passage("k", 0, "Text.", ("T", "Why", "Cost"))
    assert embedding_text("T", passage) == "T\nWhy > Cost\nText."
