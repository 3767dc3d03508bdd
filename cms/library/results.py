"""A found asset as the screen shows it: slides drawn, badge, reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.facts.scope import FactScope, fact_scope
from cms.facts.values import FactState
from cms.library.drawing import DrawnSlide, WantedSlide, draw, wanted_of
from cms.library.finding import Found
from cms.library.ledger import Part, ledger_of, name_of
from cms.library.standing import Standing, standing_of
from cms.library.terms import facet_names
from search.results import Reason

SHOWN = 4  # slides: the best large, three small
REASONS = 4

VERY_CLOSE, CLOSE = 0.58, 0.32
MADE_FOR, LEAST = 0.8, 0.04


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with its bar. `share` is the bar's length, 0 to 1; `word` says the same."""

    name: str
    text: str
    share: float
    word: str


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the results."""

    found: Found
    kind: str
    standing: Standing
    reasons: tuple[Why, ...]
    best: DrawnSlide | None
    more: tuple[DrawnSlide, ...]

    @property
    def ledger(self) -> tuple[Part, ...]:
        """All that speaks for it, in parts of a hundred."""
        return ledger_of(self.found.reasons)

    @property
    def asset(self) -> Any:
        return self.found.asset

    @property
    def owner(self) -> str:
        return self.asset.owner.get_full_name() if self.asset.owner else ""

    @property
    def slides(self) -> str:
        count = len(self.asset.slides.raw_data)
        return ngettext("%(n)d slide", "%(n)d slides", count) % {"n": count} if count else ""


def results_of(found: Sequence[Found]) -> tuple[Result, ...]:
    """Return the results drawn. The facts of all of them are asked in one query."""
    now = timezone.now()
    kinds = facet_names()["kind"]
    used = [one.asset.fact_ids for one in found]
    with fact_scope(set().union(*used), show_expired=True) as scope:
        wanted: list[list[WantedSlide]] = [
            wanted_of(one.asset.slides.raw_data, one.slide_ids[:SHOWN]) for one in found
        ]
        drawn = iter(draw([slide for slides in wanted for slide in slides]))
        made = []
        for one, slides, ids in zip(found, wanted, used, strict=True):
            mine = [next(drawn) for _slide in slides]
            made.append(
                Result(
                    found=one,
                    kind=kinds.get(one.asset.kind, one.asset.kind),
                    standing=standing_of(
                        expire_at=one.asset.expire_at,
                        review_by=one.asset.review_by,
                        now=now,
                        dead_facts=_dead(ids, scope),
                    ),
                    reasons=reasons_of(one.reasons, one.hit.score if one.hit else 0.0),
                    best=mine[0] if mine else None,
                    more=tuple(mine[1:]),
                )
            )
    return tuple(made)


def _dead(ids: set[int], scope: FactScope) -> int:
    facts = [scope.fact(pk) for pk in ids]
    return sum(
        fact is None or fact.current.state(scope.today) is not FactState.LIVE for fact in facts
    )


def reasons_of(reasons: Sequence[Reason], score: float) -> tuple[Why, ...]:
    """Return the reasons in words, the strongest first.

    The strongest reason's bar is as long as the answer is good; the others stand to it as their
    parts of the score do.
    """
    longest = max((reason.share for reason in reasons), default=0) or 1
    strength = min(1.0, 0.1 + 1.2 * score)
    return tuple(
        _why(reason, strength * reason.share / longest)
        for reason in reasons[:REASONS]
        if reason.share or reason.term == "language"
    )


# An asset has a preferred value or it has not, however little that adds to the score.
_HAS_IT = {
    "persona": (MADE_FOR, gettext_lazy("made for them")),
    "stage": (MADE_FOR, gettext_lazy("made for it")),
    "industry": (MADE_FOR, gettext_lazy("made for it")),
    "product": (MADE_FOR, gettext_lazy("about it")),
    "kind": (MADE_FOR, gettext_lazy("as asked")),
    "language": (LEAST, gettext_lazy("words only")),
    "pinned": (1.0, gettext_lazy("chosen")),
}


def _why(reason: Reason, share: float) -> Why:
    name = name_of(reason.term)
    if reason.term in _HAS_IT:
        length, said = _HAS_IT[reason.term]
        return Why(name, reason.detail, length, str(said))
    word = _("very close") if share >= VERY_CLOSE else _("close") if share >= CLOSE else _("near")
    return Why(name, reason.detail, max(LEAST, share), word)
