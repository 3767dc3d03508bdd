"""What the scheduler does for operations."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import housekeeping, indexing, jobs
from cms.operations.models import OutgoingMail
from cms.operations.schedule import periodic


@periodic("operations.publish_scheduled", every=timedelta(minutes=1), at_start=True)
def publish_scheduled() -> None:
    """Wagtail's command publishes what goes live now, and takes down what expires."""
    call_command("publish_scheduled")


@periodic("operations.recover_jobs", every=timedelta(seconds=20), at_start=True)
def recover_jobs() -> None:
    jobs.recover()


@periodic("operations.send_due_mail", every=timedelta(minutes=1), at_start=True)
def send_due_mail() -> None:
    if OutgoingMail.objects.due(timezone.now()).exists():
        jobs.start(
            "operations.send_due_mail", owner=None, label=_("Send mail again"), coalesce=True
        )


@periodic("operations.purge", cron="40 2 * * *")
def purge() -> None:
    housekeeping.purge()


@periodic("search.wake", every=timedelta(minutes=1))
def wake_search() -> None:
    """Take up changes whose wake-up was lost, as when a process died after its commit."""
    indexing.wake()


@periodic("search.reconcile", cron="10 3 * * *", at_start=True)
def reconcile_search() -> None:
    indexing.start_reconcile()
