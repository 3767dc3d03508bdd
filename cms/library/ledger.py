"""The full account of why a result is where it is (pure): parts that add up to a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from search.results import Reason

TERMS: dict[str, str | Promise] = {
    "words": _("Words"),
    "meaning": _("Meaning"),
    "persona": _("Persona"),
    "stage": _("Stage"),
    "industry": _("Industry"),
    "product": _("Product"),
    "kind": _("Kind"),
    "pain": _("Pain"),
    "objection": _("Objection"),
    "question": _("Question"),
    "language": _("Language"),
    "pinned": _("Best bet"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the account. `percent` is its part of the score; those of a result sum to 100."""

    name: str
    text: str
    percent: int


def name_of(term: str) -> str:
    """Return what a term of a reason is called."""
    return _names(get_language()).get(term, term)


@lru_cache(maxsize=8)
def _names(language: str | None) -> dict[str, str]:
    """Return the names in the active `language`, read once: a page asks some fifty times."""
    return {term: str(name) for term, name in TERMS.items()}


def ledger_of(reasons: Sequence[Reason]) -> tuple[Part, ...]:
    """Return all reasons with their parts, the largest first."""
    shares = percentages([reason.share for reason in reasons])
    return tuple(
        Part(name_of(reason.term), reason.detail, percent)
        for reason, percent in zip(reasons, shares, strict=True)
    )


def percentages(shares: Sequence[float]) -> list[int]:
    """Round shares to whole per cents that sum to 100, none off by one or more.

    Without any share above 0 all are 0.
    """
    whole = sum(shares)
    if whole <= 0:
        return [0] * len(shares)
    exact = [100 * share / whole for share in shares]
    rounded = [int(value) for value in exact]
    missing = 100 - sum(rounded)
    by_rest = sorted(range(len(exact)), key=lambda n: (rounded[n] - exact[n], n))
    for n in by_rest[:missing]:
        rounded[n] += 1
    return rounded
