"""Recall: a fact or an asset was taken back, by whom, why, and what is to be said about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.library.usage import Subject


class Recall(models.Model):
    """One recall. What it reached is asked anew whenever it is looked at."""

    subject = models.CharField(
        _("what kind"),
        max_length=8,
        choices=[(Subject.ASSET.value, _("Asset")), (Subject.FACT.value, _("Fact"))],
    )
    object_id = models.PositiveBigIntegerField()
    label = models.CharField(_("what"), max_length=255)
    why = models.CharField(
        _("why"),
        max_length=300,
        help_text=_("One sentence. The reps read it, and you may quote it."),
    )
    replacement = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replacement"),
        help_text=_("Takes its place in rooms at once, and is offered first on decks."),
    )
    message = models.TextField(
        _("message to those who saw it"),
        blank=True,
        max_length=2000,
        help_text=_("A draft that reps send to their own prospects. {{first_name}} is filled in."),
    )
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recalled by"),
    )
    recalled_at = models.DateTimeField(_("recalled on"), auto_now_add=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering = ["-recalled_at"]
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["subject", "object_id"], name="recall_subject")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("recalls:recall", args=[self.pk])
