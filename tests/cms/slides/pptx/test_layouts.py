"""Every layout as shapes: in the places that paper has, with all words, titled and described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from cms.brand.themes import Theme
from cms.facts.scope import fact_scope
from cms.slides.fetching import SlideFetcher
from cms.slides.fit import PX, _children
from cms.slides.layout import lay_out_together
from cms.slides.metrics import theme_metrics
from cms.slides.pptx import parts
from cms.slides.pptx.layouts import LAYOUTS, slide_shapes
from cms.slides.pptx.shapes import (
    BOTTOM,
    LEFT,
    MIDDLE,
    Area,
    ChartShape,
    Line,
    Picture,
    SlideShapes,
    TableShape,
    Text,
)
from cms.slides.printing import Metadata
from cms.slides.rendering import PRESENTERS, render_slide
from cms.slides.typography import PT
from tests.cms.slides.cast import THEMES, context, slide, value, whole_deck
from tests.factories.cms import FactFactory

pytestmark = pytest.mark.django_db
_paper: dict[str, list[tuple[SlideShapes, list[tuple[str, float, float]]]]] = {}


def shapes_of(block_type: str, step: int = 0, **changes: Any) -> SlideShapes:
    one = slide(block_type, **changes)
    return slide_shapes(one.block_type, one.value, one.context, step=step)


def on_paper(page_box: Any) -> Iterator[tuple[str, float, float]]:
    """Each line of text on a page: its words, its left end and its baseline, in mm."""
    for child in _children(page_box):
        if isinstance(child, boxes.TextBox) and child.text.strip():
            yield (
                child.text.strip(),
                child.position_x * PX,
                (child.position_y + child.baseline) * PX,
            )
        yield from on_paper(child)


def beside_paper(theme: Theme) -> list[tuple[SlideShapes, list[tuple[str, float, float]]]]:
    """Each slide of the cast as shapes, and the lines that WeasyPrint lays out of it."""
    if theme.family not in _paper:
        deck = whole_deck(theme)
        printed = lay_out_together(deck, SlideFetcher(), Metadata("Paper"))
        _paper[theme.family] = [
            (
                slide_shapes(one.block_type, one.value, one.context, step=page.step),
                list(on_paper(page.document.pages[0]._page_box)),
            )
            for one, page in zip(deck, printed, strict=True)
        ]
    return _paper[theme.family]


@pytest.fixture(params=THEMES, ids=lambda theme: theme.family)
def theme(request: Any) -> Theme:
    return request.param


def test_every_kind_has_shapes() -> None:
    assert set(LAYOUTS) == set(PRESENTERS)


def first_line(text: Text, theme: Theme) -> tuple[str, float, float]:
    """The first word of a text, and where its line begins, as paper would set it."""
    first = text.paragraphs[0]
    run = max(first.runs, key=lambda run: run.size)
    metrics = theme_metrics(theme)
    face = metrics.text if run.face == "text" else metrics.display
    spare = text.box.height - sum(one.line for one in text.paragraphs)
    top = text.box.top + {MIDDLE: spare / 2, BOTTOM: spare}.get(text.anchor, 0.0)
    return first.text.split()[0], text.box.left, top + first.line / 2 + face.sink * run.size * PT


def test_texts_stand_where_they_stand_on_paper(theme: Theme) -> None:
    strays = []
    for slide_, lines in beside_paper(theme):
        for text in slide_.shapes:
            if not isinstance(text, Text):
                continue
            word, left, baseline = first_line(text, theme)
            hang = max(one.hang for one in text.paragraphs)
            is_left = text.paragraphs[0].align == LEFT
            if not any(
                words.startswith(word[:12].split("\xa0")[0])
                and abs(down - baseline) < 0.4
                and (not is_left or abs(across + hang - left) < 0.4)
                for words, across, down in lines
            ):
                strays.append((slide_.title, text.name, word, left, round(baseline, 1)))
    assert strays == []


def test_cells_stand_where_they_stand_on_paper(theme: Theme) -> None:
    strays = []
    for slide_, lines in beside_paper(theme):
        for table in slide_.shapes:
            if not isinstance(table, TableShape):
                continue
            top = table.box.top
            for height, cells in table.rows:
                for place, cell in enumerate(cells):
                    left = table.box.left + sum(table.columns[:place]) + cell.before
                    words = cell.paragraph.text
                    found = [line for line in lines if line[0] == words]
                    if not any(
                        top < down < top + height
                        and (cell.paragraph.align != LEFT or abs(across - left) < 2)
                        for _words, across, down in found
                    ):
                        strays.append((slide_.title, words, left, top, found))
                top += height
    assert strays == []


def test_nothing_reaches_over_the_slide(theme: Theme) -> None:
    for one in whole_deck(theme):
        for shape in slide_shapes(one.block_type, one.value, one.context).shapes:
            if isinstance(shape, Line):
                right, bottom = shape.left, shape.top
                right += 0 if shape.is_upright else shape.length
                bottom += shape.length if shape.is_upright else 0
            else:
                assert shape.box.left >= 0 and shape.box.top >= 0, (one.block_type, shape)
                right, bottom = shape.box.right, shape.box.bottom
            assert right <= 320.01 and bottom <= 180.01, (one.block_type, shape)


def test_each_slide_has_one_title_and_nothing_undescribed(theme: Theme) -> None:
    for one in whole_deck(theme):
        made = slide_shapes(one.block_type, one.value, one.context)
        titles = [shape for shape in made.shapes if getattr(shape, "role", "") == "title"]
        assert len(titles) == 1 and made.title, one.block_type
        for shape in made.shapes:
            if isinstance(shape, ChartShape | TableShape):
                assert shape.alt, one.block_type
            if isinstance(shape, Picture) and shape.name not in ("Ground",):
                assert shape.alt, (one.block_type, shape.name)


def words_of(html: str) -> set[str]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for drawing in soup.select("svg, .chart-data"):
        drawing.decompose()
    for lowered in soup.select("sub"):
        lowered.unwrap()
    soup.smooth()
    return set(soup.get_text(" ").split())


def test_all_words_of_the_slide_are_there_and_no_others(theme: Theme) -> None:
    for one in whole_deck(theme):
        html = render_slide(one.block_type, one.value, one.context)
        made = slide_shapes(one.block_type, one.value, one.context)
        assert set(made.words.split()) == words_of(html), one.block_type


def test_titles_come_before_what_they_head() -> None:
    for one in whole_deck():
        shapes = slide_shapes(one.block_type, one.value, one.context).shapes
        texts = [shape for shape in shapes if isinstance(shape, Text)]
        roles = [text.role for text in texts]
        place = roles.index("title")
        before = {text.name for text in texts[:place]}
        assert before <= {"Company", "Section number", "Figure 1", "Initials"}, one.block_type
        if "number" in roles:
            assert roles[-1] == "number"


def test_a_step_down_on_paper_is_a_step_down_here() -> None:
    large, small = shapes_of("bullets"), shapes_of("bullets", step=1)
    sizes = [
        next(shape for shape in made.shapes if shape.name == "Point 1, text")
        .paragraphs[0]
        .runs[0]
        .size
        for made in (large, small)
    ]
    assert sizes == [16, 14]


def test_figures_have_their_live_values() -> None:
    fact = FactFactory(value=68, unit="%")
    item = {"type": "item", "id": "i", "value": {"fact": fact.pk, "label": "less energy"}}
    with fact_scope([fact.pk]):
        made = shapes_of("figures", items=[item])
    assert "68\xa0%" in made.words
    fact.value = 71
    fact.save_revision().publish()
    with fact_scope([fact.pk]):
        made = shapes_of("figures", items=[item])
    assert "71\xa0%" in made.words


def test_the_footer_leads_to_the_check_of_each_slide() -> None:
    made = slide_shapes("table", value("table"), context(number=4, total=9))
    [verify] = [shape for shape in made.shapes if shape.name == "Verify"]
    assert verify.link == "https://tndm.to/k7q4m2/4"
    assert not [shape for shape in made.shapes if shape.name == "Check code"]
    last = slide_shapes("table", value("table"), context(number=9, total=9))
    [code] = [shape for shape in last.shapes if shape.name == "Check code"]
    assert code.link == "https://tndm.to/k7q4m2" and "tndm.to/k7q4m2" in code.alt


def test_covers_have_no_footer() -> None:
    for variant in ("split", "full"):
        made = shapes_of("title", variant=variant)
        assert not [shape for shape in made.shapes if getattr(shape, "role", "") == "number"]


def test_a_slide_in_another_language_speaks_it() -> None:
    one = slide("agenda")
    made = slide_shapes("agenda", one.value, context(language="de"))
    assert made.language == "de"


def test_bars_are_as_long_as_on_paper() -> None:
    made = shapes_of("figures")
    bars = [shape.box.width for shape in made.shapes if isinstance(shape, Area)]
    assert bars[:2] == pytest.approx([46, 46 * 0.7 / 5.9], abs=0.01)


sentences = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="<>&{}"),
    min_size=1,
    max_size=60,
).filter(lambda text: len(text.split()) > 0)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=sentences, text=sentences, title=sentences)
def test_whatever_is_written_stands_on_the_slide(heading: str, text: str, title: str) -> None:
    from cms.slides.typography import refine

    made = shapes_of(
        "bullets",
        title=title,
        items=[
            {"type": "item", "id": "i", "value": {"heading": heading, "text": f"<p>{text}</p>"}}
        ],
    )
    for written in (heading, title, text):
        assert set(refine(written).split()) <= set(made.words.split())


def test_texts_of_one_frame_share_the_width_that_the_longest_needs() -> None:
    from cms.slides.presenters.typesetting import Typesetter

    set_ = Typesetter(THEMES[0])
    one, two = (
        set_.text("Short", 92, 16),
        set_.text("A text that goes on for two lines, just", 60, 16),
    )
    assert one.least < 20 < two.least <= 60
    assert parts.breadth((one, two), 92) == two.least
    assert parts.breadth((), 92) == 92
