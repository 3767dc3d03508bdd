"""An upload becomes an import: kept in storage, unpacked and imported by a job."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.importing.archives import unpack
from cms.importing.errors import ArchiveRefused, FolderRefused
from cms.importing.limits import LIMITS, Limits, readable_size
from cms.importing.models import ImportRun
from cms.importing.services import check_may_import, import_folder
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.errors import JobError
from cms.operations.handlers import Progress
from cms.operations.models import Job
from cms.operations.reports import Report

KIND = "content.import"


def start_import(file: File, *, user: Any, name: str = "", limits: Limits = LIMITS) -> Job:
    """Keep an uploaded ZIP file and start the job that imports it as drafts.

    Raises NotAllowed and ArchiveRefused.
    """
    check_may_import(user)
    if (file.size or 0) > limits.archive:
        raise ArchiveRefused(too_large(file.size or 0, limits))
    stem = slugify(name) or slugify(PurePath(file.name or "").stem) or "upload"
    with transaction.atomic():
        run = ImportRun(name=stem[:80], started_by=user)
        run.archive.save(f"{uuid4().hex}.zip", file, save=False)
        run.save()
        run.job = jobs.start(
            KIND,
            owner=user,
            args={"run_id": run.pk},
            queue=Queue.BULK,
            label=_("Import “%(name)s”") % {"name": run.name},
            link=reverse("importing:index"),
        )
        run.save(update_fields=["job"])
    return run.job


def too_large(size: int, limits: Limits = LIMITS) -> str:
    return _("The file has %(size)s; the limit is %(limit)s. Nothing was taken.") % {
        "size": readable_size(size),
        "limit": readable_size(limits.archive),
    }


def run_import(run_id: int, progress: Progress) -> Report:
    """Do what `start_import` started; done again after a crash, it goes on where it was."""
    run = ImportRun.objects.select_related("started_by").filter(pk=run_id).first()
    if run is None or not run.archive:
        return {}
    if run.started_by is None:
        raise JobError(_("Whoever started this import is no longer here."))
    try:
        with tempfile.TemporaryDirectory(prefix="tandem-import-") as folder:
            with run.archive.open("rb") as archive:
                root = unpack(archive.file, Path(folder))
            report = import_folder(
                root, user=run.started_by, name=run.name, run=run, progress=progress
            )
    except (ArchiveRefused, FolderRefused):
        _finish(run)
        raise
    review = reverse("importing:review")
    if run.assets.exists():
        review = f"{review}?run={run.pk}"
    result = report.as_report([{"text": _("Review what was imported"), "url": review}])
    run.report = report.as_dict()["counts"]
    _finish(run)
    return result


def _finish(run: ImportRun) -> None:
    run.archive.delete(save=False)
    run.finished_at = timezone.now()
    run.save()
