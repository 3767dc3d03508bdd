"""Slides on screens at the sizes that they print at, laid out once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from cms.slides import fitting, pdf
from cms.slides.pdf import measure_slide
from cms.slides.printing import Slide
from tests.cms.slides.cast import context, value

pytestmark = pytest.mark.django_db

LONG = "A title that goes on about so many things that it needs the smallest size"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def laid_out(monkeypatch: Any) -> list[Slide]:
    calls: list[Slide] = []

    def counted(slide: Slide) -> Any:
        calls.append(slide)
        return measure_slide(slide)

    monkeypatch.setattr(pdf, "measure_slide", counted)
    return calls


def test_a_slide_is_laid_out_once(laid_out: list[Slide]) -> None:
    slide = Slide("figures", value("figures"), context())
    first, second = fitting.measured(slide), fitting.measured(slide)
    assert len(laid_out) == 1
    assert first.html == second.html
    assert first.fits
    assert second.fits
    fitting.measured(Slide("figures", value("figures", note="More"), context()))
    assert len(laid_out) == 2


def test_another_place_in_a_deck_is_the_same_slide(laid_out: list[Slide]) -> None:
    slide = Slide("bullets", value("bullets"), context())
    fitting.measured(slide)
    elsewhere = replace(slide, context=replace(slide.context, number=7, total=9))
    assert "7" in fitting.measured(elsewhere).html
    assert len(laid_out) == 1


def test_what_is_known_is_drawn_at_its_printed_size(laid_out: list[Slide]) -> None:
    slide = Slide("title", value("title", title=LONG, lead=""), context())
    unknown = fitting.fitted([slide])[0]
    assert not laid_out
    measure = fitting.measured(slide)
    assert measure.step > 0
    assert fitting.fitted([slide])[0] == measure.html != unknown


def test_only_some_are_laid_out_at_once(
    laid_out: list[Slide], django_assert_num_queries: Any
) -> None:
    slides = [Slide("title", value("title", title=f"{LONG} {n}"), context()) for n in range(4)]
    fitting.fitted(slides, most=3)
    assert len(laid_out) == 3
    assert fitting.measure_unknown(slides) == 1
    assert fitting.measure_unknown(slides) == 0
    fitting.fitted(slides, most=3)
    assert len(laid_out) == 4


def test_a_slide_that_cannot_be_laid_out_is_drawn_all_the_same() -> None:
    contact = replace(context().contact, portrait="media:gone.jpg")  # type: ignore[type-var]
    slide = Slide("call_to_action", value("call_to_action"), context(contact=contact))
    assert "gone.jpg" in fitting.fitted([slide], most=1)[0]
    fitting.measure_unknown([slide])
