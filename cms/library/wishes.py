"""Asking marketing for content that is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import ContentError
from cms.library.models import Asking, Question, QuestionState
from cms.library.questions import normalised
from cms.operations.models import Notification
from cms.operations.notifications import notify
from personas.access.roles import Role

KIND = "content-wanted"
REST = timedelta(days=1)


@transaction.atomic
def ask_marketing(user: Any, words: str, *, link: str) -> int:
    """Tell marketing's leads, or its members where there is no lead, what `user` looked for.

    `link` leads to the answer that was too weak. Returns how many were told; 0 where the same
    was asked within a day. Raises ContentError without words, or where nobody is in marketing.
    """
    words = " ".join(words.split())[:300]
    if not words:
        raise ContentError(_("Say what you look for."))
    name = user.get_full_name() or user.get_username()
    text = _("%(name)s found nothing that answers “%(words)s”.") % {"name": name, "words": words}
    lately = Notification.objects.filter(kind=KIND, created_at__gte=timezone.now() - REST)
    if lately.filter(text=text[:500]).exists():
        return 0
    told = _members(Role.MARKETING_LEADS) or _members(Role.MARKETING)
    if not told:
        raise ContentError(_("Nobody is in the group Marketing yet."))
    _note(user, words)
    for member in told:
        notify(member, text, kind=KIND, link=link)
    return len(told)


def _note(user: Any, words: str) -> None:
    """Keep the wish among the questions without an answer, so that `user` is told of one."""
    if asked := normalised(words):
        question, _made = Question.objects.get_or_create(
            words=asked, defaults={"weak": True, "count": 1}
        )
        if question.state in (QuestionState.ANSWERED, QuestionState.DISMISSED):
            question.state = QuestionState.OPEN
        question.weak = True
        question.save(update_fields=["state", "weak"])
        Asking.objects.update_or_create(
            question=question,
            user=user,
            defaults={"told_at": None},
            create_defaults={"told_at": None, "count": 1},
        )


def _members(role: Role) -> list[Any]:
    members = get_user_model().objects.filter(is_active=True, groups__name=role.value)
    return list(members.order_by("pk"))
