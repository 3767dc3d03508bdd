"""Facets: the values that results have, with how many of them have each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.library.terms import facet_names

FACETS = ("persona", "stage", "kind", "industry", "product", "visibility")
LABELS: Mapping[str, Promise] = {
    "persona": _("Persona"),
    "stage": _("Stage"),
    "kind": _("Kind"),
    "industry": _("Industry"),
    "product": _("Product"),
    "visibility": _("Who may see it"),
}
IN_ORDER = frozenset({"stage", "visibility"})  # theirs says more than how many there are
SHOWN = 7  # values of a facet before the rest is folded
SPARE = 2  # so few more are not worth folding


@dataclass(frozen=True, slots=True)
class FacetValue:
    slug: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """`values` has all that occur, those that are shown at once first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """The values that are shown at once: the chosen and the most frequent."""
        if len(self.values) <= SHOWN + SPARE:
            return self.values
        chosen = sum(value.chosen for value in self.values)
        return self.values[: max(SHOWN, chosen)]

    @property
    def folded(self) -> int:
        """How many further values there are."""
        return len(self.values) - len(self.first)


def facets_of(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, tuple[str, ...]]
) -> tuple[Facet, ...]:
    """Return the facets that have values, each value under its own name.

    Chosen values come first, then those of most results; stages keep the journey's order.
    """
    facets = []
    for name, names in facet_names().items():
        values = [
            FacetValue(slug, label, counts.get(name, {}).get(slug, 0), slug in chosen[name])
            for slug, label in names.items()
            if counts.get(name, {}).get(slug, 0) or slug in chosen[name]
        ]
        if name not in IN_ORDER or len(values) > SHOWN + SPARE:
            values.sort(key=lambda value: (not value.chosen, -value.count, value.name.lower()))
        if values:
            facets.append(Facet(name, str(LABELS[name]), tuple(values)))
    return tuple(facets)
