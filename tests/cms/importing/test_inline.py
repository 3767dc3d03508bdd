"""Inline text as the editor writes it: the property that all imported texts rest on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.assets.body import INLINE
from cms.facts.rich_text import FactConverter
from cms.importing.inline import BOLD, CODE, ORDER, Run, paragraph, plain, styles, write

CONVERTER = FactConverter(INLINE)

looks = st.lists(st.sampled_from(ORDER), max_size=3, unique=True).map(lambda n: styles(*n))
texts = st.text(st.sampled_from("ab \n\t\u00a0\u2003<&\"'é😀"), max_size=6)
links = st.sampled_from([None, None, None, "https://x.org/?a=1&b=2", "mailto:a@b.c"])
runs = st.lists(st.builds(Run, texts, looks, links), max_size=6)


@settings(max_examples=400)
@given(runs)
def test_the_editor_writes_back_what_it_was_given(found):
    html = paragraph(found)
    assert CONVERTER.to_database_format(CONVERTER.from_database_format(html)) == html


@settings(max_examples=200)
@given(runs)
def test_no_word_is_lost(found):
    text = unescape(re.sub("<[^>]+>", "", write(found)))
    assert "".join(text.split()) == "".join("".join(run.text for run in found).split())


@pytest.mark.parametrize(
    ("found", "html"),
    [
        ([Run("a "), Run("b", (BOLD,)), Run(" c")], "a <b>b</b> c"),
        ([Run("a", (BOLD,)), Run(" b ", (BOLD, CODE)), Run("c")], "<b>a <code>b</code></b> c"),
        ([Run("a\n b")], "a<br/>b"),
        ([Run("see "), Run("this", (), "https://x.org"), Run(".")],
         'see <a href="https://x.org">this</a>.'),
        ([Run("page", (), 12)], '<a linktype="page" id="12">page</a>'),
    ],
)  # fmt: skip
def test_it_writes_styles_and_links_in_the_editors_order(found, html):
    assert write(found) == html


def test_plain_text_is_one_line():
    assert plain([Run("a\n"), Run(" b", (BOLD,))]) == "a b"
