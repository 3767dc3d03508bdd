"""Doctor looks after the key that manifests are signed with."""

from __future__ import annotations

import base64
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.operations.probes import Level
from pitch_builder.builds.doctor_probes import signing_key
from pitch_builder.builds.keys import SigningKey, current_key, rotate
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.signing import key_id, sign
from tests.factories.pitch import make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings) -> Path:
    return Path(settings.SIGNING_KEY_FILE)


@pytest.fixture
def signed(rep) -> Build:
    """A build as its row has it after it was signed."""
    return Build.objects.create(
        deck=make_deck(rep),
        number=1,
        state=BuildState.BUILT,
        manifest_data=sign({"build": "a"}, current_key()),
    )


def test_before_the_first_build_there_need_be_none(file):
    finding = signing_key()
    assert (finding.level, finding.text) == (Level.OK, "the first build makes one")
    assert not file.exists()
    assert not SigningKey.objects.exists()


def test_a_key_that_signs_and_verifies_is_well(signed):
    finding = signing_key()
    assert finding.level == Level.OK
    assert key_id(current_key().public_key()) in finding.text
    assert "one public key on record" in finding.text
    rotate()
    assert signing_key().level == Level.OK
    assert "2 public keys on record" in signing_key().text


def test_one_from_settings_is_well(settings, file):
    settings.SIGNING_KEY = base64.b64encode(bytes(range(32))).decode()
    assert signing_key().level == Level.OK
    assert "from SIGNING_KEY" in signing_key().text
    assert not file.exists()


def test_a_lost_file_is_said_and_that_nothing_is_lost_with_it(signed, file):
    file.unlink()
    finding = signing_key()
    assert finding.level == Level.WARN
    assert str(file) in finding.text
    assert "still verifies" in finding.text
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "AAAA", "no base64 at all!"])
def test_a_damaged_file_is_bad(signed, file, content):
    file.write_text(content)
    finding = signing_key()
    assert finding.level == Level.BAD
    assert "damaged" in finding.text


def test_a_file_that_cannot_be_read_is_bad(file):
    file.mkdir()
    finding = signing_key()
    assert finding.level == Level.BAD
    assert "no deck can be built" in finding.text


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o700])
def test_a_file_that_others_may_read_is_said_with_the_remedy(signed, file, mode):
    file.chmod(mode)
    finding = signing_key()
    assert finding.level == Level.WARN
    assert f"mode is {mode:o}" in finding.text
    assert f"chmod 600 {file}" in finding.remedy
    file.chmod(0o600)
    assert signing_key().level == Level.OK


def test_a_public_half_that_is_not_on_record_is_bad(signed):
    SigningKey.objects.all().delete()
    finding = signing_key()
    assert finding.level == Level.BAD
    assert "do not verify" in finding.text
    current_key()  # as the next build does
    assert signing_key().level == Level.OK


def test_a_key_of_old_that_is_not_on_record_is_bad(signed):
    before = key_id(current_key().public_key())
    rotate()
    SigningKey.objects.filter(pk=before).delete()
    finding = signing_key()
    assert finding.level == Level.BAD
    assert before in finding.text


def test_a_record_that_is_another_key_is_bad(signed):
    other = base64.b64encode(bytes(range(32))).decode()
    SigningKey.objects.update(public_key=other)
    assert signing_key().level == Level.BAD
    assert "another key" in signing_key().text


def test_a_replaced_key_that_was_put_back_is_said(signed):
    SigningKey.objects.update(retired_at=timezone.now())
    finding = signing_key()
    assert finding.level == Level.WARN
    assert "replaced on" in finding.text


def test_doctor_names_it(signed):
    out = StringIO()
    with pytest.raises(SystemExit):  # no worker is alive here
        call_command("doctor", "--json", stdout=out)
    found = {finding["name"]: finding["level"] for finding in json.loads(out.getvalue())}
    assert found["Signing key"] == "ok"
