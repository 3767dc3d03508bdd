from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.brand import web
from cms.brand.contrast import luminance, mix, ratio, until_readable
from cms.brand.themes import (
    FAMILIES,
    FOLIO,
    VECTOR,
    css_variables,
    from_tokens,
    to_tokens,
    with_colours,
    with_typefaces,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_formula_gives_the_known_values() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert luminance("#ff0000") == pytest.approx(0.2126)


@given(colours, colours)
def test_contrast_is_the_same_both_ways(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one) >= 1


@given(colours, colours)
def test_mixing_goes_from_one_to_the_other(one: str, other: str) -> None:
    assert mix(one, other, 0) == one
    assert mix(one, other, 1) == other


@given(colours)
def test_a_colour_can_be_made_readable(colour: str) -> None:
    assert ratio(until_readable(colour, ("#ffffff",), "#000000"), "#ffffff") >= 4.5


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="form #rrggbb"):
        luminance("red")


@pytest.mark.parametrize("theme", FAMILIES.values(), ids=lambda theme: theme.family)
def test_the_families_can_be_read(theme: object) -> None:
    assert theme.too_faint() == ()  # type: ignore[attr-defined]
    assert web.unreadable_light(theme) == web.unreadable_dark(theme) == ()  # type: ignore[arg-type]


@given(colours)
def test_what_follows_from_a_dark_ground_can_be_read(colour: str) -> None:
    dark = mix(colour, "#000000", 0.75)
    theme = with_colours(FOLIO, {"dark": dark})
    faint = {pair.foreground for pair in theme.too_faint()}
    assert faint <= {"signal"}


def test_a_brand_changes_only_what_it_names() -> None:
    theme = with_colours(FOLIO, {"accent": "#0A5F7A", "dark": ""})
    assert theme.colours.accent == "#0a5f7a"
    assert theme.colours.dark == FOLIO.colours.dark
    assert theme.colours.bar != FOLIO.colours.bar
    with pytest.raises(ValueError, match="paper"):
        with_colours(FOLIO, {"paper": "#000000"})


def test_a_theme_survives_as_data() -> None:
    theme = with_colours(FOLIO, {"accent": "#0a5f7a"})
    assert from_tokens(to_tokens(theme)) == theme


@pytest.mark.parametrize(("titles", "texts"), [("vector", ""), ("", "vector"), ("folio", "folio")])
def test_typefaces_of_two_families_survive_as_data(titles: str, texts: str) -> None:
    theme = with_typefaces(FOLIO, titles, texts)
    assert from_tokens(to_tokens(theme)) == theme
    assert ("typefaces" in to_tokens(theme)) == (theme != FOLIO)


def test_a_brand_chooses_two_typefaces_and_keeps_its_colours() -> None:
    theme = with_typefaces(FOLIO, "vector", "folio")
    assert (theme.typefaces.display, theme.typefaces.text) == ("Vector Display", "Folio Text")
    assert theme.typefaces.display_tracking == VECTOR.typefaces.display_tracking
    assert theme.colours == FOLIO.colours
    assert [name for _family, name, _weight in theme.typefaces.files] == [
        "vector-display", "folio-text", "folio-text-strong",
    ]  # fmt: skip


def test_variables_name_every_token() -> None:
    text = css_variables(FOLIO)
    assert "--signal-on-dark: #ffb257" in text
    assert "--display: 'Folio Display', serif" in text


def test_public_pages_get_a_light_and_a_dark_set() -> None:
    css = web.public_css(FOLIO)
    assert css.count("--accent:") == 2 and "prefers-color-scheme:dark" in css
