"""Importing a folder of documents: one transaction a document, ending in a report.

Importing again updates what changed and duplicates nothing: an asset knows its document by
`import_key` (name of the source, path) and its state by `import_digest`.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.assets.services import library
from cms.errors import NotAllowed
from cms.importing.importer import Importer
from cms.importing.limits import LIMITS, Limits
from cms.importing.mapping import DECLARED, KindMapping, load_mapping
from cms.importing.models import ImportRun
from cms.importing.reading import MAPPING_FILES, Folder, open_folder
from cms.importing.reports import ImportReport
from cms.operations.handlers import Progress


def import_folder(
    path: Path | str,
    *,
    user: Any = None,
    publish: bool = False,
    progress: Progress | None = None,
    mapping: KindMapping | None = None,
    name: str = "",
    run: ImportRun | None = None,
    dry_run: bool = False,
    limits: Limits = LIMITS,
) -> ImportReport:
    """Import the documents of a folder as drafts, or published ones.

    `user` is who acts; None is the system itself. `name` stands for the folder in import
    keys, its own name by default. With `dry_run` nothing is written. Raises NotAllowed,
    FolderRefused and MappingRefused; what is wrong with single files is in the report.
    """
    check_may_import(user, publish=publish)
    folder = open_folder(Path(path), name=slugify(name)[:80], limits=limits)
    importer = Importer(
        folder=folder,
        mapping=mapping or _mapping_of(folder),
        user=user,
        publish=publish,
        dry_run=dry_run,
        run=run,
    )
    if importer.run is None and not dry_run:
        importer.run = ImportRun.objects.create(name=folder.name, started_by=user)
    started = time.monotonic()
    importer.work(progress)
    importer.report.seconds = time.monotonic() - started
    return importer.report


def check_may_import(user: Any, *, publish: bool = False) -> None:
    """Raise NotAllowed unless `user` may add assets (and publish them, with `publish`)."""
    if user is None:
        return
    allowed = library().permissions_for_user(user)
    if not allowed.can_add_subpage():
        raise NotAllowed(_("You may not import content: that is marketing's."))
    if publish and not allowed.can_publish_subpage():
        raise NotAllowed(_("You may import content, but not publish it."))


def _mapping_of(folder: Folder) -> KindMapping:
    for name in MAPPING_FILES:
        if (folder.root / name).is_file():
            return load_mapping(folder.root / name)
    return DECLARED
