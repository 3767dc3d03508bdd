"""What a user may want to ask: searches that they keep, asked before, or that others asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Count
from django.utils.translation import gettext as _

from cms.library.models import Asking, Question, QuestionState, SavedSearch
from cms.library.questions import normalised
from personas.journey.models import JourneyStage
from search.analysis import words

SAVED, RECENT, POPULAR, BUYERS = 4, 5, 4, 4
LOOKED_AT = 200  # of one's own questions, and of others'
COLLEAGUES = 2  # who asked, before a question is offered to others
KEY = "find-popular"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`query` is the query string that asks it."""

    text: str
    query: str
    tell: bool = False
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions of one origin: saved, recent, popular or buyers."""

    name: str
    label: str
    suggestions: tuple[Suggestion, ...]


def suggest(user: Any, typed: str = "", *, query_of: Any) -> tuple[Group, ...]:
    """Return groups of suggestions that go with what is typed so far, of all with nothing.

    `query_of(words)` gives the query string that asks words. Two queries, and two more every
    minute.
    """
    begun = [*words(typed)]
    saved = [
        Suggestion(row.name, row.query, row.tell, row.pk) for row in SavedSearch.objects.of(user)
    ]
    mine = Asking.objects.filter(user=user).order_by("-last_at")
    recent = list(mine.values_list("question__words", flat=True)[:LOOKED_AT])
    popular, buyers = _of_all()
    known = {normalised(typed)}
    groups = [Group("saved", _("Saved searches"), tuple(_matching(saved, begun, SAVED)))]
    for name, label, texts, most in (
        ("recent", _("You asked lately"), recent, RECENT),
        ("popular", _("Colleagues ask"), popular, POPULAR),
        ("buyers", _("Buyers ask"), buyers, BUYERS),
    ):
        new = [text for text in texts if normalised(text) not in known]
        found = _matching([Suggestion(text, query_of(text)) for text in new], begun, most)
        known |= {normalised(one.text) for one in found}
        groups.append(Group(name, label, tuple(found)))
    return tuple(group for group in groups if group.suggestions)


def _matching(suggestions: Iterable[Suggestion], begun: list[str], most: int) -> list[Suggestion]:
    return [one for one in suggestions if goes_with(one.text, begun)][:most]


def goes_with(text: str, begun: list[str]) -> bool:
    """Tell whether each typed word begins a word of the text."""
    there = words(text)
    return all(any(word.startswith(part) for word in there) for part in begun)


def _of_all() -> tuple[list[str], list[str]]:
    """Return what several colleagues asked and found, and the questions of the stages."""
    cache = caches["renditions"]
    kept: tuple[list[str], list[str]] | None = cache.get(KEY)
    if kept is None:
        answered = Question.objects.filter(weak=False).exclude(state=QuestionState.DISMISSED)
        several = answered.annotate(people=Count("askings")).filter(people__gte=COLLEAGUES)
        stages = JourneyStage.objects.exclude(buyer_question="").order_by("order")
        kept = (
            list(
                several.order_by("-people", "-count").values_list("words", flat=True)[:LOOKED_AT]
            ),
            list(stages.values_list("buyer_question", flat=True)),
        )
        cache.set(KEY, kept, SECONDS)
    return kept
