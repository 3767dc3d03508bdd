"""The slides of a build as shapes, kept with it: a presentation made later is the build's."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.facts.scope import current_scope
from cms.slides.context import SlideContext
from cms.slides.pptx.layouts import slide_shapes
from cms.slides.typography import refine, slide_date
from pitch_builder.builds import sources
from pitch_builder.builds.context import slide_context
from pitch_builder.decks.resolving import ResolvedSlide


def keep_as_shapes(
    slides: Sequence[ResolvedSlide], shared: SlideContext, steps: Sequence[int]
) -> str:
    """Put the slides as they print into the archive; call it in the scope of their facts."""
    made = [
        slide_shapes(
            slide.block_type,
            slide.value,
            slide_context(shared, slide),
            step=step,
            notes=speaker_notes(slide),
        )
        for slide, step in zip(slides, steps, strict=True)
    ]
    return sources.keep_shapes(made, shared.theme)


def speaker_notes(slide: ResolvedSlide) -> str:
    """Return what the presenter is told: the rep's own notes, and where each figure comes from."""
    own = str(getattr(slide.slide, "notes", "") or "").strip()
    scope = current_scope()
    values = [value for pk in sorted(slide.fact_ids) if (value := scope.get(pk)) is not None]
    figures = []
    for value in values:
        line = f"{value.display}: {value.label}."
        if value.as_of:
            line += " " + _("As of %(day)s.") % {"day": slide_date(value.as_of)}
        if value.source:
            line += " " + _("Source: %(source)s.") % {"source": value.source.rstrip(".")}
        figures.append(refine(line))
    return "\n\n".join(part for part in (own, "\n".join(figures)) if part)
