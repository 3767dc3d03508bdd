"""Copies of builds that left the house, and builds that are gone while their copies are not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pitch_builder.builds.models import CODE_LENGTH, Build


class IssuedCopy(models.Model):
    """A PDF that was handed out and is not byte by byte the build's own: with its reader's name
    on it, or at another quality. `link` and `user` say to whom."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="copies")
    sha256 = models.CharField(max_length=64)
    link = models.ForeignKey(
        "pitch_builder.RoomLink",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("link"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    issued_at = models.DateTimeField(_("first issued"), default=timezone.now)

    class Meta:
        verbose_name = _("issued copy")
        verbose_name_plural = _("issued copies")
        ordering = ["-issued_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["build", "sha256"], name="issued_copy_once")
        ]
        indexes = [models.Index(fields=["sha256"], name="issued_copy_sha256")]

    def __str__(self) -> str:
        return f"{self.build_id}: {self.sha256[:12]}"


class RetiredBuild(models.Model):
    """What is left of a build that was deleted: enough to say that its copies are withdrawn.

    Nothing of it says what the build held or for whom it was.
    """

    build = models.UUIDField(unique=True)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, null=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    built_at = models.DateTimeField(null=True)
    pages = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("retired build")
        verbose_name_plural = _("retired builds")
        default_permissions = ()

    def __str__(self) -> str:
        return self.code or str(self.build)
