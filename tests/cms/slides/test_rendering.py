from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from cms.media.addresses import media_base
from cms.slides.rendering import PRESENTERS, render_slide
from cms.slides.screen import framed, on_screen
from cms.slides.sheets import SOURCE, screen_sheet
from tests.cms.slides.cast import THEMES, context, value, whole_deck

pytestmark = pytest.mark.django_db


def soup(block_type: str, **changes: Any) -> BeautifulSoup:
    return BeautifulSoup(
        render_slide(block_type, value(block_type, **changes), context()), "html.parser"
    )


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.family)
def test_each_slide_is_one_section_named_by_its_title(theme: Any) -> None:
    for one in whole_deck(theme):
        html = render_slide(one.block_type, one.value, one.context)
        root = BeautifulSoup(html, "html.parser")
        sections = root.find_all("section", recursive=False)
        assert len(sections) == 1, one.block_type
        section = sections[0]
        assert section["id"] == f"slide-{one.context.number}"
        heading = root.find(id=section["aria-labelledby"])
        assert (
            heading is not None and heading.name in ("h1", "h2") and heading.get_text(strip=True)
        )
        assert all(image["alt"].strip() for image in root.find_all("img"))
        assert all(svg.find("title") for svg in root.find_all("svg"))


def test_every_kind_has_a_layout() -> None:
    from cms.slides.samples import SAMPLES

    assert set(PRESENTERS) == set(SAMPLES)


def test_typed_text_cannot_become_markup() -> None:
    html = render_slide("title", value("title", title='<script>alert("x")</script>'), context())
    assert "<script" not in html
    html = render_slide(
        "quote", value("quote", quote="<p>a &lt;img src=x onerror=y&gt;</p>"), context()
    )
    assert "<img" not in html


def test_a_slide_in_another_language_speaks_it() -> None:
    html = render_slide("figures", value("figures"), context(language="de"))
    assert "slide--figures" in html


def test_headings_follow_the_place_in_the_deck() -> None:
    assert "<h1" in render_slide("bullets", value("bullets"), context(number=1))
    assert "<h2" in render_slide("bullets", value("bullets"), context(number=2))
    assert "<h3" in render_slide("bullets", value("bullets"), context(number=2, heading=3))


def test_the_footer_names_the_slide_to_verify() -> None:
    root = BeautifulSoup(
        render_slide("bullets", value("bullets"), context(number=7)), "html.parser"
    )
    link = root.select_one(".footer a")
    assert link is not None
    assert link["href"] == "https://tndm.to/k7q4m2/7" and link.get_text() == "tndm.to/k7q4m2/7"


def test_covers_have_no_footer() -> None:
    assert not soup("title").select(".footer")
    assert not soup("title", variant="full").select(".footer")
    assert soup("title", variant="section").select(".footer")


def test_before_and_after_are_written_as_the_figure_is() -> None:
    root = soup(
        "figures",
        items=[
            {
                "value": "£386k",
                "unit": "",
                "label": "lower cost",
                "before_label": "last year",
                "before": 571.0,
                "now": 185.0,
            }
        ],
    )
    assert [bar.get_text(" ", strip=True) for bar in root.select(".bar-row")] == [
        "£571k last year",
        "£185k now",
    ]


def test_bars_are_sorted_and_told_in_words() -> None:
    root = soup("chart", rows=[{"label": "small", "value": 1.0}, {"label": "large", "value": 9.0}])
    names = [cell.get_text() for cell in root.select(".chart-data th")]
    assert names == ["large", "small"]
    title = root.select_one("svg title")
    assert title is not None and "large: £9k; small: £1k" in title.get_text()


def test_bars_of_several_columns_say_of_which_they_are() -> None:
    rows = [
        {"label": "Port", "series": "2024", "value": 3.0},
        {"label": "Port", "series": "2025", "value": 7.0},
        {"label": "Yard", "series": "2025", "value": 5.0},
    ]
    root = soup("chart", kind="bar", rows=rows)
    names = [cell.get_text() for cell in root.select(".chart-data tbody th")]
    assert names == ["Port, 2025", "Yard, 2025", "Port, 2024"]


def test_table_numbers_have_equal_decimals() -> None:
    root = soup("table")
    third = [row.find_all("td")[1].get_text() for row in root.select("tbody tr")]
    assert third == ["7.4", "6.9", "6.1", "3.6", "6.2"]
    assert root.select_one("tr.total") is not None


def test_the_contact_card_can_be_left_out() -> None:
    assert soup("call_to_action").select(".card")
    assert not soup("call_to_action", contact=False).select(".card")


def test_the_same_slide_gives_the_same_html() -> None:
    first = [render_slide(s.block_type, s.value, s.context) for s in whole_deck()]
    assert first == [render_slide(s.block_type, s.value, s.context) for s in whole_deck()]


def test_the_screens_sheet_is_made_from_the_papers() -> None:
    """If this fails: write cms.slides.sheets.screen_sheet() to slides-screen.css."""
    sheet = screen_sheet()
    assert (SOURCE / "slides-screen.css").read_text(encoding="utf-8") == sheet
    without_phone = sheet.split("/* In a reader")[0]
    assert not re.search(r"\d(mm|pt)\b", without_phone.split("*/", 1)[1])


def test_names_of_media_become_addresses_of_the_page() -> None:
    html = (
        '<img src="media:images/a b.jpg" alt="x"><i style="background-image:'
        "url('media:images/c.jpg')\"></i><p>Social media: good</p>"
    )
    with media_base("/r/tok/media/"):
        shown = on_screen(html)
    assert 'src="/r/tok/media/images/a%20b.jpg"' in shown
    assert "url('/r/tok/media/images/c.jpg')" in shown
    assert "Social media: good" in shown


def test_a_frame_carries_the_theme() -> None:
    shown = framed("<section></section>", THEMES[1], css_class="thumb")
    assert shown.startswith('<div class="slide-frame thumb" style="--ink: #12151f')


def test_only_a_reader_can_scroll_a_chart_by_keyboard() -> None:
    html = render_slide("chart", value("chart"), context())
    assert 'tabindex="0"' not in on_screen(html)
    assert 'tabindex="0"' in framed(html, THEMES[0], reader=True)


def test_only_a_decks_first_cover_names_people() -> None:
    for variant in ("split", "full"):
        slide = value("title", variant=variant)
        first = render_slide("title", slide, context(number=1, recipient="Anna Berg"))
        later = render_slide("title", slide, context(number=5, recipient="Anna Berg"))
        assert "Anna Berg" in first
        assert "Anna Berg" not in later
