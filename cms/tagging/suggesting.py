"""Suggested tags of one asset, each with a confidence and with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cms.assets.models import Asset
from cms.likeness import sketching
from cms.likeness.models import AssetSketch
from cms.tagging.knowledge import Knowledge, Term, knowledge
from cms.tagging.models import TagField
from search import vectors

LEAST = 0.25  # a tag that is less likely is not suggested
MOST = 3  # of one kind
CLOSE_LINE = 0.3  # cosine from which on a line of a term's own text is a reason


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An asset that carries the tag already."""

    pk: int
    title: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag that an asset may want. `text` is the line of the term's own text that is close."""

    field: TagField
    term: int
    name: str
    confidence: float
    near: tuple[Neighbour, ...]
    text: str

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)

    @property
    def why(self) -> dict[str, Any]:
        """What is stored of the reasons."""
        near = [{"pk": n.pk, "title": n.title, "closeness": n.closeness} for n in self.near]
        return {"near": near, "text": self.text}


def suggestions_for(asset: Asset) -> list[Suggestion]:
    """Return tags for an asset's newest draft that it does not carry, the likeliest first."""
    sketching.refresh([asset.pk])
    draft = asset.get_latest_revision_as_object()
    carried = {
        field: {term.pk for term in getattr(draft, field.value).all()} for field in TagField
    }
    return suggest_many([asset.pk], {asset.pk: carried}).get(asset.pk, [])


def suggest_many(
    pks: Sequence[int], carried: dict[int, dict[TagField, set[int]]]
) -> dict[int, list[Suggestion]]:
    """Return suggestions by asset; `carried` says which tags each has already."""
    known, rows = sketching.vectors_of(AssetSketch.objects.filter(asset__in=list(pks)))
    found: dict[int, list[Suggestion]] = {pk: [] for pk in pks}
    if not known:
        return found
    raw: list[tuple[int, Knowledge, int, float, Any]] = []
    for field in TagField:
        facts = knowledge(field)
        if not facts.terms:
            continue
        confidences = facts.tagger.confidences(np.asarray(rows, float))
        for pk, vector, chances in zip(known, rows, confidences, strict=True):
            likely = [int(t) for t in np.argsort(-chances) if chances[t] >= LEAST]
            new = [t for t in likely if facts.terms[t].pk not in carried[pk][field]]
            raw += [(pk, facts, t, float(chances[t]), vector) for t in new[:MOST]]
    near = {
        (pk, facts.field, t): [
            (facts.assets[row], cosine)
            for row, cosine in facts.tagger.nearest(np.asarray(vector, float), t, most=4)
            if facts.assets[row] != pk
        ][:3]
        for pk, facts, t, _chance, vector in raw
    }
    wanted = {other for rows in near.values() for other, _cosine in rows}
    titles = dict(Asset.objects.filter(pk__in=wanted).values_list("pk", "title"))
    for pk, facts, t, chance, vector in raw:
        term = facts.terms[t]
        found[pk].append(
            Suggestion(
                field=facts.field,
                term=term.pk,
                name=term.name,
                confidence=chance,
                near=tuple(
                    Neighbour(other, titles[other], round(cosine, 3))
                    for other, cosine in near[pk, facts.field, t]
                    if other in titles
                ),
                text=_closest_line(term, vector),
            )
        )
    return found


def _closest_line(term: Term, vector: Any) -> str:
    """Return the line of a term's own text that the asset is closest to, or ""."""
    lines = term.lines or (term.name,)
    cosines = vectors.of_texts(lines) @ vector
    best = int(cosines.argmax())
    return lines[best].rstrip(".") if cosines[best] >= CLOSE_LINE else ""
