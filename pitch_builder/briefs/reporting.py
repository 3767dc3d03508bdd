"""A draft as JSON and as plain lines, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pitch_builder.briefs.drafting import Draft, DraftPart, DraftPlace, Slide
from pitch_builder.briefs.making import Made


def as_json(
    draft: Draft, made: Made | None, *, who: dict[str, str], seconds: float
) -> dict[str, Any]:
    """Return all of a draft as plain values; `deck` is null where none was made."""
    return {
        "brief": draft.brief.words,
        "user": who,
        "reading": {
            "persona": draft.persona.slug if draft.persona else None,
            "stage": draft.stage.slug if draft.stage else None,
            "industries": [industry.slug for industry in draft.industries],
            "products": list(draft.reading.slugs("product")),
            "account": _row(draft.account),
            "prospect": _row(draft.prospect),
            "meeting": draft.reading.moment,
            "slides": draft.reading.slides or None,
            "terms": [
                {"key": t.key, "facet": t.facet, "label": t.label, "said": t.said}
                for t in draft.reading.terms
            ],
            "unheard": list(draft.unheard),
        },
        "template": draft.template.slug if draft.template else None,
        "title": draft.title,
        "storyline": [_part(part) for part in draft.parts],
        "slides": draft.slides,
        "deck": made.deck.pk if made else None,
        "address": made.deck.get_absolute_url() if made else None,
        "notes": list(made.notes) if made else [],
        "seconds": round(seconds, 3),
    }


def _row(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "name": str(row)} if row else None


def _part(part: DraftPart) -> dict[str, Any]:
    return {
        "section": part.part.name,
        "role": part.part.role,
        "question": part.part.question,
        "stage": part.part.stage or None,
        "wanted": part.part.wanted,
        "required": part.part.required,
        "start_slides": [
            {"slide": str(slide), "asset": slide.asset_title, "locked": slide.locked}
            for slide in part.start
        ],
        "slides": [_place(place) for place in part.places],
        "empty": part.says or None,
    }


def _place(place: DraftPlace) -> dict[str, Any]:
    return {**_slide(place.slide), "alternatives": [_slide(one) for one in place.alternatives]}


def _slide(slide: Slide) -> dict[str, Any]:
    return {
        "asset": slide.asset.pk,
        "asset_title": slide.asset.title,
        "kind": slide.asset.kind,
        "block": slide.block_id,
        "type": slide.block_type,
        "title": slide.title,
        "reason": slide.reason,
    }


def as_lines(
    draft: Draft, made: Made | None, *, who: dict[str, str], seconds: float
) -> Iterator[str]:
    """Yield a draft as lines that a person reads."""
    yield f"Understood as: {_understood(draft)}"
    for topic in draft.unheard:
        yield f"No slide speaks to “{topic}”."
    yield f"Storyline: {draft.template.name if draft.template else 'Tandem’s own'}"
    for part in draft.parts:
        yield ""
        yield part.part.name
        for slide in part.start:
            yield f"  = {slide}{' (locked)' if slide.locked else ''}: comes with the template"
        for place in part.places:
            yield f"  * {place.slide.title} [{place.slide.asset.title}]"
            if place.slide.reason:
                yield f"      {place.slide.reason}"
            for other in place.alternatives:
                yield f"      or {other.title} [{other.asset.title}]"
        if part.says:
            yield f"  - {part.says}"
    yield ""
    yield from (made.notes if made else ())
    made_for = f"in the name of {who['name']} ({who['why']}), {seconds:.2f} s"
    if made is None:
        yield f"No deck was made; drafted {made_for}."
    else:
        yield f"Deck {made.deck.pk}, {made.deck.get_absolute_url()}: made {made_for}."


def _understood(draft: Draft) -> str:
    said = [
        *(str(row) for row in (draft.prospect, draft.account, draft.persona, draft.stage) if row),
        *(industry.name for industry in draft.industries),
        *(f"“{topic.label}”" for topic in draft.reading.topics),
    ]
    return ", ".join(said) or "nothing"
