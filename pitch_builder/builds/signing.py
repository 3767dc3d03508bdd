"""Signing what a build says of itself: Ed25519 (RFC 8032) over canonical JSON. No ORM.

A signed document is an object with a member `signature`; what is signed is the rest of it in the
form of RFC 8785, so that it may be indented or reordered and still verify.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ALGORITHM = "Ed25519"
SIGNATURE = "signature"
KEY_LENGTH = 32  # bytes
KEY_ID = re.compile(r"[0-9a-f]{16}")


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: RFC 8785 for what manifests hold, which are objects with
    ASCII names, lists, texts, whole numbers, truth values and null.

    Raises ValueError for a number with a fraction or a name beyond ASCII.
    """
    _check(document)
    packed = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return packed.encode()


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("A signed document holds whole numbers only.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError("A signed document's names are ASCII.")
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)


def key_id(public: Ed25519PublicKey) -> str:
    """Return the name of a key: the first 16 hex digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """Return the document with its signature. Raises what `canonical` raises."""
    plain = {name: value for name, value in document.items() if name != SIGNATURE}
    signature = {
        "algorithm": ALGORITHM,
        "key": key_id(key.public_key()),
        "value": base64.b64encode(key.sign(canonical(plain))).decode(),
    }
    return {**plain, SIGNATURE: signature}


def signer_of(document: Mapping[str, Any]) -> str:
    """Return the id of the key that a document says it was signed with; empty for none, or for
    what cannot be one: anybody may have written the document."""
    signature = document.get(SIGNATURE)
    if not isinstance(signature, Mapping) or signature.get("algorithm") != ALGORITHM:
        return ""
    key = signature.get("key")
    return key if isinstance(key, str) and KEY_ID.fullmatch(key) else ""


def is_signed_by(document: Mapping[str, Any], public: Ed25519PublicKey) -> bool:
    """Tell whether the document's signature is this key's, over just what it holds."""
    if signer_of(document) != key_id(public):
        return False
    plain = {name: value for name, value in document.items() if name != SIGNATURE}
    try:
        value = base64.b64decode(str(document[SIGNATURE].get("value", "")), validate=True)
        public.verify(value, canonical(plain))
    except (InvalidSignature, ValueError, binascii.Error, RecursionError):
        return False
    return True
