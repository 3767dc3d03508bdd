"""The demo's pictures: many, distinct, repeatable, and in colours that can be read."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from cms.brand.themes import FAMILIES, with_colours
from pitch_builder.demo import content as demo
from pitch_builder.demo.pictures import drawings, films
from pitch_builder.demo.pictures.palette import along, mix


@pytest.mark.parametrize("name", ["contour-tarn", "cold-store", "portrait-moira-tait"])
def test_a_picture_is_the_same_each_time(name: str) -> None:
    assert drawings.picture(name).data == drawings.picture(name).data


def test_heroes_are_wide_and_distinct() -> None:
    heroes = {asset.hero for asset in demo.read().assets}
    assert len(heroes) >= 40
    drawn = {name: drawings.picture(name) for name in sorted(heroes)[:6]}
    assert {(p.width, p.height) for p in drawn.values()} == {(1920, 1080)}
    assert len({p.data for p in drawn.values()}) == len(drawn)
    assert all(len(p.data) < 900_000 for p in drawn.values())


def test_logos_have_no_ground() -> None:
    logo = Image.open(io.BytesIO(drawings.picture("logo-kestrel").data))
    assert logo.mode == "RGBA"
    assert logo.getpixel((639, 1))[3] == 0  # type: ignore[index]


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(KeyError):
        drawings.picture("no-such-picture")


def test_the_brand_passes_the_contrast_rules() -> None:
    brand = demo.read().company.brand
    chosen = {name: brand[name] for name in ("ink", "tint", "dark", "accent", "signal")}
    assert with_colours(FAMILIES[brand["family"]], chosen).too_faint() == ()


def test_films_are_small_and_captioned() -> None:
    for asset in demo.read().assets:
        if asset.kind == "video":
            film = films.film(asset.details.file)  # type: ignore[union-attr]
            assert film.data[:4] == b"\x1a\x45\xdf\xa3"
            assert len(film.data) < 400_000
            assert film.captions.startswith("WEBVTT\n")
            assert "00:06.000" in film.captions


def test_colours_mix_and_run_along_a_ramp() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert along(["#000000", "#ffffff"], 2) == "#ffffff"
    assert along(["#000000", "#ffffff"], -1) == "#000000"
