"""Imports, and what each wrote last, so that edits made since are seen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One import of a folder."""

    name = models.CharField(_("source"), max_length=120)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    job = models.ForeignKey(
        "cms.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Kept until the import is over, under a name that nobody can guess.
    archive = models.FileField(upload_to="imports/%Y/", blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.name}, {self.created_at:%Y-%m-%d %H:%M}"


class ImportedAsset(models.Model):
    """What an import knows about an asset that it made."""

    asset = models.OneToOneField("cms.Asset", on_delete=models.CASCADE, related_name="imported")
    run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    # By field, the hash of the value that the last import wrote.
    written: Any = models.JSONField(default=dict)
    # Addresses in its text that lead to no page yet.
    waiting_for: Any = models.JSONField(default=list, blank=True)
    # Required fields that the document does not fill.
    missing: Any = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("imported asset")
        verbose_name_plural = _("imported assets")

    def __str__(self) -> str:
        return str(self.asset)
