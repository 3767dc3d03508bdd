from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import EXCERPT, Finder, excerpt

ENGLISH = frozenset({"en"})


def shown(text: str, *words: str, length: int = EXCERPT) -> str:
    return excerpt(text, Finder(words, ENGLISH).marks(text), length)


def test_every_form_of_a_word_is_marked():
    assert (
        shown("Companies report; the company reported.", "company", "reporting")
        == "<mark>Companies</mark> <mark>report</mark>; the <mark>company</mark> "
        "<mark>reported</mark>."
    )


def test_what_the_text_holds_is_escaped():
    html = shown("<script>alert('cost')</script> & cost", "cost")
    assert "<script>" not in html
    assert html.count("<mark>cost</mark>") == 2


def test_a_query_cannot_bring_markup_in():
    assert shown("plain text", "<b>plain</b>") == "<mark>plain</mark> text"


def test_the_piece_with_the_most_different_words_is_shown():
    text = "carbon " + "filler " * 100 + "carbon report cost " + "filler " * 100
    html = shown(text, "carbon", "report", "cost")
    assert "<mark>carbon</mark> <mark>report</mark> <mark>cost</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")


def test_words_beyond_ascii_are_found():
    assert shown("Größe und Café", "Café") == "Größe und <mark>Café</mark>"
    assert shown("Größe und Café", "cafe") == "Größe und <mark>Café</mark>"


def test_lines_that_are_no_sentences_are_told_apart():
    cells = "Depot manager\n06:00\nyesterday’s idling, \n ten lines.\nFinance\n4th day\n"
    assert (
        shown(cells, "idling", "lines")
        == "Depot manager · 06:00 · yesterday’s <mark>idling</mark>, \n ten <mark>lines</mark>."
        "\nFinance · 4th day"
    )


def test_a_figure_keeps_its_unit():
    slide = "of idling\n11,950\nh\nat nine depots\n50\n%\nof it"
    assert shown(slide, "depots").replace("<mark>depots</mark>", "depots") == (
        "of idling · 11,950 h · at nine depots · 50 % · of it"
    )


def test_an_empty_cell_makes_no_range_of_two_figures():
    assert shown("depots\n3\n–\n5", "none") == "depots · 3 · – · 5"


def test_a_piece_begins_and_ends_with_a_line():
    lines = "\n".join(["filler words"] * 40 + ["cost of idling"] + ["filler words"] * 40)
    html = shown(lines, "idling")
    assert html.startswith(("… filler words · ", "… words · "))
    assert html.endswith((" · filler words …", " · filler …"))


def letters(text: str) -> str:
    return "".join(text.replace("·", "").split())


@given(st.text(max_size=900), st.lists(st.text(max_size=8), max_size=4), st.integers(20, 200))
def test_without_its_marks_an_excerpt_is_a_piece_of_the_text(text, words, length):
    html = shown(text, *words, length=length)
    plain = unescape(html.replace("<mark>", "").replace("</mark>", ""))
    assert letters(plain.removeprefix("… ").removesuffix(" …")) in letters(text)
    assert html.count("<mark>") == html.count("</mark>")


@given(
    st.lists(
        st.sampled_from(
            ["cost", "costs", "reporting", "report_", "x-report", "a", "ab", "Cost2", "recost"]
        )
    ),
    st.sampled_from([("cost",), ("report", "a"), ("x", "ab", "costs")]),
)
def test_plain_text_and_text_with_other_letters_give_the_same_marks(words, asked):
    finder = Finder(asked, ENGLISH)
    text = " ".join(words)
    assert finder.marks(text) == finder.marks(text + " größe")


@given(
    st.lists(
        st.sampled_from(
            [
                "cost",
                "Costs",
                "reporting",
                "report_",
                "“Reports”",
                "x-report",
                "a",
                "größe",
                "recost",
            ]
        )
    ),
    st.sampled_from([("cost",), ("report", "a"), ("größe", "ab", "costs"), ()]),
)
def test_the_stems_in_a_text_are_those_of_its_marks(words, asked):
    finder = Finder(asked, ENGLISH)
    text = " – ".join(words)
    assert finder.stems_in(text) == {mark.stem for mark in finder.marks(text)}


def test_a_text_of_another_language_is_read_in_it_too():
    finder = Finder(["haus", "report"], ENGLISH)
    text = "Unsere Häuser im Reporting"
    assert finder.marked(text, "en") == "Unsere Häuser im <mark>Reporting</mark>"
    assert finder.marked(text, "de-CH") == "Unsere <mark>Häuser</mark> im <mark>Reporting</mark>"
    assert finder.reading("en-GB") is finder
    assert finder.reading("de") is finder.reading("de-CH")
