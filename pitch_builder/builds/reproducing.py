"""Printing a build again, and saying whether it is still what was issued."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pitch_builder.builds import sources
from pitch_builder.builds.keys import public_key
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.signing import is_signed_by, signer_of
from pitch_builder.errors import SourceLost


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A build printed anew. `signed`: its manifest's signature is right; `kept`: the stored PDF
    is the one that was issued; `equal`: the new bytes are those that were issued. `changed`
    names the programs that had another version then."""

    pdf: bytes
    signed: bool
    kept: bool
    equal: bool
    changed: tuple[str, ...] = ()


def reproduce(build: Build) -> Reproduction:
    """Print a build from what was kept of it. Raises SourceLost, or a SlideError of the engine."""
    from cms.slides.pdf import engine_versions

    if build.state != BuildState.BUILT:
        raise SourceLost(_("This build was never finished."))
    signed = build.manifest_data
    pdf = sources.print_again(signed)
    key = public_key(signer_of(signed))
    printed_from = build.manifest.printed_from
    then = printed_from.renderer if printed_from else ()
    return Reproduction(
        pdf=pdf,
        signed=key is not None and is_signed_by(signed, key),
        kept=_stored_digest(build) == build.pdf_sha256,
        equal=hashlib.sha256(pdf).hexdigest() == build.pdf_sha256,
        changed=tuple(
            f"{before} → {now}"
            for before, now in zip(then, engine_versions(), strict=False)
            if before != now
        ),
    )


def _stored_digest(build: Build) -> str:
    """Return the SHA-256 of the PDF in the storage, empty where it is gone."""
    try:
        with build.pdf.open("rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""
