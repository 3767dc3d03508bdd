from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from personas.access.roles import is_lead, is_marketing, is_sales
from personas.engagement.enums import Grade, Verb
from personas.engagement.identity import type_of
from personas.errors import AppendOnlyError
from personas.prospects.models import Prospect


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def defensible(self) -> Self:
        """Events that may score, alert and count: graded human or likely."""
        return self.filter(grade__in=Grade.defensible())

    def by(self, prospect: Any) -> Self:
        return self.filter(prospect=prospect)

    def of_account(self, account: Any) -> Self:
        return self.filter(account=account)

    def about(self, subject: models.Model, part: str | None = None) -> Self:
        """Events whose subject is this asset, deck or room; `part` narrows to a slide or block."""
        found = self.filter(subject_type=type_of(subject), subject_id=subject.pk)
        return found if part is None else found.filter(subject_part=part)

    def within(self, context: models.Model) -> Self:
        return self.filter(context_type=type_of(context), context_id=context.pk)

    def doing(self, *verbs: Verb) -> Self:
        return self.filter(verb__in=verbs)

    def since(self, moment: datetime) -> Self:
        return self.filter(occurred_at__gte=moment)

    def visible_to(self, user: Any) -> Self:
        """Leads, marketing: all; a rep: events of prospects they see, and anonymous ones."""
        if is_lead(user) or is_marketing(user):
            return self.all()
        if is_sales(user):
            mine = Prospect.objects.visible_to(user)
            return self.filter(models.Q(prospect=None) | models.Q(prospect__in=mine))
        return self.none()

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def _forget_person(self) -> int:
        """For the erasure service alone: cut the tie to the person, keep the event."""
        return super().update(prospect=None, data={})


class Engagement(models.Model):
    """One thing that somebody did. Written once by `engagement.services.record`.

    The subject is what it was done with (an asset, a deck), `subject_part` the block id or slide
    number in it; the context is where it was done (a room link, a build, a page). `key` makes a
    repeated report of the same event harmless: it is unique within its context.
    """

    verb = models.CharField(_("what"), max_length=16, choices=Verb)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade, default=Grade.LIKELY)
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    dwell_ms = models.PositiveIntegerField(
        _("dwell"), null=True, blank=True, help_text=_("Milliseconds in view.")
    )
    prospect = models.ForeignKey(
        Prospect,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="engagements",
        verbose_name=_("prospect"),
    )
    account = models.ForeignKey(
        "personas.Account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="engagements",
        verbose_name=_("account"),
    )
    subject_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject_part = models.CharField(_("part"), max_length=64, blank=True)
    subject_label = models.CharField(
        _("subject"), max_length=200, blank=True, help_text=_("Its title at that time.")
    )
    subject = GenericForeignKey("subject_type", "subject_id")
    context_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    context_id = models.PositiveBigIntegerField(null=True, blank=True)
    context = GenericForeignKey("context_type", "context_id")
    key = models.CharField(max_length=120)
    data = models.JSONField(default=dict, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        verbose_name = _("engagement")
        verbose_name_plural = _("engagement")
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["context_type", "context_id", "key"], name="personas_event_key_in_context"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(context_id=None),
                name="personas_event_key_without_context",
            ),
        ]
        indexes = [
            models.Index(fields=["prospect", "-occurred_at"], name="personas_event_prospect"),
            models.Index(fields=["account", "-occurred_at"], name="personas_event_account"),
            models.Index(
                fields=["context_type", "context_id", "-occurred_at"],
                name="personas_event_context",
            ),
            models.Index(
                fields=["subject_type", "subject_id", "verb", "-occurred_at"],
                name="personas_event_subject",
            ),
            models.Index(fields=["-occurred_at"], name="personas_event_when"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.subject_label}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    @property
    def is_defensible(self) -> bool:
        return Grade(self.grade) in Grade.defensible()
