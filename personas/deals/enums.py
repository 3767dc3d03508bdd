from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DealState(models.TextChoices):
    """What became of a deal."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")

    @classmethod
    def closed(cls) -> frozenset[DealState]:
        return frozenset({cls.WON, cls.LOST})
