"""The closed sets of exports. No ORM in here beyond Django's choices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportKind(models.TextChoices):
    """What a build becomes beside its PDF for screens."""

    PRINT = "print", _("PDF for print")
    POWERPOINT = "powerpoint", _("PowerPoint")
    IMAGES = "images", _("Images")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MADE = "made", _("Made")
    FAILED = "failed", _("Not made")
