"""What the site knows of its tags: the terms, their own words, and the assets that carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, Max

from cms.assets.indexing import key_of, pk_of
from cms.assets.models import Asset
from cms.likeness import sketching
from cms.likeness.models import AssetSketch
from cms.tagging.learning import Examples, Tagger, fit
from cms.tagging.models import TagField
from personas.persona.models import Persona
from personas.persona.texts import lines_of
from search import services as search
from search import vectors

LINES = ("role", "pains", "goals", "objections", "biggest_challenge")


@dataclass(frozen=True, slots=True)
class Term:
    """A persona, stage or industry; `lines` is what it says of itself."""

    pk: int
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that suggestions of one kind of tag rest on. `assets` run parallel to examples."""

    field: TagField
    terms: tuple[Term, ...]
    assets: tuple[int, ...]
    tagger: Tagger


_known: dict[str, tuple[object, Knowledge]] = {}


def knowledge(field: TagField) -> Knowledge:
    """Return what is known at present; kept in this process until assets or terms change."""
    terms = terms_of(field)
    through = _through(field)
    stamp = (
        vectors.model(),
        terms,
        tuple(through.objects.aggregate(n=Count("pk"), last=Max("pk")).values()),
        tuple(AssetSketch.objects.aggregate(n=Count("pk"), last=Max("made_at")).values()),
    )
    kept = _known.get(field.value)
    if kept is None or kept[0] != stamp:
        assets, examples = examples_of(field, terms)
        kept = (stamp, Knowledge(field, terms, assets, fit(examples)))
        _known[field.value] = kept
    return kept[1]


def examples_of(field: TagField, terms: Sequence[Term]) -> tuple[tuple[int, ...], Examples]:
    """Return the assets that carry a tag of this kind, drafts too, and what they are like."""
    place = {term.pk: number for number, term in enumerate(terms)}
    name = str(_through(field)._meta.get_fields()[-1].name)
    tagged: dict[int, set[int]] = {}
    for asset, term in _through(field).objects.values_list("asset_id", f"{name}_id"):
        if term in place:
            tagged.setdefault(asset, set()).add(place[term])
    pks, rows = _vectors(tagged)
    labels = np.zeros((len(pks), len(terms)), dtype=bool)
    for row, pk in enumerate(pks):
        labels[row, list(tagged[pk])] = True
    own = np.stack([_own(term) for term in terms]) if terms else np.zeros((0, 1))
    if not len(rows):
        rows = np.zeros((0, own.shape[1]))
    return tuple(pks), Examples(np.asarray(rows, float), labels, np.asarray(own, float))


def _vectors(tagged: dict[int, set[int]]) -> tuple[list[int], Any]:
    """Return the vectors of these assets: their sketches', else the search index's."""
    pks, rows = sketching.vectors_of(AssetSketch.objects.filter(asset__in=list(tagged)))
    missing = tagged.keys() - set(pks)
    if not missing:
        return pks, rows
    indexed = search.vectors_of([key_of(pk) for pk in sorted(missing)])
    if not indexed:
        return pks, rows
    found = np.stack(list(indexed.values()))
    return [*pks, *map(pk_of, indexed)], np.concatenate([rows, found]) if len(pks) else found


def _own(term: Term) -> Any:
    """Return the mean of the vectors of a term's own lines."""
    total = vectors.of_texts([term.name, *term.lines]).sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-12)


def terms_of(field: TagField) -> tuple[Term, ...]:
    """Return the terms of one kind with what they say of themselves, in one query."""
    model: Any = Asset._meta.get_field(field.value).related_model
    found = []
    for term in model._default_manager.order_by("pk"):
        if isinstance(term, Persona):
            texts = [getattr(term, name) for name in LINES]
        else:
            texts = [getattr(term, "buyer_question", ""), getattr(term, "key_moment", "")]
        lines = tuple(line for text in texts for line in lines_of(text))
        found.append(Term(term.pk, term.name, lines))
    return tuple(found)


def _through(field: TagField) -> Any:
    return Asset._meta.get_field(field.value).remote_field.through


def term_names(field: TagField, pks: Sequence[int]) -> dict[int, str]:
    """Return the names of these terms; what was deleted is left out."""
    model: Any = Asset._meta.get_field(field.value).related_model
    return {term.pk: str(term) for term in model._default_manager.filter(pk__in=pks)}
