from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What was done."""

    OPENED = "opened", _("Opened")
    READ = "read", _("Read")
    SLIDE_SEEN = "slide_seen", _("Saw a slide")
    PLAYED = "played", _("Played")
    DOWNLOADED = "downloaded", _("Downloaded")
    CLICKED = "clicked", _("Clicked")
    SUBMITTED = "submitted", _("Submitted a form")
    ASKED = "asked", _("Asked a question")
    BOOKED = "booked", _("Booked a meeting")
    SHARED = "shared", _("Passed it on")


class Grade(models.TextChoices):
    """How sure we are that the prospect did it."""

    HUMAN = "human", _("A person")
    LIKELY = "likely", _("Probably a person")
    SCANNER = "scanner", _("Mail scanner or robot")
    INTERNAL = "internal", _("One of us")

    @classmethod
    def defensible(cls) -> frozenset[Grade]:
        """Grades that may score, alert and count."""
        return frozenset({cls.HUMAN, cls.LIKELY})
