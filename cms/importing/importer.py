"""One run over a folder: each document in a transaction of its own, whatever the others do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.assets.batches import indexed_once
from cms.assets.models import Asset
from cms.assets.services import library, publish_asset, save_asset
from cms.errors import NotAllowed
from cms.importing import saving
from cms.importing.documents import Document, digest_of, parse_document
from cms.importing.errors import DocumentRefused
from cms.importing.links import Internal, LinkMap
from cms.importing.mapping import KindMapping
from cms.importing.models import ImportedAsset, ImportRun
from cms.importing.pictures import PictureShelf
from cms.importing.reading import Folder, SourceText
from cms.importing.reports import ImportReport, Outcome, Remark
from cms.operations.handlers import Progress

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Known:
    """What the database holds of a document that was imported before."""

    pk: int
    kind: str
    digest: str
    waiting_for: list[str]


class Importer:
    """One run over a folder."""

    def __init__(
        self,
        *,
        folder: Folder,
        mapping: KindMapping,
        user: Any,
        publish: bool,
        dry_run: bool,
        run: ImportRun | None,
    ) -> None:
        self.folder, self.mapping, self.user = folder, mapping, user
        self.publish, self.dry_run, self.run = publish, dry_run, run
        self.parent = library()
        self.links = LinkMap(folder.entries, folder.images, mapping)
        self.shelf = PictureShelf(folder, user)
        self.known = dict(self._known())
        self.report = ImportReport(
            folder.name,
            documents=len(folder) + len({p.path for p in folder.problems} - set(folder)),
            other_files=folder.other_files,
            dry_run=dry_run,
        )
        # Documents that link to ones which were not there yet when they were written.
        self.late: dict[str, list[str]] = {}
        self.published: set[int] = set()

    def _known(self) -> Iterator[tuple[str, Known]]:
        prefix = f"{self.folder.name}/"
        rows = Asset.objects.filter(import_key__startswith=prefix).values_list(
            "import_key", "pk", "kind", "import_digest", "imported__waiting_for"
        )
        for key, pk, kind, digest, waiting in rows.iterator():
            yield key.removeprefix(prefix), Known(pk, kind, digest, waiting or [])

    def page_id(self, path: str) -> int | None:
        known = self.known.get(path)
        return known.pk if known else None

    # --- The run --------------------------------------------------------------------------
    def work(self, progress: Progress | None) -> None:
        for problem in self.folder.problems:
            self.refuse(problem.path, problem.why)
        total = len(self.folder)
        for done, path in enumerate(self.folder):
            if progress:
                progress(done, total, path)
            self.report.count(self.guarded(path))
        waiting = [path for path, links in self.late.items() if self._leads_on(path, links)]
        for done, path in enumerate(waiting):
            if progress:
                progress(total, total, _("Links: %(done)d of %(total)d")
                         % {"done": done, "total": len(waiting)})  # fmt: skip
            self.guarded(path, again=True)
        self.report.pictures = len(self.shelf.taken)
        self.report.published = len(self.published)
        if progress:
            progress(total, total, self.report.summary)

    def _leads_on(self, path: str, addresses: list[str]) -> bool:
        """Tell whether an address of a document that led to no page leads to one now."""
        if self.dry_run:
            return False
        found = (self.links.resolve(address, path) for address in addresses)
        return any(isinstance(to, Internal) and to.path in self.known for to in found)

    def guarded(self, path: str, *, again: bool = False) -> Outcome:
        """Import one document; whatever goes wrong with it stays with it."""
        try:
            return self.document(path, again=again)
        except DocumentRefused as error:
            why = str(error)
        except ValidationError as error:
            why = "; ".join(
                f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()
            ) if hasattr(error, "error_dict") else " ".join(error.messages)  # fmt: skip
        except NotAllowed as error:
            why = str(error)
        except Exception as error:
            logger.exception("Importing %s of %s failed", path, self.folder.name)
            why = _("It ended with an unexpected error: %(error)s") % {
                "error": f"{type(error).__name__}: {error}"[:200]
            }
        self.refuse(path, why, counted=True)
        return Outcome.REFUSED

    def refuse(self, path: str, why: str, *, counted: bool = False) -> None:
        self.report.refused.append(Remark(path, why))
        if not counted:
            self.report.count(Outcome.REFUSED)

    # --- One document ---------------------------------------------------------------------
    def document(self, path: str, *, again: bool = False) -> Outcome:
        source = self.folder.read(path)
        digest = digest_of(source, self.mapping)
        known = self.known.get(path)
        is_unchanged = known is not None and known.digest == digest and not again
        if known and is_unchanged and not self._leads_on(path, known.waiting_for):
            self.late[path] = known.waiting_for
            return self._publish_unchanged(path, known)
        document = parse_document(source, self.mapping, self.links, self.page_id)
        if self.dry_run:
            return self._tried(document, known)
        if known and known.kind != document.kind:
            raise DocumentRefused(
                _("It is now a %(new)s, but was imported as a %(old)s. Delete that one first.")
                % {"new": document.kind, "old": known.kind}
            )
        changed: list[Asset] = []
        with transaction.atomic(), indexed_once(changed):
            outcome, asset = self._write(source, digest, document, known)
            if asset is not None:
                changed.append(asset)
        if not again:
            self._remember(document)
        return outcome

    def _write(
        self, source: SourceText, digest: str, document: Document, known: Known | None
    ) -> tuple[Outcome, Asset | None]:
        images = self._images(document)
        values = saving.values_of(document, images)
        waiting = list(document.waiting)
        if known is None:
            return self._create(source.path, digest, document, values, waiting)
        return self._update(source.path, digest, document, values, waiting, known)

    def _create(
        self, path: str, digest: str, document: Document, values: saving.Values,
        waiting: list[str],
    ) -> tuple[Outcome, Asset]:  # fmt: skip
        key = f"{self.folder.name}/{path}"
        if len(key) > 400:
            raise DocumentRefused(_("Its path is longer than 400 characters."))
        if Asset.objects.filter(import_key=key).exists():
            raise DocumentRefused(_("Another import is just taking it."))
        asset = saving.new_asset(document, values)
        asset.import_key, asset.import_digest = key, digest
        self._save(asset, document)
        ImportedAsset.objects.create(
            asset=asset,
            run=self.run,
            written=saving.digests(values),
            waiting_for=waiting,
            missing=document.missing,
        )
        self.known[path] = Known(asset.pk, asset.kind, digest, waiting)
        self._remark(document, asset.pk)
        return Outcome.CREATED, asset

    def _update(
        self, path: str, digest: str, document: Document, values: saving.Values,
        waiting: list[str], known: Known,
    ) -> tuple[Outcome, Asset | None]:  # fmt: skip
        asset: Asset = Asset.objects.get(pk=known.pk).specific.get_latest_revision_as_object()
        record, _made = ImportedAsset.objects.get_or_create(asset_id=known.pk)
        merged = saving.merge(asset, values, record.written)
        if merged.conflicts:
            self.report.conflicts.append(self._conflict(path, merged.conflicts, asset))
        if merged.taken:
            saving.take(asset, merged.taken)
            record.run = self.run
            if not merged.conflicts:
                asset.import_digest = digest
            self._save(asset, document)
            self._remark(document, asset.pk)
        if not merged.conflicts:
            # A document in conflict counts as changed until the two agree.
            Asset.objects.filter(pk=known.pk).update(import_digest=digest)
            known.digest = digest
        record.written, record.waiting_for = merged.written, waiting
        record.missing = document.missing
        record.save()
        known.waiting_for = waiting
        if merged.conflicts:
            return Outcome.EDITED, asset if merged.taken else None
        return (Outcome.UPDATED, asset) if merged.taken else (Outcome.UNCHANGED, None)

    def _save(self, asset: Asset, document: Document) -> None:
        """Write through the one service; an asset that never was public keeps its row in step."""
        incomplete = bool(document.missing)
        if asset.pk and not asset.live and asset.first_published_at is None:
            asset.save(clean=False)
        save_asset(
            asset,
            user=self.user,
            parent=self.parent,
            publish=self.publish,
            incomplete=incomplete,
        )
        if self.publish and not incomplete:
            self.published.add(asset.pk)

    def _publish_unchanged(self, path: str, known: Known) -> Outcome:
        """Publish a draft of an earlier import where that is asked for, and nothing else."""
        if not self.publish or self.dry_run:
            return Outcome.UNCHANGED
        asset = Asset.objects.filter(
            pk=known.pk, live=False, first_published_at=None, imported__missing=[]
        ).first()
        if asset is not None:
            with transaction.atomic():
                publish_asset(asset.specific, user=self.user)
            self.published.add(known.pk)
        return Outcome.UNCHANGED

    def _tried(self, document: Document, known: Known | None) -> Outcome:
        self._remark(document, known.pk if known else None)
        return Outcome.UPDATED if known else Outcome.CREATED

    def _images(self, document: Document) -> dict[str, int]:
        alts = {b.value["image"]: b.value["alt"] for b in document.body if b.type == "image"}
        ids: dict[str, int] = {}
        for path in sorted(document.pictures):
            try:
                ids[path] = self.shelf.image_id(path, alts.get(path, ""))
            except DocumentRefused as error:
                self.report.refused.append(Remark(path, f"{document.path}: {error}"))
        return ids

    def _remember(self, document: Document) -> None:
        if document.waiting:
            self.late[document.path] = list(document.waiting)

    def _remark(self, document: Document, pk: int | None) -> None:
        if document.missing:
            self.report.unfinished.append(
                Remark(
                    document.path,
                    _("A draft: its document does not say %(fields)s.")
                    % {"fields": ", ".join(field_names(document.kind, document.missing))},
                    pk,
                )
            )
        if document.notes:
            self.report.notes.append(Remark(document.path, "; ".join(document.notes), pk))

    def _conflict(self, path: str, names: list[str], asset: Asset) -> Remark:
        return Remark(
            path,
            _("Changed both there and in Tandem: %(fields)s. Tandem's version was kept.")
            % {"fields": ", ".join(field_names(asset.kind, names))},
            asset.pk,
        )


def field_names(kind: str, names: list[str]) -> list[str]:
    """Return fields by the names that the editor gives them."""
    from cms.assets.kinds import ASSET_TYPES

    meta = ASSET_TYPES[kind]._meta
    return [str(meta.get_field(name).verbose_name) for name in names]
