"""Which deck template fits a brief, and its sections as parts of a storyline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.library.understanding import telling_stems
from pitch_builder.briefs.roles import role_of
from pitch_builder.briefs.storylines import Part
from pitch_builder.decks.outlines import DeckTemplate, TemplateSection

LEAST_OF_A_STAGE = 0.2  # share of a template's sections that have to be for the brief's stage


def templates() -> list[DeckTemplate]:
    """Return all templates with their sections. Three queries."""
    return list(DeckTemplate.objects.prefetch_related("sections__stage", "sections__start_slides"))


def best_fitting(rows: Sequence[DeckTemplate], brief: str, stage: Any) -> DeckTemplate | None:
    """Return the template that the brief names, else the one most of whose sections are for its
    stage; None where none is."""
    said = telling_stems(brief)
    named = [row for row in rows if (name := telling_stems(row.name)) and name <= said]
    if named:
        return max(named, key=lambda row: len(telling_stems(row.name)))
    if stage is None:
        return None
    shares = [(_share(row, stage.slug), row) for row in rows]
    best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= LEAST_OF_A_STAGE else None


def _share(template: DeckTemplate, stage: str) -> float:
    stages = [section.stage.slug for section in template.sections.all() if section.stage]
    return stages.count(stage) / len(stages) if stages else 0.0


def parts_of(template: DeckTemplate) -> tuple[Part, ...]:
    """Return a template's sections as parts, in order."""
    return tuple(_part(section) for section in template.sections.all())


def _part(section: TemplateSection) -> Part:
    return Part(
        name=section.name,
        role=role_of(section.name, section.hint, section.query),
        question=section.query or section.hint or section.name,
        wanted=section.wanted,
        hint=section.hint,
        stage=section.stage.slug if section.stage else "",
        required=section.required,
    )
