"""Suggested tags that wait for somebody to accept or decline them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TagField(models.TextChoices):
    """The tags of an asset that are suggested, named as its fields are."""

    PERSONAS = "personas", _("Persona")
    STAGES = "stages", _("Stage")
    INDUSTRIES = "industries", _("Industry")


class SuggestionState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class TagSuggestionQuerySet(models.QuerySet["TagSuggestion"]):
    def open(self) -> Self:
        return self.filter(state=SuggestionState.OPEN)


class TagSuggestion(models.Model):
    """A tag that an asset may want. Nothing is tagged until somebody accepts it."""

    asset = models.ForeignKey(
        "cms.Asset", on_delete=models.CASCADE, related_name="tag_suggestions"
    )
    field = models.CharField(_("kind of tag"), max_length=12, choices=TagField)
    term = models.PositiveIntegerField()
    confidence = models.FloatField(_("confidence"))
    # {"near": [{"pk", "title", "closeness"}], "text": the term's own words that are close}
    why: Any = models.JSONField(default=dict)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SuggestionState,
        default=SuggestionState.OPEN,
        db_index=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    made_at = models.DateTimeField(_("suggested"), auto_now=True)

    objects: ClassVar[Any] = TagSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["asset", "field", "-confidence"]
        verbose_name = _("suggested tag")
        verbose_name_plural = _("suggested tags")
        constraints = [
            models.UniqueConstraint(fields=["asset", "field", "term"], name="tag_suggested_once")
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.term} for {self.asset_id}, {self.confidence:.2f}"
