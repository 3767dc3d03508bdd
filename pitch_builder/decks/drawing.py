"""Slides of a deck drawn for screens: the same HTML as on paper, with web addresses."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from cms.brand.themes import css_variables
from cms.slides.context import SlideContext
from cms.slides.fitting import fitted
from cms.slides.printing import Slide
from cms.slides.screen import on_screen
from pitch_builder.builds.context import slide_context
from pitch_builder.decks.resolving import ResolvedSlide

# Slides whose printed size is not known yet and that one page may wait for.
LAID_OUT_AT_ONCE = 10


def draw(slides: Sequence[ResolvedSlide], shared: SlideContext) -> list[SafeString]:
    """Return each slide as one section, empty where there is nothing to draw.

    Call it inside the scope that `resolved` opens.
    """
    here = [slide for slide in slides if slide.value is not None]
    pages = [Slide(one.block_type, one.value, slide_context(shared, one)) for one in here]
    htmls = iter(fitted(pages, most=LAID_OUT_AT_ONCE))
    return [mark_safe("") if slide.value is None else on_screen(next(htmls)) for slide in slides]


def theme_style(shared: SlideContext) -> str:
    """Return the theme as CSS variables, for the frame that slides stand in."""
    return css_variables(shared.theme)
