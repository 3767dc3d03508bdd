"""What the Find screen says round its results: what was understood, what to prefer, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.library.asking import Asked
from cms.library.facets import FACETS, LABELS
from cms.library.finding import FindPage
from cms.library.terms import Names, buyer_questions
from cms.library.understanding import Reading, Term
from cms.library.widening import why_of

EXAMPLES = 4
LONGEST_PILL = 46  # characters


@dataclass(frozen=True, slots=True)
class Pill:
    """A term that was understood or chosen; `url` asks the same without it. `what` says in
    full what it does, where the label does not."""

    label: str
    value: str
    url: str
    what: str = ""


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


def pills(asked: Asked, names: Names) -> tuple[Pill, ...]:
    """Return the chosen values and preferences, each removable."""
    criteria = asked.criteria
    found = [
        Pill(
            str(LABELS[name]),
            names[name].get(v, v),
            asked.address(without=(name, v)),
            _("Shows only what is tagged so"),
        )
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


def understood(asked: Asked, reading: Reading) -> tuple[Pill, ...]:
    """Return what the words were understood as, each removable.

    A facet that was chosen by hand needs no reading of the words.
    """
    criteria = asked.criteria
    by_hand = {facet for facet in ("persona", "stage") if getattr(criteria, f"for_{facet}")}
    return tuple(
        Pill(
            _understood_label(term),
            for_pill(term.label),
            asked.address(ignoring=term.key),
            why_of(term.line) if term.line else _("Comes first, hides nothing"),
        )
        for term in reading.terms
        if term.facet not in by_hand
    )


def _understood_label(term: Term) -> str:
    if term.line is None:
        return str(LABELS[term.facet])
    return {
        "objection": _("Objection"),
        "pain": _("Pain"),
        "question": _("Stage"),
    }[term.facet]


def for_pill(text: str) -> str:
    """Return a sentence as a pill has room for it."""
    return Truncator(text.rstrip(".")).chars(LONGEST_PILL)


def preferences(asked: Asked, names: Names) -> tuple[Preference, ...]:
    return (
        _preference("for_persona", _("Best for"), _("anybody"), names["persona"], asked),
        _preference("for_stage", _("At the stage"), _("any stage"), names["stage"], asked),
    )


def _preference(
    name: str, label: str, anybody: str, terms: dict[str, str], asked: Asked
) -> Preference:
    chosen = getattr(asked.criteria, name)
    options = tuple((slug, text, slug in chosen) for slug, text in terms.items())
    return Preference(name, label, anybody, options)


def examples(asked: Asked) -> list[tuple[str, str]]:
    """Return questions that buyers ask at each stage, with the address that asks them."""
    return [(question, asked.for_words(question)) for question in buyer_questions()[:EXAMPLES]]


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
