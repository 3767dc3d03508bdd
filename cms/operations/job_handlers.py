"""The jobs of operations itself: mail, and the search index, which knows no jobs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cms.operations import mail
from cms.operations.enums import MailState
from cms.operations.errors import MailDeliveryError
from cms.operations.handlers import Progress, handler
from cms.operations.models import OutgoingMail
from cms.operations.reports import Report


@handler("operations.send_mail")
def send_mail(*, job_id: int, progress: Progress, mail_id: int) -> Report:
    state = mail.deliver(mail_id)
    return {"counts": {"sent": int(state == MailState.SENT)}}


@handler("operations.send_due_mail")
def send_due_mail(*, job_id: int, progress: Progress) -> Report:
    """Send what waits for another attempt, or was left by a worker that died."""
    due = list(OutgoingMail.objects.due(timezone.now()).values_list("pk", flat=True)[:500])
    sent, problems = 0, []
    for done, pk in enumerate(due, start=1):
        try:
            sent += mail.deliver(pk) == MailState.SENT
        except MailDeliveryError as error:
            problems.append({"what": f"#{pk}", "why": str(error)})
        progress(done, len(due))
    report: dict[str, Any] = {"counts": {"sent": sent, "not sent": len(problems)}}
    return Report(**report, problems=problems)
