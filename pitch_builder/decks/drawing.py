"""Slides of a deck drawn for screens: the same HTML as on paper, with web addresses."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from cms.brand.themes import css_variables
from cms.slides.context import SlideContext
from cms.slides.rendering import render_slide
from cms.slides.screen import on_screen
from pitch_builder.builds.context import slide_context
from pitch_builder.decks.resolving import ResolvedSlide


def draw(slide: ResolvedSlide, shared: SlideContext) -> SafeString:
    """Return the slide as one section, empty where there is nothing to draw.

    Call it inside the scope that `resolved` opens.
    """
    if slide.value is None:
        return mark_safe("")
    return on_screen(render_slide(slide.block_type, slide.value, slide_context(shared, slide)))


def theme_style(shared: SlideContext) -> str:
    """Return the theme as CSS variables, for the frame that slides stand in."""
    return css_variables(shared.theme)
