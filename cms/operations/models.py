"""Jobs, the workers that do them, mail that goes out, and notifications."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.operations.enums import (
    FINISHED_JOB_STATES,
    UNFINISHED_JOB_STATES,
    JobState,
    MailState,
    Queue,
)

# A worker beats every few seconds; silence for this long means that its process is gone.
HEARTBEAT_LIMIT = timedelta(seconds=60)
MAX_ATTEMPTS = 3


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED_JOB_STATES)

    def finished(self) -> Self:
        return self.filter(state__in=FINISHED_JOB_STATES)

    def silent(self, now: datetime) -> Self:
        """Running jobs whose worker has not been heard of for HEARTBEAT_LIMIT."""
        return self.filter(state=JobState.RUNNING, heartbeat_at__lt=now - HEARTBEAT_LIMIT)

    def claimable(self, now: datetime) -> Self:
        """Jobs that a worker may take up: the waiting ones and those left by a dead worker."""
        silent = models.Q(state=JobState.RUNNING, heartbeat_at__lt=now - HEARTBEAT_LIMIT)
        waiting = models.Q(state=JobState.QUEUED)
        return self.filter(waiting | silent, attempt__lt=MAX_ATTEMPTS)


class Job(models.Model):
    """A piece of long work, with its owner, progress and report.

    The row is the truth; the message on a queue only says that it waits to be done.
    """

    kind = models.CharField(_("kind"), max_length=100)
    label = models.CharField(_("what is done"), max_length=255)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    queue = models.CharField(_("queue"), max_length=20, choices=Queue)
    args = models.JSONField(_("arguments"), default=dict, blank=True)
    link = models.CharField(_("page that it belongs to"), max_length=500, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("steps done"), default=0)
    total = models.PositiveBigIntegerField(_("steps in all"), default=0)
    message = models.CharField(_("present step"), max_length=255, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    traceback = models.TextField(_("traceback"), blank=True)

    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    ticket = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Id of the message on the queue."
    )
    heartbeat_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_index=True)
    enqueued_at = models.DateTimeField(_("put on the queue"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="job_state_heartbeat"),
            models.Index(fields=["owner", "-created_at"], name="job_owner_created"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("operations:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED_JOB_STATES

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while the number of steps is not known."""
        if self.state == JobState.DONE:
            return 100
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)

    @property
    def duration(self) -> timedelta | None:
        """How long the last attempt took or takes; None before the first one."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at

    def as_dict(self) -> dict[str, Any]:
        """The job for machines: state, progress and outcome."""
        return {
            "id": self.pk,
            "kind": self.kind,
            "label": self.label,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "percent": self.percent,
            "message": self.message,
            "report": self.report,
            "error": self.error,
        }


class WorkerBeat(models.Model):
    """The last sign of life of a worker or the scheduler, one row a process."""

    ALIVE_FOR = timedelta(seconds=30)

    name = models.CharField(max_length=200, unique=True)
    role = models.CharField(max_length=20)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["role", "name"]

    def __str__(self) -> str:
        return self.name


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=MailState.WAITING, next_attempt_at__lte=now)


class OutgoingMail(models.Model):
    """A mail to one receiver, as text and as HTML, kept after it was sent."""

    to = models.EmailField(_("to"))
    to_name = models.CharField(_("receiver's name"), max_length=255, blank=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    kind = models.CharField(_("kind"), max_length=100)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user who receives it"),
    )
    related_type = models.ForeignKey(
        ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    related_id = models.CharField(max_length=64, blank=True)
    related = GenericForeignKey("related_type", "related_id")

    state = models.CharField(_("state"), max_length=10, choices=MailState)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"), default=timezone.now, db_index=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="mail_state_next"),
            models.Index(fields=["related_type", "related_id"], name="mail_related"),
        ]

    def __str__(self) -> str:
        return self.subject


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One sentence for one user, with the page where something can be done about it."""

    # Left without a reader when the user is deleted; the nightly purge takes it away.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("for"),
    )
    kind = models.CharField(_("kind"), max_length=100)
    text = models.CharField(_("text"), max_length=500)
    link = models.CharField(_("page"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notification_user_read"),
            models.Index(fields=["user", "-created_at"], name="notification_user_created"),
        ]

    def __str__(self) -> str:
        return self.text
