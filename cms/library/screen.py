"""What the Find screen says round its results: what was understood, what to prefer, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.library.asking import Asked
from cms.library.finding import FACETS, Facet, FindPage
from cms.library.terms import Names
from personas.journey.models import JourneyStage

EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Pill:
    """A term that was understood; `url` asks the same without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Preference:
    """A choice of what to prefer: name of the parameter, label, and (slug, name, chosen)."""

    name: str
    label: str
    anybody: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be found now, what still works, and what to do."""

    title: str
    text: str
    command: str = ""


def pills(asked: Asked, facets: Sequence[Facet], names: Names) -> tuple[Pill, ...]:
    """Return the chosen values and preferences, each removable."""
    labels = {facet.name: facet.label for facet in facets}
    criteria = asked.criteria
    found = [
        Pill(labels.get(name, name), names[name].get(v, v), asked.address(without=(name, v)))
        for name in FACETS
        for v in getattr(criteria, name)
    ]
    for name, term, label in (
        ("for_persona", "persona", _("Best for")),
        ("for_stage", "stage", _("Best at")),
    ):
        found += [
            Pill(label, names[term].get(v, v), asked.address(without=(name, v)))
            for v in getattr(criteria, name)
        ]
    return tuple(found)


def preferences(asked: Asked, names: Names) -> tuple[Preference, ...]:
    return (
        _preference("for_persona", _("Best for"), _("anybody"), names["persona"], asked),
        _preference("for_stage", _("at"), _("any stage"), names["stage"], asked),
    )


def _preference(
    name: str, label: str, anybody: str, terms: dict[str, str], asked: Asked
) -> Preference:
    chosen = getattr(asked.criteria, name)
    options = tuple((slug, text, slug in chosen) for slug, text in terms.items())
    return Preference(name, label, anybody, options)


def examples(asked: Asked) -> list[tuple[str, str]]:
    """Return questions that buyers ask at each stage, with the address that asks them."""
    questions = (
        JourneyStage.objects.exclude(buyer_question="")
        .order_by("order")
        .values_list("buyer_question", flat=True)[:EXAMPLES]
    )
    return [(question, asked.for_words(question)) for question in questions]


def trouble_of(page: FindPage, asked: Asked) -> Trouble | None:
    """Tell an empty index from content that does not answer; one query, where nothing came."""
    if page.total or not asked.is_blank or not Asset.objects.current().exists():
        return None
    return Trouble(
        _("The content is not indexed yet"),
        _("Nothing is lost: the pages are there, search has not read them. Run this once:"),
        "python manage.py rebuild_search_index",
    )


def trouble_with(error: Any) -> Trouble:
    """Say what an error of search means for the person, and what to do."""
    from search.errors import ModelDamaged, ModelMissing, PreparationFailed

    if isinstance(error, ModelMissing | ModelDamaged | PreparationFailed):
        return Trouble(
            _("Search has no language model yet"),
            _(
                "Your content, decks and rooms are not touched. Whoever runs Tandem prepares the "
                "model once, with this command:"
            ),
            "python manage.py prepare_model",
        )
    if getattr(error, "permanent", True):
        return Trouble(
            _("Search cannot read its index"),
            _("Your content is not touched. Whoever runs Tandem makes the index anew with:"),
            "python manage.py rebuild_search_index",
        )
    return Trouble(
        _("Search does not answer at the moment"),
        _("Your content is not touched. Try again in a minute; if it stays so, run:"),
        "python manage.py doctor",
    )
