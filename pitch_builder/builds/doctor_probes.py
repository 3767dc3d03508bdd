"""Doctor's probe of the key that manifests are signed with."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from cms.operations.probes import Finding, probe
from pitch_builder.builds.keys import SigningKey, present_key
from pitch_builder.builds.models import Build
from pitch_builder.builds.signing import key_id
from pitch_builder.errors import KeyUnusable


@probe("Signing key", order=85)
def signing_key() -> Finding:
    """A key that signs, for its owner's eyes alone, whose public half verifies what it signed."""
    try:
        key = present_key()
    except KeyUnusable as error:
        return Finding.bad(
            f"no deck can be built: {error}",
            "Put the file back from a backup and let its owner read it.",
        )
    signed = _signers()
    if key is None:
        return _none_yet(signed)
    identity = key_id(key.public_key())
    return (
        _in_record(signed, identity)
        or _in_use(key, identity)
        or _for_owner_alone()
        or Finding.ok(f"{identity} signs, {_where()}; {_recorded()} on record")
    )


def _signers() -> set[str]:
    """The ids of the keys that the builds of today are signed with."""
    rows: Any = Build.objects.built().order_by()
    named = rows.values_list("manifest_data__signature__key", flat=True).distinct()
    return {name for name in named if name}


def _none_yet(signed: set[str]) -> Finding:
    if not SigningKey.objects.exists() and not signed:
        return Finding.ok("the first build makes one")
    return Finding.warn(
        f"{settings.SIGNING_KEY_FILE} is gone; what it signed still verifies",
        "Put it back from a backup, or let the next build make a new one.",
    )


def _in_record(signed: set[str], identity: str) -> Finding | None:
    """What was signed must verify: each public half is in the database."""
    known = set(SigningKey.objects.filter(pk__in=signed | {identity}).values_list("pk", flat=True))
    if lost := sorted(signed - known - {identity}):
        return Finding.bad(
            f"PDFs are signed with keys that are not on record: {', '.join(lost)}",
            "Restore the table of signing keys from a backup; until then they do not verify.",
        )
    if identity in signed and identity not in known:
        return Finding.bad(
            f"{identity} has signed PDFs, but is not on record: they do not verify",
            "Build any deck: that puts its public half on record again.",
        )
    return None


def _in_use(key: Ed25519PrivateKey, identity: str) -> Finding | None:
    row = SigningKey.objects.filter(pk=identity).first()
    if row is None:
        return None  # not used yet
    if row.public.public_bytes_raw() != key.public_key().public_bytes_raw():
        return Finding.bad(
            f"what is on record as {identity} is another key",
            "Restore the table of signing keys from a backup.",
        )
    if row.retired_at is not None:
        return Finding.warn(
            f"{identity} signs again, though it was replaced on {row.retired_at:%Y-%m-%d}",
            "Put the newer key back, or run `python manage.py rotate_signing_key`.",
        )
    return None


def _for_owner_alone() -> Finding | None:
    if settings.SIGNING_KEY:
        return None
    path = Path(settings.SIGNING_KEY_FILE)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~0o600:
        return Finding.warn(
            f"others on this machine may use {path}: its mode is {mode:o}",
            f"Run `chmod 600 {path}`; where others were there, also "
            "`python manage.py rotate_signing_key`.",
        )
    return None


def _where() -> str:
    return "from SIGNING_KEY" if settings.SIGNING_KEY else "its file is its owner's alone"


def _recorded() -> str:
    count = SigningKey.objects.count()
    return "one public key" if count == 1 else f"{count} public keys"
