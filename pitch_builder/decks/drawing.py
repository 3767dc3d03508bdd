"""Slides of a deck drawn for screens: the same HTML as on paper, with web addresses.

A drawing is known by its content, so that a page which has it need not be sent it again. It
leaves the slide's number to `<t-slide data-number>`: a slide that moves stays the same drawing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.brand.themes import css_variables
from cms.library.drawing import Drawings, figures_key
from cms.slides.context import SlideContext
from cms.slides.fitting import fit
from cms.slides.printing import Slide
from cms.slides.screen import on_screen
from pitch_builder.builds.context import slide_context
from pitch_builder.decks.resolving import ResolvedSlide

# Slides whose printed size is not known yet and that one page may wait for.
LAID_OUT_AT_ONCE = 10
COVER, BEHIND = 1, 2  # the numbers that drawings are made with


@dataclass(frozen=True, slots=True)
class Drawing:
    """A slide as `<t-slide>` shows it, and the digest of that; both empty for nothing to draw."""

    key: str
    html: SafeString


NOTHING = Drawing("", SafeString(""))
drawings: Drawings[Drawing] = Drawings()


def draw(slides: Sequence[ResolvedSlide], shared: SlideContext) -> list[Drawing]:
    """Return the drawing of each slide; those drawn lately are taken as they are.

    Call it inside the scope that `resolved` opens.
    """
    contexts = [_context(shared, slide) for slide in slides]
    keys = [_key(slide, context) for slide, context in zip(slides, contexts, strict=True)]
    found = [
        NOTHING if slide.value is None else drawings.get(key)
        for slide, key in zip(slides, keys, strict=True)
    ]
    missing = [place for place, drawing in enumerate(found) if drawing is None]
    pages = [Slide(slides[n].block_type, slides[n].value, contexts[n]) for n in missing]
    for n, one in zip(missing, fit(pages, most=LAID_OUT_AT_ONCE), strict=True):
        found[n] = drawing = _drawing(on_screen(one.html))
        if one.is_final:
            drawings.put(keys[n], drawing)
    return [drawing or NOTHING for drawing in found]


def _context(shared: SlideContext, slide: ResolvedSlide) -> SlideContext:
    number = COVER if slide.number == COVER else BEHIND
    return replace(slide_context(shared, slide), number=number, total=BEHIND)


def _key(slide: ResolvedSlide, context: SlideContext) -> Any:
    return (slide.block_type, repr(slide.raw), figures_key(slide.fact_ids), context)


def _drawing(html: SafeString) -> Drawing:
    return Drawing(hashlib.sha256(html.encode()).hexdigest()[:16], mark_safe(html))


def theme_style(shared: SlideContext) -> str:
    """Return the theme as CSS variables, for the frame that slides stand in."""
    return css_variables(shared.theme)
