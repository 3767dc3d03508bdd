"""Sizes that slides print at, remembered, so that a screen draws a slide as the PDF will.

Laying out a slide takes tens of milliseconds; how far its texts step down is kept by its
content, theme and style sheet, whatever its number and date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString

from cms.brand.themes import css_variables
from cms.slides.errors import SlideError
from cms.slides.printing import Slide, SlideMeasure
from cms.slides.rendering import render_slide
from cms.slides.sheets import paper_sheet

KEEP = 60 * 60 * 24 * 30


def measured(slide: Slide) -> SlideMeasure:
    """Return `measure_slide`'s answer, laid out only where it is not known."""
    html = render_slide(slide.block_type, slide.value, slide.context)
    key = _key(slide, html)
    found = cache.get(key)
    if found is None:
        measure = _measure(slide)
        _keep(key, measure)
        return measure
    step, excess, missing = found
    if step:
        html = _stepped(slide, step)
    return SlideMeasure(html, step, excess, missing)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A slide's HTML; `is_final` tells that it is at the size that it prints at."""

    html: str
    is_final: bool


def fitted(slides: Sequence[Slide], *, most: int = 0) -> list[str]:
    """Return the HTML of slides at the sizes that they print at, in one question to the cache.

    At most `most` slides whose size is not known are laid out now, the others get the first
    size: `measure_unknown` brings those up to date.
    """
    return [one.html for one in fit(slides, most=most)]


def fit(slides: Sequence[Slide], *, most: int = 0) -> list[Fitted]:
    """Return what `fitted` does, and of each slide whether its size is known."""
    htmls: list[str] = [render_slide(one.block_type, one.value, one.context) for one in slides]
    keys = [_key(slide, html) for slide, html in zip(slides, htmls, strict=True)]
    known: dict[str, Any] = cache.get_many(keys) if keys else {}
    for place, (slide, key) in enumerate(zip(slides, keys, strict=True)):
        if key not in known and most:
            most -= 1
            known.update(_lay_out(key, slide))
        if key in known and (step := known[key][0]):
            htmls[place] = _stepped(slide, step)
    return [Fitted(html, key in known) for html, key in zip(htmls, keys, strict=True)]


def measure_unknown(slides: Sequence[Slide]) -> int:
    """Lay out the slides whose sizes are not known; return how many."""
    keys = {_key(one): one for one in slides}
    unknown = keys.keys() - (cache.get_many(list(keys)).keys() if keys else set())
    for key in unknown:
        _lay_out(key, keys[key])
    return len(unknown)


def _lay_out(key: str, slide: Slide) -> dict[str, tuple[Any, ...]]:
    try:
        return {key: _keep(key, _measure(slide))}
    except SlideError:
        return {}  # Its preview and its build say what is wrong with it.


def _measure(slide: Slide) -> SlideMeasure:
    from cms.slides.pdf import measure_slide  # the engine loads where it is first needed

    return measure_slide(slide)


def _keep(key: str, measure: SlideMeasure) -> tuple[Any, ...]:
    kept = (measure.step, measure.excess, measure.missing)
    cache.set(key, kept, KEEP)
    return kept


def _stepped(slide: Slide, step: int) -> SafeString:
    return render_slide(slide.block_type, slide.value, slide.context, step=step)


def _key(slide: Slide, html: str = "") -> str:
    """The slide without what has a fixed room of its own and changes from place to place."""
    context = slide.context
    place = replace(context, number=1, total=1, as_of=None, heading=2)
    if place != context or not html:
        html = render_slide(slide.block_type, slide.value, place)
    parts = (html, css_variables(context.theme), paper_sheet())
    return "slide:" + sha256("\0".join(parts).encode()).hexdigest()
