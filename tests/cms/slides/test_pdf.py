"""Every layout, printed: one page each, tagged, valid, the same bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from weasyprint.images import SVGImage

from cms.brand.themes import Theme, css_variables, with_typefaces
from cms.slides.errors import MissingGlyphs, PictureUnavailable, SlideDoesNotFit
from cms.slides.fetching import SlideFetcher
from cms.slides.fit import crossing
from cms.slides.layout import lay_out, press_for, render
from cms.slides.pdf import (
    EmbeddedFile,
    Metadata,
    PdfResult,
    Slide,
    measure_slide,
    write_pdf,
)
from cms.slides.rendering import render_document, render_slide
from tests.cms.slides.cast import THEMES, context, slide, value, whole_deck

pytestmark = pytest.mark.django_db
META = Metadata(
    "Fewer empty miles",
    "Ines Aldana",
    keywords=("logistics", "pilot"),
    created=datetime(2026, 11, 24, tzinfo=UTC),
)
_printed: dict[str, PdfResult] = {}


def printed(theme: Theme) -> PdfResult:
    if theme.family not in _printed:
        _printed[theme.family] = write_pdf(whole_deck(theme), META)
    return _printed[theme.family]


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.fixture(params=THEMES, ids=lambda theme: theme.family)
def theme(request: Any) -> Theme:
    return request.param


def test_slides_of_each_kind_stand_together_more_than_once(theme: Theme) -> None:
    """Laid out together, which faults forbid: they would be laid out one by one, slowly."""
    slides = [
        replace(one, context=replace(one.context, number=number))
        for number, one in enumerate([*whole_deck(theme), *whole_deck(theme)], start=1)
    ]
    sections = [render_slide(one.block_type, one.value, one.context) for one in slides]
    page = render_document(sections, "Twice", "en", css_variables(theme))
    document = render(page, press_for(theme.typefaces.files), SlideFetcher(), 1)
    assert len(document.pages) == len(slides)


def test_each_slide_is_one_page_with_its_text(theme: Theme) -> None:
    deck = whole_deck(theme)
    result = printed(theme)
    assert result.page_count == len(deck)
    pages = texts(result.pdf)
    assert len(pages) == len(deck)
    for one, text in zip(deck, pages, strict=True):
        title = str(one.value.get("title") or "")
        assert title.split(" ")[0] in text
    assert "Verify: tndm.to/k7q4m2/4" in pages[3].replace("\xa0", " ")


def test_no_layout_needs_a_smaller_size_for_its_sample(theme: Theme) -> None:
    for one in whole_deck(theme):
        measure = measure_slide(one)
        assert measure.fits, (one.block_type, measure.excess, measure.missing)
        assert measure.step < 2, one.block_type


@pytest.mark.parametrize(("titles", "texts"), [("vector", "folio"), ("folio", "vector")])
def test_every_layout_holds_its_sample_in_typefaces_of_two_families(
    titles: str, texts: str
) -> None:
    theme = with_typefaces(THEMES[0], titles, texts)
    result = write_pdf(whole_deck(theme), META)
    assert result.page_count == len(whole_deck(theme))
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        fonts = {
            str(font["/BaseFont"]).split("+")[-1]
            for page in pdf.pages
            for font in page["/Resources"]["/Font"].values()
        }
    text, display = texts.title(), titles.title()
    assert fonts == {f"{display}-Display", f"{text}-Text", f"{text}-Text-Semi-Bold"}


def test_frames_do_not_cross(theme: Theme) -> None:
    press = press_for(theme.typefaces.files)
    for one in whole_deck(theme):
        laid_out = lay_out(one, press, SlideFetcher(), META)
        assert crossing(laid_out.document.pages[0]._page_box) == (), one.block_type


def test_pages_are_16_by_9(theme: Theme) -> None:
    for page in pypdfium2.PdfDocument(printed(theme).pdf):
        width, height = page.get_size()
        assert width == pytest.approx(320 / 25.4 * 72, abs=0.5)
        assert height == pytest.approx(180 / 25.4 * 72, abs=0.5)


def test_it_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(printed(THEMES[0]).pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Fewer empty miles"
        assert str(pdf.docinfo["/Author"]) == "Ines Aldana"
        assert "pilot" in str(pdf.docinfo["/Keywords"])
        assert str(pdf.Root["/Lang"]) == "en"
        assert bool(pdf.Root["/MarkInfo"]["/Marked"])
        fonts = {
            str(font["/BaseFont"]).split("+")[-1]
            for page in pdf.pages
            for font in page["/Resources"]["/Font"].values()
        }
    assert fonts == {"Folio-Display", "Folio-Text", "Folio-Text-Semi-Bold"}


def test_the_first_heading_is_the_first_level() -> None:
    result = printed(THEMES[0])
    assert "<h1" in result.html[0]
    assert all("<h1" not in html and "<h2" in html for html in result.html[1:])


def test_it_is_valid_for_readers_with_a_screen_reader(
    theme: Theme, tmp_path: Path, validate_pdf: Callable[[Path], Any]
) -> None:
    path = tmp_path / "deck.pdf"
    path.write_bytes(printed(theme).pdf)
    verdict = validate_pdf(path)
    assert verdict.is_valid, verdict.report[:2000]


def test_the_same_slides_give_the_same_bytes() -> None:
    assert write_pdf(whole_deck(), META).pdf == printed(THEMES[0]).pdf


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import django, sys; django.setup()\n"
        "from datetime import datetime, UTC\n"
        "from tests.cms.slides.cast import slide\n"
        "from cms.slides.pdf import *\n"
        "meta = Metadata('T', created=datetime(2026, 11, 24, tzinfo=UTC))\n"
        "deck = [slide('figures'), slide('bullets', number=2)]\n"
        "sys.stdout.buffer.write(write_pdf(deck, meta).pdf)"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "DJANGO_SETTINGS_MODULE": "cms.config.settings",
        },
    ).stdout
    meta = Metadata("T", created=datetime(2026, 11, 24, tzinfo=UTC))
    mine = write_pdf([slide("figures"), slide("bullets", number=2)], meta).pdf
    assert other.startswith(b"%PDF") and other == mine


def test_a_file_travels_inside() -> None:
    manifest = EmbeddedFile("manifest.json", b'{"slides": []}', "Bill of materials")
    result = write_pdf([slide("title")], META, attach=lambda forme, steps: [manifest])
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert pdf.attachments["manifest.json"].get_file().read_bytes() == b'{"slides": []}'


def test_a_long_text_steps_down_and_the_html_says_so() -> None:
    words = "Most of the loss happens while a trailer waits at the gate for a bay, and nobody sees"
    long = slide("statement", statement=f"<p>{words}</p>", emphasis="until the morning.")
    result = write_pdf([long], META)
    assert result.steps[0] > 0
    assert f"step-{result.steps[0]}" in result.html[0]


def test_a_text_that_never_fits_is_refused_by_name() -> None:
    endless = slide(
        "bullets",
        number=7,
        items=[{"heading": "Point", "text": f"<p>{'word ' * 120}</p>", "icon": ""}] * 4,
    )
    with pytest.raises(SlideDoesNotFit) as refusal:
        write_pdf([endless], META)
    assert refusal.value.number == 7
    assert refusal.value.frame == "text 1"
    assert refusal.value.excess > 10
    assert 60 < refusal.value.words < 120


def test_a_word_that_is_too_wide_is_refused() -> None:
    with pytest.raises(SlideDoesNotFit, match="title"):
        write_pdf(
            [slide("title", title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk")], META
        )


def test_a_character_without_a_drawing_is_refused() -> None:
    with pytest.raises(MissingGlyphs) as refusal:
        write_pdf([slide("quote", name="山田")], META)
    assert refusal.value.characters == "山田"


def test_a_picture_that_cannot_be_read_is_refused() -> None:
    from dataclasses import replace

    contact = replace(context().contact, portrait="media:nowhere/gone.jpg")  # type: ignore[type-var]
    broken = Slide("call_to_action", value("call_to_action"), context(contact=contact))
    with pytest.raises(PictureUnavailable, match=r"gone\.jpg"):
        write_pdf([broken], META)


def test_a_deck_without_slides_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_pdf([], META)


def test_lowered_digits_are_drawn_and_read() -> None:
    assert (
        "CO2e"
        in texts(
            write_pdf(
                [slide("figures", items=[{"value": "212", "unit": "t", "label": "less CO₂e"}])],
                META,
            ).pdf
        )[0]
    )


@pytest.mark.parametrize("block_type", ["bullets", "two_columns", "table", "chart", "timeline"])
def test_lowered_digits_take_no_room_below_a_title(theme: Theme, block_type: str) -> None:
    measure = measure_slide(slide(block_type, theme, title="Less CO₂e in the first year"))
    assert (measure.step, measure.excess) == (0, ())


def test_fonts_are_drawn_not_replaced() -> None:
    """Pixels, not extracted text: a wrong glyph would still extract right."""
    page = pypdfium2.PdfDocument(write_pdf([slide("title", title="Łódź Ørsted Győr")], META).pdf)[
        0
    ]
    image = page.render(scale=0.5).to_pil().convert("L")
    box = image.crop((22, 60, 260, 160))
    dark = sum(1 for pixel in box.getdata() if pixel < 90)
    assert 800 < dark < 6000


def test_drawings_of_former_decks_are_let_go() -> None:
    """Each holds the whole document it was laid out in: a worker would grow with every deck."""
    press = press_for(THEMES[0].typefaces.files)
    held = []
    for title in ("A first deck", "A second one", "And a third"):
        write_pdf([slide("title", title=title, picture=None)], META)
        held.append(sum(isinstance(image, SVGImage) for image in press.images.values()))
    assert held[0] > 0
    assert held == [held[0]] * 3
