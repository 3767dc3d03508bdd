"""When published slides are laid out ahead of time: soon after publishing, and nightly all; when
questions without an answer are asked again, and when the log of searches is purged."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.library import questions
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.schedule import periodic

# Two rounds of the task below, so that none is missed between them.
RECENT = timedelta(minutes=2)
# Two rounds of looking for answers: time enough for the index to know what was published.
ANSWERS = timedelta(minutes=15)


@periodic("library.lay_out_recent", every=timedelta(minutes=1))
def lay_out_recent() -> None:
    if Asset.objects.live().filter(last_published_at__gte=timezone.now() - RECENT).exists():
        _start(days=1)


@periodic("library.lay_out_all", cron="20 3 * * *", at_start=True)
def lay_out_all() -> None:
    _start(days=0)


@periodic("library.answer_questions", every=ANSWERS)
def answer_questions() -> None:
    """Something was published: it may answer what was asked."""
    since = timezone.now() - 2 * ANSWERS
    if Asset.objects.live().filter(last_published_at__gte=since).exists():
        jobs.start(
            "library.answer_questions",
            owner=None,
            queue=Queue.BULK,
            label=_("Look for answers to questions"),
            coalesce=True,
        )


@periodic("library.purge_questions", cron="50 2 * * *")
def purge_questions() -> None:
    questions.purge()


def _start(days: int) -> None:
    jobs.start(
        "library.lay_out_slides",
        owner=None,
        args={"days": days},
        queue=Queue.BULK,
        label=_("Lay out published slides"),
        coalesce=True,
    )
