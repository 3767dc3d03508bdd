"""The jobs of operations itself: mail, and the search index, which knows no jobs."""

from __future__ import annotations

from django.utils import timezone

from cms.operations import indexing, mail
from cms.operations.enums import MailState
from cms.operations.errors import MailDeliveryError
from cms.operations.handlers import Progress, handler, warm_up
from cms.operations.models import OutgoingMail
from cms.operations.reports import Item, Report
from search.errors import SearchError


@handler("operations.send_mail")
def send_mail(*, job_id: int, progress: Progress, mail_id: int) -> Report:
    state = mail.deliver(mail_id)
    return {"counts": {"sent": int(state == MailState.SENT)}}


@handler("operations.send_due_mail")
def send_due_mail(*, job_id: int, progress: Progress) -> Report:
    """Send what waits for another attempt, or was left by a worker that died."""
    due = list(OutgoingMail.objects.due(timezone.now()).values_list("pk", flat=True)[:500])
    sent = 0
    problems: list[Item] = []
    for done, pk in enumerate(due, start=1):
        try:
            sent += mail.deliver(pk) == MailState.SENT
        except MailDeliveryError as error:
            problems.append({"what": f"#{pk}", "why": str(error)})
        progress(done, len(due))
    counts: dict[str, int | float | str] = {"sent": sent, "not sent": len(problems)}
    return {"counts": counts, "problems": problems}


@handler("search.process_outbox", errors=(SearchError,))
def process_outbox(*, job_id: int, progress: Progress) -> Report:
    from search import services

    return indexing.run(services.process_outbox, progress)


@handler("search.reconcile", errors=(SearchError,))
def reconcile(*, job_id: int, progress: Progress) -> Report:
    from search import services

    return indexing.run(services.reconcile, progress)


@handler("search.rebuild", errors=(SearchError,))
def rebuild(*, job_id: int, progress: Progress) -> Report:
    from search import services

    return indexing.run(services.rebuild, progress)


@warm_up("search")
def warm_up_search() -> None:
    """Load model and index before the first job, not during it."""
    from search import services

    services.warm_up()
