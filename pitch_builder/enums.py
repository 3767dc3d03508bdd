"""The closed sets of the pitch, declared once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Freshness(models.TextChoices):
    """Whether what was built is what is approved now."""

    CURRENT = "current", _("Current")
    OUTDATED = "outdated", _("Outdated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReasonCode(models.TextChoices):
    """Why a slide is outdated (the first four) or withdrawn (the last four)."""

    TEXT = "text", _("text changed")
    FACT = "fact", _("figure changed")
    PICTURE = "picture", _("picture changed")
    THEME = "theme", _("look changed")
    EXPIRED = "expired", _("expired")
    UNPUBLISHED = "unpublished", _("unpublished")
    DELETED = "deleted", _("deleted")
    RECALLED = "recalled", _("recalled")


WITHDRAWING = frozenset(
    {ReasonCode.EXPIRED, ReasonCode.UNPUBLISHED, ReasonCode.DELETED, ReasonCode.RECALLED}
)
