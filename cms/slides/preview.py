"""Slides as editors see them, with “too long” said by the PDF engine itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.brand.services import brand_now
from cms.site.middleware import allow_slide_styles
from cms.slides.context import ContactDetails, SlideContext
from cms.slides.errors import SlideError
from cms.slides.fitting import measured
from cms.slides.printing import Slide, SlideMeasure
from cms.slides.rendering import render_slide
from cms.slides.screen import framed


@dataclass(frozen=True, slots=True)
class Preview:
    """A framed slide, and what its author should know of it."""

    html: SafeString
    notices: tuple[str, ...] = ()
    number: int = 1


def preview_context(number: int = 1, total: int = 1) -> SlideContext:
    """The place of a slide outside any deck: the brand, no recipient, a sample contact."""
    brand = brand_now()
    return SlideContext(
        number=number,
        total=total,
        company=brand.company,
        as_of=timezone.localdate(),
        theme=brand.theme,
        language=(get_language() or "en").split("-")[0],
        contact=ContactDetails(
            name=_("Your name"),
            role=_("Your role"),
            email="you@example.com",
            link="https://example.com/book",
        ),
        heading=2,
    )


def notices(measure: SlideMeasure) -> tuple[str, ...]:
    """What to say about a slide that does not fit, in words."""
    found = [
        ngettext(
            "Too long: “%(frame)s” is %(mm).0f mm over its room, about %(words)d word.",
            "Too long: “%(frame)s” is %(mm).0f mm over its room, about %(words)d words.",
            excess.words,
        )
        % {"frame": excess.frame, "mm": max(excess.largest, 1), "words": excess.words}
        for excess in measure.excess
    ]
    if measure.missing:
        found.append(
            _("The brand's fonts cannot draw: %(list)s") % {"list": " ".join(measure.missing)}
        )
    return tuple(found)


def preview(slide: Slide) -> Preview:
    """One slide for the screen, at the size that the PDF gives its text."""
    number = slide.context.number
    try:
        measure = measured(slide)
    except SlideError as error:
        html = render_slide(slide.block_type, slide.value, slide.context)
        return Preview(framed(html, slide.context.theme), (error.message,), number)
    return Preview(framed(measure.html, slide.context.theme), notices(measure), number)


def preview_slide(block_type: str, value: Mapping[str, Any], parent: Any = None) -> SafeString:
    """A framed slide for a page that shows a block by itself; not measured."""
    context = preview_context()
    return framed(render_slide(block_type, value, context), context.theme)


def preview_stream(stream: Iterable[Any]) -> list[Preview]:
    """All slides of a stream; facts in one query if the caller has opened a fact scope."""
    children = list(stream)
    return [
        preview(Slide(child.block_type, child.value, preview_context(number, len(children))))
        for number, child in enumerate(children, 1)
    ]


def preview_response(request: HttpRequest, stream: Any, *, title: str) -> HttpResponse:
    """The slides of an asset as a page of the editor's preview panel."""
    response = TemplateResponse(
        request,
        "cms/slides/preview.html",
        {"slides": preview_stream(stream or ()), "title": title},
    ).render()
    allow_slide_styles(response)
    return response
