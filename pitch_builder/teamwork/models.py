"""What colleagues do with a deck together: who it is shared with, what is said, who approved."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_COMMENT = 1000


class DeckShare(models.Model):
    """A colleague who sees a deck that is not theirs, and perhaps changes it."""

    deck = models.ForeignKey("pitch_builder.Deck", on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("who")
    )
    may_edit = models.BooleanField(_("may change it"), default=False)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("shared deck")
        verbose_name_plural = _("shared decks")
        ordering = ["shared_at"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["deck", "user"], name="deck_shared_once")]

    def __str__(self) -> str:
        return f"{self.deck}: {self.user}"


class DeckComment(models.Model):
    """A remark on a deck or on one of its slides."""

    deck = models.ForeignKey(
        "pitch_builder.Deck", on_delete=models.CASCADE, related_name="comments"
    )
    # Without a constraint: a slide that is taken off may come back, with what was said of it.
    slide = models.ForeignKey(
        "pitch_builder.DeckSlide",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="comments",
    )
    # What the slide was called, for when it is gone.
    slide_title = models.CharField(max_length=250, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT)
    written_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["deck", "resolved_at"], name="deck_comment_open")]

    def __str__(self) -> str:
        return self.text[:60]


class ApprovalState(models.TextChoices):
    """What became of a request. One that is OVERTAKEN was asked for a build that came before."""

    ASKED = "asked", _("Waiting for approval")
    GIVEN = "given", _("Approved")
    DECLINED = "declined", _("Sent back")
    OVERTAKEN = "overtaken", _("Built again since")


class DeckApprovalQuerySet(models.QuerySet["DeckApproval"]):
    def waiting(self) -> Self:
        return self.filter(state=ApprovalState.ASKED)


class DeckApproval(models.Model):
    """A lead's word on one build: rooms show it once it is given."""

    build = models.OneToOneField(
        "pitch_builder.Build", on_delete=models.CASCADE, related_name="approval"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ApprovalState, default=ApprovalState.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: ClassVar[Any] = DeckApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a deck")
        verbose_name_plural = _("approvals of decks")
        ordering = ["-asked_at"]
        default_permissions = ()
        permissions = [("approve_deck", "Can approve built decks")]

    def __str__(self) -> str:
        return f"{self.build}: {self.get_state_display()}"
