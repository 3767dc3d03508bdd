"""The log of searches: what was asked, and what became of questions without an answer.

A question is words without regard to case and spaces; only those, who asked and how often are
kept. It is deleted KEPT after it was asked last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from cms.assets.kinds import ASSET_TYPES
from cms.assets.models import Asset
from cms.assets.services import save_asset
from cms.errors import ContentError, NotAllowed
from cms.library.asking import Asked
from cms.library.finding import Criteria, FindPage, find
from cms.library.models import Asking, Question, QuestionState, SavedSearch
from cms.operations.notifications import notify
from personas.access.roles import is_marketing

KEPT = timedelta(days=180)
AGAIN = timedelta(minutes=10)  # the same words by the same user within this are one search
UNFINISHED = timedelta(minutes=1)  # words that go on within this were not finished
SHORTEST = 3
LONGEST = 200
LOOKED_AGAIN_AT = 300  # questions a round
NEW_ANSWER = "content-answers"
NEW_RESULTS = "saved-search"


def normalised(words: str) -> str:
    """Return words as the log keeps them; empty where they are too short to be a question."""
    text = " ".join(words.lower().split()).strip(" ?!.,;:")[:LONGEST].strip()
    return text if len(text) >= SHORTEST and any(c.isalpha() for c in text) else ""


@transaction.atomic
def record(user: Any, criteria: Criteria, page: FindPage) -> Question | None:
    """Log a search with what it found; None where it does not count.

    What is still being typed does not count, nor words that go on within a minute, nor the
    same words again at once. With filters, an answer is not judged: the filter made it so.
    """
    words = normalised(criteria.words)
    if not words or criteria.typing:
        return None
    now = timezone.now()
    last = (
        Asking.objects.filter(user=user, last_at__gte=now - AGAIN)
        .select_related("question")
        .order_by("-last_at")
        .first()
    )
    if last is not None and last.question.words == words:
        return None
    if last is not None and _goes_on(last, words, now):
        _take_back(last)
    question, _made = Question.objects.get_or_create(words=words, defaults={"first_at": now})
    Question.objects.filter(pk=question.pk).update(count=F("count") + 1, last_at=now)
    if not criteria.filters:
        _judge(question, page)
    asking, _made = Asking.objects.get_or_create(question=question, user=user)
    Asking.objects.filter(pk=asking.pk).update(count=F("count") + 1, last_at=now, told_at=None)
    if question.count:
        # Asked before: one of the popular terms from which marketing chooses for best bets.
        Query.get(words).add_hit()
    return question


def _goes_on(last: Asking, words: str, now: datetime) -> bool:
    before = last.question.words
    return words.startswith(before) and last.last_at >= now - UNFINISHED


def _take_back(asking: Asking) -> None:
    """Uncount a search whose words were not finished."""
    Asking.objects.filter(pk=asking.pk).update(count=F("count") - 1)
    Asking.objects.filter(pk=asking.pk, count=0).delete()
    Question.objects.filter(pk=asking.question_id).update(count=F("count") - 1)
    Question.objects.filter(pk=asking.question_id, count=0, state=QuestionState.OPEN).delete()


def _judge(question: Question, page: FindPage) -> None:
    weak = page.weak or not page.total
    best = page.results[0] if page.results else None
    question.weak = weak
    question.found = page.total
    question.nearest = best.asset if best else None
    question.nearness = best.hit.score if best and best.hit else 0.0
    if weak and question.state == QuestionState.ANSWERED:
        question.state = QuestionState.OPEN
    question.save(update_fields=["weak", "found", "nearest", "nearness", "state"])


# --- What marketing does -------------------------------------------------------------------
@transaction.atomic
def write(question: Question, *, kind: str, title: str, user: Any) -> Asset:
    """Begin a draft for a question; its editor says who asked. Raises NotAllowed, ContentError."""
    if not is_marketing(user):
        raise NotAllowed(_("Only marketing answers questions with content."))
    asset_type = ASSET_TYPES.get(kind)
    title = " ".join(title.split())[:255]
    if asset_type is None or not title:
        raise ContentError(_("Choose what it is to be, and give it a working title."))
    asset = asset_type(title=title, slug="", owner=user)
    asset.slug = _free_slug(title)
    save_asset(asset, user=user, incomplete=True)
    question.state, question.answer = QuestionState.WRITING, asset
    question.save(update_fields=["state", "answer"])
    return asset


def working_title(question: Question) -> str:
    """Return a question's words as the title that a draft begins with."""
    return question.plain[:1].upper() + question.plain[1:]


def _free_slug(title: str) -> str:
    base = slugify(title)[:80] or "draft"
    taken = set(Asset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def set_aside(question: Question, *, user: Any, aside: bool = True) -> None:
    """Dismiss a question, or take it up again. Raises NotAllowed."""
    if not is_marketing(user):
        raise NotAllowed(_("Only marketing answers questions with content."))
    question.state = QuestionState.DISMISSED if aside else QuestionState.OPEN
    question.save(update_fields=["state"])


# --- What happens by itself ----------------------------------------------------------------
def answered(question: Question, asset: Asset) -> int:
    """Note that an asset answers a question, and tell those who asked; return how many."""
    question.state, question.answer, question.weak = QuestionState.ANSWERED, asset, False
    question.save(update_fields=["state", "answer", "weak"])
    text = _("“%(title)s” answers what you looked for: “%(words)s”.")
    link = f"{reverse('library:find')}{Asked(Criteria(words=question.words)).address()}"
    askings = question.askings.filter(told_at=None, user__is_active=True).select_related("user")
    told = 0
    for asking in askings:
        if asking.user_id != asset.owner_id:
            said = text % {"title": asset.title, "words": question.plain}
            notify(asking.user, said, kind=NEW_ANSWER, link=link)
            told += 1
    askings.update(told_at=timezone.now())
    return told


def on_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A draft that was written for a question is published: it is answered."""
    if isinstance(instance, Asset):
        for question in Question.objects.filter(answer=instance, state=QuestionState.WRITING):
            answered(question, instance)


def look_again() -> int:
    """Ask the waiting questions again; return how many are answered now."""
    count = 0
    for question in Question.objects.waiting().order_by("-last_at")[:LOOKED_AGAIN_AT]:
        page = find(Criteria(words=question.words), limit=1, understanding=True)
        if page.results and not page.weak:
            answered(question, page.results[0].asset)
            count += 1
    return count


def purge(now: datetime | None = None) -> int:
    """Delete questions that nobody asked for KEPT, and what belonged to users who are gone."""
    now = now or timezone.now()
    Asking.objects.filter(user=None).delete()
    SavedSearch.objects.filter(user=None).delete()
    QueryDailyHits.garbage_collect(days=KEPT.days)
    Query.garbage_collect()
    return Question.objects.filter(last_at__lt=now - KEPT).delete()[0]


def forget(user: Any) -> int:
    """Delete what the log holds of a user's searches; return how many questions it was."""
    return Asking.objects.filter(user=user.pk).delete()[0]
