from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class JourneyStageQuerySet(models.QuerySet["JourneyStage"]):
    def with_prospect_count(self) -> Self:
        """Each stage with `prospect_count`, erased prospects left out."""
        return self.annotate(
            prospect_count=models.Count(
                "prospects", filter=models.Q(prospects__erased_at=None), distinct=True
            )
        )

    def after(self, stage: JourneyStage) -> Self:
        return self.filter(order__gt=stage.order)


class JourneyStage(models.Model):
    """One step of the buyer's way, told from the buyer's side."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("What the buyer is doing, e.g. “Comparing options”.")
    )
    slug = models.SlugField(
        _("short name"),
        max_length=80,
        unique=True,
        help_text=_("Used in addresses, imports and filters, e.g. “comparing”."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False, db_index=True)
    buyer_question = models.CharField(
        _("the buyer's question"),
        max_length=200,
        blank=True,
        help_text=_("The question on the buyer's mind, e.g. “Will it work with what we have?”"),
    )
    key_moment = models.CharField(
        _("key moment"),
        max_length=200,
        blank=True,
        help_text=_("When this stage is won or lost, e.g. “the demo with the IT lead”."),
    )
    conversion_goal = models.CharField(
        _("conversion goal"),
        max_length=200,
        blank=True,
        help_text=_("The one thing we want the buyer to do next."),
    )
    exit_criteria = models.TextField(
        _("exit criteria"),
        blank=True,
        help_text=_("How we know that the buyer has moved on. One on each line."),
    )

    objects = JourneyStageQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("journey stage")
        verbose_name_plural = _("journey stages")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and not self.order:
            last = JourneyStage.objects.aggregate(last=models.Max("order"))["last"] or 0
            self.order = last + 1
        super().save(*args, **kwargs)
