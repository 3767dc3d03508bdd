"""What a figure on a slide shows: its fact's live value, or the value typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.facts.scope import current_scope
from cms.facts.values import FactState
from cms.slides.typography import MINUS, refine


@dataclass(frozen=True, slots=True)
class FigureValue:
    """What stands on the slide, and the number behind it where there is one."""

    text: str
    unit: str
    label: str
    number: float | None = None


def figure_value(item: Mapping[str, Any]) -> FigureValue:
    """The fact's live value where the item names a fact, else the value typed in.

    A unit or label typed beside a fact is shown in place of the fact's own. A fact that may not
    be shown now (expired, withdrawn) gives the words that its author wrote for that case.
    """
    fact = item.get("fact")
    unit, label = item.get("unit") or "", item.get("label") or ""
    if fact is None:
        value = item.get("value")
        if isinstance(value, int | float):
            return FigureValue(f"{value:,.10g}".replace("-", MINUS), unit, label, float(value))
        return FigureValue(refine(value or "").strip(), unit, label)
    scope = current_scope()
    current = scope.get(fact.pk) or fact.current
    if not (
        scope.show_expired
        or fact.pk in scope.fixed
        or current.state(scope.today) is FactState.LIVE
    ):
        return FigureValue("–", "", current.fallback or label)
    return FigureValue(
        current.text, unit or current.unit, label or current.label, float(current.number)
    )
