"""Asking for a build in another form, and making it. Plain arguments in, rights checked here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.handlers import Progress
from cms.operations.models import Job
from cms.slides.errors import SlideError
from pitch_builder.builds.files import put, read
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import silent
from pitch_builder.decks.models import Deck
from pitch_builder.decks.rights import check_may_see
from pitch_builder.errors import PitchError
from pitch_builder.exports.enums import ExportKind, ExportState
from pitch_builder.exports.files import export_name
from pitch_builder.exports.images import draw_images, zip_of
from pitch_builder.exports.models import Export
from pitch_builder.exports.powerpoint import powerpoint
from pitch_builder.exports.printing import print_pdf
from pitch_builder.verification.models import IssuedCopy

JOB_KIND = "builds.export"
FILES = {ExportKind.PRINT: "print.pdf", ExportKind.POWERPOINT: "deck.pptx"}


def newest_build(deck: Deck) -> Build | None:
    """Return the build that exports are made of: the newest one, released or not."""
    return Build.objects.built().filter(deck=deck).newest_first().first()


@transaction.atomic
def request_export(build: Build, kind: ExportKind, *, user: Any) -> Export:
    """Ask for an export; a worker makes it, unless it is there already or is being made.

    Raises NotAllowed.
    """
    check_may_see(user, build.deck)
    export, _new = Export.objects.get_or_create(
        build=build, kind=kind, defaults={"requested_by": user}
    )
    if export.is_made or job_of(export) is not None:
        return export
    Export.objects.filter(pk=export.pk).update(state=ExportState.WAITING, error="")
    export.refresh_from_db()
    jobs.start(
        JOB_KIND,
        owner=user,
        args={"export_id": export.pk},
        queue=Queue.INTERACTIVE,
        label=_("%(kind)s of “%(title)s”")
        % {"kind": export.get_kind_display(), "title": build.manifest.deck_title},
        link=reverse("exports:downloads", args=[build.deck_id]),
    )
    return export


def job_of(export: Export) -> Job | None:
    """Return the job that is at work on an export, or waits to be."""
    return Job.objects.unfinished().filter(kind=JOB_KIND, args__export_id=export.pk).first()


def export_now(
    build: Build, kind: ExportKind, *, user: Any, progress: Progress = silent
) -> Export:
    """Make an export in this process, as the command line does. Raises what `make` raises."""
    if user is not None:
        check_may_see(user, build.deck)
    export, _new = Export.objects.get_or_create(
        build=build, kind=kind, defaults={"requested_by": user}
    )
    return make(export, progress=progress)


def make(export: Export, *, progress: Progress = silent) -> Export:
    """Make the files of an export. One that is made already stays as it is.

    Raises SourceLost where something of the build is gone, or a SlideError; the export says so.
    """
    if export.is_made:
        return export
    try:
        made = _MAKERS[ExportKind(export.kind)](export, progress)
    except (PitchError, SlideError) as error:
        _fail(export, str(error))
        raise
    except Exception as error:
        _fail(export, _("It was not made: %(error)s") % {"error": error})
        raise
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.MADE, made_at=timezone.now(), error="", **made
        )
    export.refresh_from_db()
    return export


def _fail(export: Export, error: str) -> None:
    Export.objects.filter(pk=export.pk).update(state=ExportState.FAILED, error=error)


def _stored(export: Export, content: bytes) -> dict[str, Any]:
    name = put(export_name(export.build_id, FILES[ExportKind(export.kind)]), content)
    return {"file": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _print(export: Export, progress: Progress) -> dict[str, Any]:
    """A PDF that leaves the house is on record before anybody has it."""
    made = print_pdf(export.build, progress)
    stored = _stored(export, made.content)
    IssuedCopy.objects.get_or_create(
        build=export.build, sha256=stored["sha256"], defaults={"user": export.requested_by}
    )
    return {**stored, "remark": made.remark}


def _powerpoint(export: Export, progress: Progress) -> dict[str, Any]:
    return _stored(export, powerpoint(export.build, progress))


def _images(export: Export, progress: Progress) -> dict[str, Any]:
    return {"size": draw_images(export.build, progress)}


_MAKERS: dict[ExportKind, Callable[[Export, Progress], dict[str, Any]]] = {
    ExportKind.PRINT: _print,
    ExportKind.POWERPOINT: _powerpoint,
    ExportKind.IMAGES: _images,
}


def content_of(export: Export) -> Iterator[bytes]:
    """Yield the file of an export that is made, images as a ZIP.

    Raises OSError where it is gone.
    """
    if export.kind == ExportKind.IMAGES:
        yield from zip_of(export.build)
    else:
        yield read(export.file)
