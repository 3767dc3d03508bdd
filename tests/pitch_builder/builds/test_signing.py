"""Signatures over canonical JSON."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.builds.signing import canonical, is_signed_by, key_id, sign, signer_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(lambda name: name != "signature")
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(names, values, min_size=1, max_size=5)


@given(documents)
def test_what_was_signed_verifies_however_it_is_written(document):
    signed = sign(document, KEY)
    assert signer_of(signed) == key_id(KEY.public_key())
    for written in (
        json.dumps(signed),
        json.dumps(signed, indent=4, ensure_ascii=False),
        json.dumps(dict(reversed(signed.items())), sort_keys=False),
    ):
        assert is_signed_by(json.loads(written), KEY.public_key())


@given(documents, st.data())
def test_any_change_breaks_the_signature(document, data):
    signed = sign(document, KEY)
    changed = deepcopy(signed)
    name = data.draw(st.sampled_from(sorted(document)))
    changed[name] = data.draw(values.filter(lambda value: not _same(value, document[name])))
    assert not is_signed_by(changed, KEY.public_key())
    del changed[name]
    assert not is_signed_by(changed, KEY.public_key())


def _same(one, other) -> bool:
    """1 and True are equal in Python, and different in JSON."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@given(documents, names, values)
def test_nothing_can_be_added(document, name, value):
    signed = sign(document, KEY)
    if name not in document:
        assert not is_signed_by({**signed, name: value}, KEY.public_key())


def test_another_key_does_not_verify():
    signed = sign({"build": "a"}, KEY)
    assert not is_signed_by(signed, OTHER.public_key())
    forged = {**signed, "signature": {**sign({"build": "a"}, OTHER)["signature"]}}
    forged["signature"]["key"] = signed["signature"]["key"]
    assert not is_signed_by(forged, KEY.public_key())


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "text",
        [],
        {},
        {"algorithm": "none", "key": "x", "value": ""},
        {"algorithm": "Ed25519", "key": 5, "value": 6},
        {"algorithm": "Ed25519", "key": key_id(KEY.public_key()), "value": "not base64"},
        {"algorithm": "Ed25519", "key": key_id(KEY.public_key()), "value": "AAAA"},
    ],
)
def test_what_is_no_signature_verifies_nothing(signature):
    assert not is_signed_by({"build": "a", "signature": signature}, KEY.public_key())
    assert not is_signed_by({"build": "a"}, KEY.public_key())


def test_signing_again_replaces_the_signature_and_gives_the_same():
    once = sign({"build": "a"}, KEY)
    assert sign(once, KEY) == once
    assert sign(once, OTHER) != once


def test_the_form_that_is_signed_is_that_of_the_standard():
    document = {"b": [1, True, None], "a": {"z": "é\n\u2028", "y": 'q"\\'}}
    assert canonical(document) == (
        '{"a":{"y":"q\\"\\\\","z":"é\\n\u2028"},"b":[1,true,null]}'.encode()
    )


@pytest.mark.parametrize("document", [{"a": 1.5}, {"é": 1}, {"a": [{"b": 0.1}]}, {"a": {1: 2}}])
def test_what_has_no_one_form_is_not_signed(document):
    with pytest.raises(ValueError, match="signed document"):
        sign(document, KEY)
