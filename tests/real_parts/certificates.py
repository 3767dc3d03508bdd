"""A certificate authority, and certificates that it signs for servers on this machine."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """Keeps its own certificate in `file`, for those who trust it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name, self._key = _named(name), ec.generate_private_key(ec.SECP256R1())
        self._folder = folder
        self.file = folder / f"{name}.pem"
        made = _certificate(self._name, self._key, self._name, self._key, is_authority=True)
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def serving(self, host: str) -> ssl.SSLContext:
        """Return what a server needs that answers under `host`."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(host), key, self._name, self._key, is_authority=False)
        both = self._folder / f"{host}-of-{self.file.name}"
        both.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signs: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    begun = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        host = str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
        begun = begun.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False
        )
    return begun.sign(signs, hashes.SHA256())
