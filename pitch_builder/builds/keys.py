"""The keys that manifests are signed with: one private key at hand, all public keys for ever.

The private key comes from settings, or from a file in the data folder that is made at first use.
Its public half is kept in the database under its id, so that what was signed still verifies
after the private key was replaced or lost.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.config.secret_files import kept, write_new
from pitch_builder.builds.signing import KEY_LENGTH, key_id
from pitch_builder.errors import KeyUnusable


class SigningKey(models.Model):
    """The public half of a key that manifests were signed with. Never deleted."""

    key_id = models.CharField(_("key"), max_length=16, primary_key=True)
    public_key = models.CharField(_("public key"), max_length=44)
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    retired_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.key_id

    @property
    def public(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.public_key))


def current_key() -> Ed25519PrivateKey:
    """Return the private key to sign with, its public half on record.

    Raises KeyUnusable where the file cannot be read or written.
    """
    key = _private(_secret())
    public = key.public_key()
    SigningKey.objects.get_or_create(
        key_id=key_id(public),
        defaults={"public_key": base64.b64encode(public.public_bytes_raw()).decode()},
    )
    return key


def present_key() -> Ed25519PrivateKey | None:
    """Return the private key that there is, None where none was made yet. Writes nothing.

    Raises KeyUnusable where it cannot be read.
    """
    if settings.SIGNING_KEY:
        return _private(str(settings.SIGNING_KEY))
    path = Path(settings.SIGNING_KEY_FILE)
    try:
        return _private(path.read_text().strip())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unkept(path, error) from error


def public_key(identity: str) -> Ed25519PublicKey | None:
    """Return a public key by its id, also one that was replaced long ago."""
    row = SigningKey.objects.filter(key_id=identity).first()
    return row.public if row else None


def rotate() -> str:
    """Make a new private key in the place of the present one; return its id.

    What was signed before still verifies. Raises KeyUnusable where the key comes from settings.
    """
    if settings.SIGNING_KEY:
        raise KeyUnusable(
            _now("The key comes from SIGNING_KEY. Set that to: %(new)s") % {"new": _made()}
        )
    before = key_id(current_key().public_key())
    path = Path(settings.SIGNING_KEY_FILE)
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    write_new(beside, _made())
    beside.replace(path)
    now = key_id(current_key().public_key())
    SigningKey.objects.filter(key_id=before).update(retired_at=timezone.now())
    return now


def _secret() -> str:
    """Return the private key in base64, made now where there is none."""
    if settings.SIGNING_KEY:
        return str(settings.SIGNING_KEY)
    path = Path(settings.SIGNING_KEY_FILE)
    try:
        return kept(path, _made)
    except OSError as error:
        raise _unkept(path, error) from error


def _unkept(path: Path, error: OSError) -> KeyUnusable:
    return KeyUnusable(
        _now("The signing key cannot be kept in %(path)s: %(why)s")
        % {"path": path, "why": error.strerror}
    )


def _made() -> str:
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


@lru_cache(maxsize=2)
def _private(secret: str) -> Ed25519PrivateKey:
    try:
        raw = base64.b64decode(secret, validate=True)
        if len(raw) != KEY_LENGTH:
            raise ValueError
        return Ed25519PrivateKey.from_private_bytes(raw)
    except ValueError:
        raise KeyUnusable(
            _now("The signing key is damaged. Put the file back, or remove it to have a new one.")
        ) from None
