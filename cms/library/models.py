"""What the library keeps of searches: questions with who asked them, and saved searches."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuestionState(models.TextChoices):
    """What marketing did with a question."""

    OPEN = "open", _("Open")
    WRITING = "writing", _("Being written")
    ANSWERED = "answered", _("Answered")
    DISMISSED = "dismissed", _("Dismissed")


class QuestionQuerySet(models.QuerySet["Question"]):
    def unanswered(self) -> Self:
        """Questions that found nothing good when they were last asked, or did once."""
        return self.exclude(state=QuestionState.OPEN, weak=False)

    def waiting(self) -> Self:
        """Those that an asset published from now on may answer."""
        return self.filter(state__in=[QuestionState.OPEN, QuestionState.WRITING], weak=True)


class Question(models.Model):
    """Words that were searched for, by whomever and however often; once for all.

    Kept as long as somebody asks (`questions.KEPT`). `nearness` is how good the best answer
    was, 0 to 1, when it was asked last.
    """

    words = models.CharField(_("words"), max_length=200, unique=True)
    count = models.PositiveIntegerField(_("times asked"), default=0)
    first_at = models.DateTimeField(_("first asked"), default=timezone.now)
    last_at = models.DateTimeField(_("last asked"), default=timezone.now, db_index=True)
    found = models.PositiveIntegerField(_("results"), default=0)
    weak = models.BooleanField(_("nothing good found"), default=False, db_index=True)
    nearest = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nearest content"),
    )
    nearness = models.FloatField(_("how near"), default=0.0)
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState, default=QuestionState.OPEN
    )
    answer = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer"),
        help_text=_("The draft that is written for it, or what answers it now."),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-count", "-last_at"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.words

    @property
    def plain(self) -> str:
        """The words without the quotes of phrases, for sentences that quote them."""
        return " ".join(self.words.replace('"', " ").split())

    @property
    def askers(self) -> list[str]:
        """Names of those who asked, the last first; prefetch `askings__user` for lists."""
        rows = sorted(self.askings.all(), key=lambda asking: asking.last_at, reverse=True)
        return [row.user.get_full_name() or row.user.get_username() for row in rows if row.user]

    @property
    def asked_by(self) -> str:
        return ", ".join(self.askers)


class Asking(models.Model):
    """That a user asked a question. Gone with the question, or with the user's wish."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="askings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="asking_once_a_user")
        ]
        indexes = [models.Index(fields=["user", "-last_at"], name="asking_user_last")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.question_id}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user.pk)


class SavedSearch(models.Model):
    """A search that a user keeps under a name. `query` is the query string of Find content."""

    # Left without a user when the user is deleted; the nightly purge takes it away.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000)
    tell = models.BooleanField(
        _("tell me of new answers"),
        default=False,
        help_text=_("A notification, when something new that answers it is published."),
    )
    looked_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_name")]

    def __str__(self) -> str:
        return self.name
