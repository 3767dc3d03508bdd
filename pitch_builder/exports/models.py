"""Export: a build in another form. It is made once, when it is first asked for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pitch_builder.builds.models import Build
from pitch_builder.exports.enums import ExportKind, ExportState

ENDINGS = {
    ExportKind.PRINT: "-print.pdf",
    ExportKind.POWERPOINT: ".pptx",
    ExportKind.IMAGES: ".zip",
}


class Export(models.Model):
    """One form of one build. Its files never change once it is made.

    `file` is empty for images: each of them is a file of its own in the storage.
    """

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(_("kind"), max_length=12, choices=ExportKind.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    file = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    remark = models.TextField(blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["build", "kind"], name="export_kind_per_build")
        ]

    def __str__(self) -> str:
        return f"{self.build}: {self.get_kind_display()}"

    @property
    def is_made(self) -> bool:
        return self.state == ExportState.MADE

    @property
    def filename(self) -> str:
        """What the file is called on a disk."""
        title = slugify(self.build.manifest.deck_title)[:60] or "deck"
        return f"{title}{ENDINGS[ExportKind(self.kind)]}"
