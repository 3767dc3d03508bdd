"""What a deck's page of downloads shows: each form of a build, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from cms.brand.models import BrandVersion
from cms.brand.services import in_family, theme_of_version
from cms.brand.themes import FAMILIES, FOLIO, Theme
from cms.operations.models import Job
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.enums import Freshness
from pitch_builder.exports.enums import ExportKind
from pitch_builder.exports.models import Export
from pitch_builder.exports.services import JOB_KIND


@dataclass(frozen=True, slots=True)
class Download:
    """One form of a build; `export` and `job` where it was asked for."""

    kind: ExportKind
    export: Export | None = None
    job: Job | None = None


def downloads_of(build: Build) -> list[Download]:
    """Return all forms of a build but its own PDF. Two queries."""
    exports = {export.kind: export for export in build.exports.all()}
    ids = [export.pk for export in exports.values() if not export.is_made]
    jobs = Job.objects.unfinished().filter(kind=JOB_KIND, args__export_id__in=ids) if ids else ()
    at_work = {job.args["export_id"]: job for job in jobs}
    found = []
    for kind in ExportKind:
        export = exports.get(kind)
        if export is not None:
            export.build = build
        found.append(Download(kind, export, at_work.get(export.pk) if export else None))
    return found


def is_current(build: Build, deck: Deck) -> bool:
    """Tell whether neither the deck nor what it shows changed since the build."""
    if build.deck_version != deck.version:
        return False
    return freshness_of([build])[build.pk].state is Freshness.CURRENT


def theme_of(build: Build) -> Theme:
    """Return the look that a build is set in, whose typefaces its presentation needs."""
    manifest = build.manifest
    try:
        return in_family(theme_of_version(manifest.theme_version), manifest.theme)
    except BrandVersion.DoesNotExist:
        return FAMILIES.get(manifest.theme, FOLIO)
