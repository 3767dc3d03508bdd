"""What is said of a copy: current, outdated, withdrawn, and of a file whether it is ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pitch_builder.builds.freshness import BuildFreshness, Reason, SlideFreshness, build_freshness
from pitch_builder.builds.keys import public_key
from pitch_builder.builds.live import freshness_of, live_state
from pitch_builder.builds.manifest import Manifest
from pitch_builder.builds.models import Build
from pitch_builder.builds.signing import is_signed_by, signer_of
from pitch_builder.enums import Freshness
from pitch_builder.verification.files import manifest_in
from pitch_builder.verification.models import IssuedCopy, RetiredBuild


@dataclass(frozen=True, slots=True)
class ChangedSlide:
    """A slide of the copy that is not what is approved now, and since when."""

    number: int
    title: str
    state: Freshness
    reasons: tuple[Reason, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a copy compares with what is approved. Without `manifest` its build was deleted."""

    state: Freshness
    built_at: datetime | None
    pages: int
    code: str = ""
    manifest: Manifest | None = None
    build: Build | None = None
    changed: tuple[ChangedSlide, ...] = ()
    retired_at: datetime | None = None
    newer_at: datetime | None = None
    """When a newer version of the deck was released, if one was."""

    @property
    def unchanged(self) -> int:
        return self.pages - len(self.changed)


class Origin(StrEnum):
    """What a file is, by its hash and by the signature inside it."""

    ISSUED = "issued"
    """Byte by byte a copy that was issued here."""
    ALTERED = "altered"
    """It carries a manifest of ours, and is no copy that was issued: its pages may differ."""
    FORGED = "forged"
    """It carries a manifest that is not signed by us, or was changed."""
    UNKNOWN = "unknown"
    """It carries nothing of ours."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What is known of a file. The verdict is on the build that its manifest names."""

    origin: Origin
    verdict: Verdict | None = None


def verdict_on(code: str) -> Verdict | None:
    """Return what is said of the copies with a code; None where there never were any."""
    build = Build.objects.built().filter(code=code).select_related("deck__template").first()
    if build is not None:
        return verdict_of(build)
    retired = RetiredBuild.objects.filter(code=code).first()
    return _of_retired(retired) if retired else None


def verdict_of(build: Build) -> Verdict:
    """Compare a build with what is approved now."""
    verdict = _compared(build.manifest, freshness_of([build])[build.pk], build.noticed or {})
    newest = (
        Build.objects.released()
        .filter(deck=build.deck_id, number__gt=build.number)
        .newest_first()
        .first()
    )
    return Verdict(
        state=verdict.state,
        built_at=build.built_at,
        pages=verdict.pages,
        code=build.code or "",
        manifest=verdict.manifest,
        build=build,
        changed=verdict.changed,
        newer_at=newest.released_at if newest else None,
    )


def verdict_on_file(content: bytes) -> FileVerdict:
    """Say whether a PDF is ours, unchanged, and still current. Raises UnreadableFile."""
    signed = manifest_in(content)
    build, retired = issued(hashlib.sha256(content).hexdigest())
    if build is not None:
        return FileVerdict(Origin.ISSUED, verdict_of(build))
    if retired is not None:
        return FileVerdict(Origin.ISSUED, _of_retired(retired))
    if signed is None:
        return FileVerdict(Origin.UNKNOWN)
    manifest = _signed_by_us(signed)
    if manifest is None:
        return FileVerdict(Origin.FORGED)
    return FileVerdict(Origin.ALTERED, _of_manifest(manifest))


def issued(sha256: str) -> tuple[Build | None, RetiredBuild | None]:
    """Return the build that a file with this hash was issued of, be it gone by now."""
    builds = Build.objects.built().select_related("deck__template")
    build = builds.filter(pdf_sha256=sha256).first()
    if build is None:
        copy = (
            IssuedCopy.objects.filter(sha256=sha256)
            .select_related("build__deck__template")
            .first()
        )
        build = copy.build if copy else None
    if build is not None:
        return build, None
    return None, RetiredBuild.objects.filter(sha256=sha256).first()


def _signed_by_us(signed: Mapping[str, Any]) -> Manifest | None:
    key = public_key(signer_of(signed))
    if key is None or not is_signed_by(signed, key):
        return None
    return Manifest.from_json(signed)


def _of_manifest(manifest: Manifest) -> Verdict:
    """Judge by the signed manifest alone where the build itself is not on record any more."""
    build = (
        Build.objects.built().filter(pk=manifest.build).select_related("deck__template").first()
    )
    if build is not None:
        return verdict_of(build)
    retired = RetiredBuild.objects.filter(build=manifest.build).first()
    return (
        _of_retired(retired)
        if retired
        else _compared(manifest, build_freshness(manifest, live_state([manifest], {})), {})
    )


def _compared(
    manifest: Manifest, found: BuildFreshness, noticed: Mapping[str, Mapping[str, str]]
) -> Verdict:
    return Verdict(
        state=found.state,
        built_at=parse_datetime(manifest.built_at),
        pages=len(manifest.slides),
        code=manifest.code,
        manifest=manifest,
        changed=tuple(
            ChangedSlide(
                slide.number,
                slide.title,
                slide.state,
                slide.reasons,
                _since(slide, noticed.get(str(slide.number), {})),
            )
            for slide in found.changed
        ),
    )


def _since(slide: SlideFreshness, noticed: Mapping[str, str]) -> datetime | None:
    """Return since when a slide's gravest reason holds, as far as it was noticed by now."""
    moments = [
        moment
        for reason in slide.reasons
        if (text := noticed.get(reason.code.value)) and (moment := parse_datetime(text))
    ]
    return min(moments, default=None)


def _of_retired(retired: RetiredBuild) -> Verdict:
    return Verdict(
        state=Freshness.WITHDRAWN,
        built_at=retired.built_at,
        pages=retired.pages,
        code=retired.code or "",
        retired_at=retired.retired_at,
    )


def compared_at() -> datetime:
    """The moment that a page gives as "last compared"; a verdict is always made anew."""
    return timezone.now()
