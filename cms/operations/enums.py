"""The states that operations go through, with their groups declared once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Queue(models.TextChoices):
    """Each queue has a worker of its own, so that an import never holds up a build."""

    INTERACTIVE = "interactive", _("Interactive")
    BULK = "bulk", _("Bulk")


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


UNFINISHED_JOB_STATES = (JobState.QUEUED, JobState.RUNNING)
FINISHED_JOB_STATES = (JobState.DONE, JobState.FAILED, JobState.STOPPED)


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    KEPT = "kept", _("Kept here, no mail server is set")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
