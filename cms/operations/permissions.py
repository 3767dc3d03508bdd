"""Who sees which job and which mail."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from cms.operations.models import Job, OutgoingMail
from personas.access.roles import is_lead


def visible_jobs(user: Any) -> QuerySet[Job]:
    """One's own; leads see all, those that Tandem itself started too."""
    jobs = Job.objects.select_related("owner__wagtail_userprofile")
    return jobs if is_lead(user) else jobs.filter(owner=user.pk)


def may_stop(user: Any, job: Job) -> bool:
    return not job.is_finished and (job.owner_id == user.pk or is_lead(user))


def visible_mail(user: Any) -> QuerySet[OutgoingMail]:
    """What one sent or received; leads see all."""
    mail = OutgoingMail.objects.select_related("sender__wagtail_userprofile")
    if is_lead(user):
        return mail
    return mail.filter(Q(sender=user.pk) | Q(recipient=user.pk))
