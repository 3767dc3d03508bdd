"""The keys of manifests: made, replaced, lost."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pitch_builder.builds.keys import SigningKey, current_key, public_key, rotate
from pitch_builder.builds.signing import is_signed_by, key_id, sign, signer_of
from pitch_builder.errors import KeyUnusable

pytestmark = pytest.mark.django_db


def test_a_key_is_made_at_first_use_and_kept_for_its_owner_alone(settings):
    key = current_key()
    assert current_key() is key
    assert stat.S_IMODE(Path(settings.SIGNING_KEY_FILE).stat().st_mode) == 0o600
    assert SigningKey.objects.get().key_id == key_id(key.public_key())


def test_it_may_come_from_settings(settings):
    settings.SIGNING_KEY = base64.b64encode(bytes(range(32))).decode()
    assert current_key().private_bytes_raw() == bytes(range(32))
    assert not Path(settings.SIGNING_KEY_FILE).exists()
    with pytest.raises(KeyUnusable, match="SIGNING_KEY"):
        rotate()


def test_what_was_signed_still_verifies_after_the_key_was_replaced():
    signed = sign({"build": "a"}, current_key())
    before = signer_of(signed)
    call_command("rotate_signing_key")
    assert signer_of(sign({"build": "a"}, current_key())) != before
    assert is_signed_by(signed, public_key(before))
    assert SigningKey.objects.get(pk=before).retired_at is not None
    assert SigningKey.objects.filter(retired_at=None).count() == 1


def test_what_was_signed_still_verifies_after_the_private_key_was_lost(settings):
    signed = sign({"build": "a"}, current_key())
    Path(settings.SIGNING_KEY_FILE).unlink()
    assert signer_of(sign({"build": "b"}, current_key())) != signer_of(signed)
    assert is_signed_by(signed, public_key(signer_of(signed)))


def test_an_unknown_key_is_none():
    assert public_key("0" * 16) is None


@pytest.mark.parametrize("content", ["", "AAAA", "no base64 at all!"])
def test_a_damaged_file_is_said_and_not_replaced(settings, content):
    path = Path(settings.SIGNING_KEY_FILE)
    path.write_text(content)
    with pytest.raises(KeyUnusable, match="damaged"):
        current_key()
    with pytest.raises(CommandError, match="damaged"):
        call_command("rotate_signing_key")
    assert path.read_text() == content


def test_a_folder_that_cannot_be_written_is_said(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SIGNING_KEY_FILE = tmp_path / "file" / "signing-key"
    with pytest.raises(KeyUnusable, match="cannot be kept"):
        current_key()
