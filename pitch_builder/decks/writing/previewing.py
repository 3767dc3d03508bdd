"""A slide of a deck as it would print, before it is saved; the PDF engine says “too long”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import Any

from django.utils.safestring import SafeString

from cms.slides.errors import SlideError
from cms.slides.fitting import measured
from cms.slides.preview import notices
from cms.slides.printing import Slide
from cms.slides.rendering import render_slide
from cms.slides.screen import on_screen
from pitch_builder.builds.context import deck_context, slide_context
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import resolved_alone


@dataclass(frozen=True, slots=True)
class SlidePreview:
    """The slide's HTML for `<t-slide>`, its title, and what its author should know of it."""

    html: SafeString
    title: str
    notices: tuple[str, ...] = ()


def load_engine_beside() -> None:
    """Let the PDF engine load while the writer still looks at the page: it takes a second."""
    Thread(target=import_module, args=("cms.slides.pdf",), daemon=True).start()


def preview_of(deck: Deck, raw: Mapping[str, Any], *, number: int) -> SlidePreview:
    """Return a raw block drawn as slide `number` of the deck, its merge fields filled."""
    with resolved_alone(deck, raw, number) as one:
        shared = deck_context(deck, total=number)
        slide = Slide(one.block_type, one.value, slide_context(shared, one))
        try:
            measure = measured(slide)
        except SlideError as error:
            html = render_slide(slide.block_type, slide.value, slide.context)
            return SlidePreview(on_screen(html), one.title, (error.message,))
        return SlidePreview(on_screen(measure.html), one.title, notices(measure))
