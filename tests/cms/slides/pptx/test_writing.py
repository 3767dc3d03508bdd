"""The PowerPoint file: what a reader finds in it, that it is valid, and the same bytes again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from pptx import Presentation
from pptx.util import Mm

from cms.brand.themes import Theme
from cms.slides.errors import PictureUnavailable
from cms.slides.pptx.layouts import slide_shapes
from cms.slides.pptx.shapes import Box, Picture, SlideShapes
from cms.slides.pptx.writing import write_pptx
from cms.slides.printing import Metadata
from tests.cms.slides.cast import THEMES, context, value, whole_deck

pytestmark = pytest.mark.django_db
META = Metadata("Fewer empty miles", "Ines Aldana", created=datetime(2026, 11, 24, tzinfo=UTC))
_written: dict[str, bytes] = {}


def shapes_of(theme: Theme) -> list[SlideShapes]:
    return [
        slide_shapes(one.block_type, one.value, one.context, notes=f"Say {one.context.number}.")
        for one in whole_deck(theme)
    ]


def written(theme: Theme = THEMES[0]) -> bytes:
    if theme.family not in _written:
        _written[theme.family] = write_pptx(shapes_of(theme), theme, META)
    return _written[theme.family]


def opened(theme: Theme = THEMES[0]) -> Any:
    return Presentation(io.BytesIO(written(theme)))


def one_slide(block_type: str, **changes: Any) -> Any:
    """One slide, written and read back."""
    made = slide_shapes(block_type, value(block_type, **changes), context(number=2, total=9))
    deck = Presentation(io.BytesIO(write_pptx([made], THEMES[0], META)))
    return deck.slides[0]


def shape_named(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


@pytest.fixture(params=THEMES, ids=lambda theme: theme.family)
def theme(request: Any) -> Theme:
    return request.param


def test_every_layout_is_valid(tmp_path: Path, office_faults: Callable[..., list[str]]) -> None:
    files = [tmp_path / f"{theme.family}.pptx" for theme in THEMES]
    for path, theme in zip(files, THEMES, strict=True):
        path.write_bytes(written(theme))
    assert office_faults(*files) == []


def test_slides_have_the_size_of_paper_and_their_titles(theme: Theme) -> None:
    deck = opened(theme)
    assert (deck.slide_width, deck.slide_height) == (Mm(320), Mm(180))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert [" ".join(title.split()) for title in titles] == [
        made.title for made in shapes_of(theme)
    ]


def test_no_placeholder_is_left_empty(theme: Theme) -> None:
    for slide in opened(theme).slides:
        assert all(holder.text_frame.text for holder in slide.placeholders), slide.slide_id


def test_all_words_can_be_edited(theme: Theme) -> None:
    for slide, made in zip(opened(theme).slides, shapes_of(theme), strict=True):
        found: set[str] = set()
        for shape in slide.shapes:
            if shape.has_text_frame:
                found |= set(shape.text_frame.text.split())
            elif shape.has_table:
                found |= {
                    word
                    for row in shape.table.rows
                    for cell in row.cells
                    for word in cell.text.split()
                }
        # A slide's number is a field, which follows the slide when it is moved.
        assert set(made.words.split()) - found <= {str(slide.slide_id - 255)}, made.title


def test_shapes_have_ids_of_their_own(theme: Theme) -> None:
    for slide in opened(theme).slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))


def test_notes_are_the_speakers() -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in opened().slides]
    assert notes[:2] == ["Say 1.", "Say 2."]


def test_a_slide_without_notes_has_no_page_for_them() -> None:
    assert not one_slide("table").has_notes_slide


def test_a_table_is_a_table() -> None:
    table = shape_named(one_slide("table"), "Table").table
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Hub", "Trips a week"]
    assert [cell.text for cell in table.rows[5].cells] == ["All hubs", "1,950", "6.2", "836"]
    assert table.first_row and table.first_col and table.last_row


def test_a_comparison_is_a_table() -> None:
    table = shape_named(one_slide("comparison"), "Comparison").table
    assert [cell.text for cell in table.rows[1].cells][-1] == "within 4\xa0minutes"


def test_a_bar_chart_has_its_numbers() -> None:
    frame = shape_named(one_slide("chart"), "Chart")
    plot = frame.chart.plots[0]
    assert list(plot.categories)[:2] == ["Leeds", "Bristol"]
    assert list(plot.series[0].values)[:2] == [412, 355]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Three of seven hubs")


def test_a_line_chart_has_a_series_a_line_the_one_to_see_on_top() -> None:
    rows = [
        {"label": label, "value": number, "series": series, "signal": series == "Ours"}
        for series, numbers in (("Ours", (1.5, 2.5)), ("Others", (1.0, 1.25)))
        for label, number in zip(("May", "June"), numbers, strict=True)
    ]
    chart = shape_named(one_slide("chart", kind="line", rows=rows, figures=[]), "Chart").chart
    assert [series.name for series in chart.plots[0].series] == ["Others", "Ours"]
    assert list(chart.plots[0].series[1].values) == [1.5, 2.5]


def test_the_workbook_of_a_chart_opens() -> None:
    chart = shape_named(one_slide("chart"), "Chart").chart
    book = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert "Leeds" in book.read("xl/sharedStrings.xml").decode()


def test_pictures_have_words_and_decoration_says_that_it_is_one() -> None:
    picture = shape_named(one_slide("picture"), "Picture")
    assert picture._element.nvPicPr.cNvPr.get("descr") == "A drawing of hills under a low sun"
    cover = one_slide("title")
    ground = shape_named(cover, "Ground")._element
    assert ground.nvPicPr.cNvPr.get("descr") is None
    assert "decorative" in ground.xml and 'val="1"' in ground.xml


def test_links_lead_where_paper_leads() -> None:
    slide = one_slide("call_to_action")
    links = {rel.target_ref for rel in slide.part.rels.values() if rel.is_external}
    assert links == {
        "mailto:ines.aldana@northway.example",
        "https://northway.example/book/ines",
        "https://tndm.to/k7q4m2/2",
    }


def test_colours_and_faces_are_the_themes(theme: Theme) -> None:
    names = zipfile.ZipFile(io.BytesIO(written(theme)))
    xml = names.read("ppt/theme/theme1.xml").decode()
    assert f'<a:accent1><a:srgbClr val="{theme.colours.accent[1:].upper()}"/>' in xml
    assert f'typeface="{theme.typefaces.display}"' in xml
    assert f'typeface="{theme.typefaces.text}"' in xml
    first = names.read("ppt/slides/slide5.xml").decode()
    assert '<a:schemeClr val="tx1"/>' in first and '<a:latin typeface="+mj-lt"/>' in first


def test_a_layout_is_there_for_each_ground() -> None:
    deck = opened()
    names = [layout.name for layout in deck.slide_layouts]
    assert names == ["Slide", "Slide, tinted", "Slide, dark", "Cover", "Title and text"]
    used = {slide.slide_layout.name for slide in deck.slides}
    assert used == set(names[:4])


def test_it_says_what_it_is() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.author) == ("Fewer empty miles", "Ines Aldana")
    assert properties.created.replace(tzinfo=UTC) == META.created


def a_few() -> list[SlideShapes]:
    kinds = ("title", "chart", "call_to_action")
    return [slide_shapes(kind, value(kind), context(), notes="Pause.") for kind in kinds]


def test_the_same_slides_give_the_same_bytes_on_another_day() -> None:
    made = []
    for day in ("2026-11-24", "2027-03-01"):
        with freeze_time(day):
            made.append(write_pptx(a_few(), THEMES[0], META))
    assert made[0] == made[1]


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import django, sys\n"
        "from django.conf import settings\n"
        # The database's cache may be held by the test that runs beside this one.
        "memory = 'django.core.cache.backends.locmem.LocMemCache'\n"
        "settings.CACHES = {name: {'BACKEND': memory} for name in settings.CACHES}\n"
        "django.setup()\n"
        "from tests.cms.slides.pptx.test_writing import *\n"
        "sys.stdout.buffer.write(write_pptx(a_few()[1:], THEMES[0], META))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "DJANGO_SETTINGS_MODULE": "cms.config.settings",
        },
    )
    assert told.stdout == write_pptx(a_few()[1:], THEMES[0], META)


def with_picture(source: str, **changes: Any) -> SlideShapes:
    made = slide_shapes("table", value("table"), context())
    picture = Picture("Extra", Box(10, 10, 40, 20), source, "A picture", **changes)
    return replace(made, shapes=(*made.shapes, picture))


def png(width: int, height: int) -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#204060").save(drawn, "PNG")
    return drawn.getvalue()


def test_a_picture_is_cut_to_its_frame_or_stands_whole_in_it() -> None:
    slides = [with_picture("media:a.png"), with_picture("media:a.png", is_whole=True)]
    content = write_pptx(slides, THEMES[0], META, read=lambda name: png(300, 300))
    cut, whole = (
        shape_named(slide, "Extra") for slide in Presentation(io.BytesIO(content)).slides
    )
    assert (cut.width, cut.height) == (Mm(40), Mm(20))
    assert (cut.crop_top, cut.crop_bottom, cut.crop_left) == (0.25, 0.25, 0)
    assert (whole.width, whole.height) == (Mm(20), Mm(20))
    assert whole.left == Mm(20)


def test_a_picture_that_cannot_be_read_is_refused_by_its_slide() -> None:
    with pytest.raises(PictureUnavailable, match=r"gone\.jpg") as refusal:
        write_pptx([shapes_of(THEMES[0])[0], with_picture("media:gone.jpg")], THEMES[0], META)
    assert refusal.value.number == 2
    with pytest.raises(PictureUnavailable):
        write_pptx([with_picture("https://example.com/a.png")], THEMES[0], META)


def test_a_deck_without_slides_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_pptx([], THEMES[0], META)


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    slide = one_slide("agenda", title="A\x08B \x00C")
    assert slide.shapes.title.text_frame.text == "AB C"
