"""The small parts: runs of text, number formats, packing, kept shapes, fonts to install."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.utils.html import escape
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from cms.brand.themes import FOLIO, VECTOR
from cms.charts.numbers import with_unit, written
from cms.slides.pptx.charts import number_format
from cms.slides.pptx.layouts import slide_shapes
from cms.slides.pptx.markup import runs
from cms.slides.pptx.packing import repacked, zipped
from cms.slides.pptx.shapes import Style
from cms.slides.pptx.stored import UnknownShapes, pack, unpack
from cms.slides.pptx.typefaces import typefaces_zip
from tests.cms.slides.cast import whole_deck

TEXT, DISPLAY = Style(16, 8), Style(34, 14, face="display")
words = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=40)


@given(st.lists(st.tuples(words, st.booleans()), max_size=6))
def test_runs_keep_all_words_and_which_are_bold(parts: list[tuple[str, bool]]) -> None:
    html = "".join(f"<b>{escape(text)}</b>" if bold else str(escape(text)) for text, bold in parts)
    found = runs(html, TEXT)
    assert "".join(run.text for run in found).split() == "".join(t for t, _b in parts).split()
    bold = "".join(run.text for run in found if run.bold)
    assert bold.replace(" ", "") == "".join(t for t, b in parts if b).replace(" ", "")


def test_bold_words_in_the_display_face_take_a_colour_instead() -> None:
    plain, bold = runs("A <b>word</b>", DISPLAY)
    assert (plain.colour, bold.colour, bold.bold) == ("ink", "accent", False)
    [_plain, emphasis] = runs("A <b class='emphasis'>word</b>", DISPLAY)
    assert emphasis.colour == "signal_text"


def test_figures_and_lowered_digits_are_words() -> None:
    found = runs('It saves <span class="fact" data-fact="x">68 %</span> of CO<sub>2</sub>e', TEXT)
    assert [run.text for run in found] == ["It saves 68 % of CO", "2", "e"]
    assert [run.lowered for run in found] == [False, True, False]


def as_spreadsheet(number: float, code: str) -> str:
    """The number as a spreadsheet writes it by a format of literals and digits."""
    positive, negative = code.split(";")
    chosen = negative if number < 0 else positive
    shown = ""
    for index, part in enumerate(chosen.split('"')):
        if index % 2:
            shown += part
        elif part:
            places = len(part.partition(".")[2])
            shown += f"{abs(number):,.{places}f}"
    return shown


@given(
    st.floats(-99_999, 99_999).map(lambda number: round(number, 2)),
    st.sampled_from(["", "%", "£k", "£", "min", "×", "t"]),
    st.integers(0, 2),
)
def test_a_chart_writes_numbers_as_the_slide_does(number: float, unit: str, places: int) -> None:
    number = round(number, places)
    text = with_unit(written(number, places), unit)
    assert as_spreadsheet(number, number_format(text)) == text or float(number) == 0


def test_a_number_in_no_known_form_is_left_to_the_spreadsheet() -> None:
    assert number_format("n/a") == "General"


MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_package_has_the_same_bytes_whenever_it_was_made() -> None:
    core = '<x><dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created></x>'
    made = []
    for moment in ("2026-01-01T00:00:00Z", "2027-02-02T00:00:00Z"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("docProps/core.xml", core.format(moment))
            archive.writestr("a.xml", "<a/>")
        book = packed.getvalue()
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("embeddings/book.xlsx", book)
        made.append(repacked(outer.getvalue(), MOMENT))
    assert made[0] == made[1]
    inner = zipfile.ZipFile(io.BytesIO(made[0])).read("embeddings/book.xlsx")
    assert b"2026-11-24T09:30:00Z" in zipfile.ZipFile(io.BytesIO(inner)).read("docProps/core.xml")


def test_a_zip_holds_its_files() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zipped({"a.txt": b"one", "b.txt": b"two"})))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "a.txt": b"one",
        "b.txt": b"two",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("theme", [FOLIO, VECTOR], ids=lambda theme: theme.family)
def test_shapes_are_kept_as_they_are(theme) -> None:
    made = tuple(
        slide_shapes(one.block_type, one.value, one.context, notes="Pause.")
        for one in whole_deck(theme)
    )
    packed = pack(made, theme)
    assert unpack(packed) == (made, theme)
    assert pack(*unpack(packed)) == packed


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"format": 99}', b'{"format": 1, "theme": {"family": "gone"}}']
)
def test_shapes_in_another_form_are_not_guessed(content: bytes) -> None:
    with pytest.raises(UnknownShapes):
        unpack(content)


@pytest.mark.parametrize("theme", [FOLIO, VECTOR], ids=lambda theme: theme.family)
def test_fonts_to_install_are_found_by_the_names_in_the_file(theme) -> None:
    archive = zipfile.ZipFile(io.BytesIO(typefaces_zip(theme)))
    styles = set()
    for name in archive.namelist():
        if name.endswith(".ttf"):
            font = TTFont(io.BytesIO(archive.read(name)))
            names = font["name"]
            styles.add((names.getDebugName(1), names.getDebugName(2)))
            is_bold = names.getDebugName(2) == "Bold"
            assert bool(font["OS/2"].fsSelection & 1 << 5) == is_bold
            assert bool(font["head"].macStyle & 1) == is_bold
    faces = theme.typefaces
    assert styles == {
        (faces.display, "Regular"),
        (faces.text, "Regular"),
        (faces.text, "Bold"),
    }
    assert sum(name.startswith("OFL") for name in archive.namelist()) == 2
    typefaces_zip.cache_clear()
    assert typefaces_zip(theme) == typefaces_zip(theme)
