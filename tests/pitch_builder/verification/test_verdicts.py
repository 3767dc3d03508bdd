"""What is said of a copy and of a file."""

from __future__ import annotations

import io
import json
import zlib

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from freezegun import freeze_time

from cms.assets.services import unpublish_asset
from pitch_builder.builds.keys import rotate
from pitch_builder.builds.models import Build
from pitch_builder.builds.reactions import react
from pitch_builder.builds.services import build_now
from pitch_builder.builds.signing import sign
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.verification.files import LARGEST_MANIFEST, UnreadableFile, manifest_in
from pitch_builder.verification.models import IssuedCopy, RetiredBuild
from pitch_builder.verification.unpacking import LARGEST_TABLE
from pitch_builder.verification.verdicts import Origin, verdict_on, verdict_on_file

pytestmark = pytest.mark.django_db


def with_manifest(content: bytes, packed: bytes | None) -> bytes:
    """The PDF with another manifest, or without one."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.attachments["manifest.json"]
        if packed is not None:
            pdf.attachments["manifest.json"] = packed
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def test_a_copy_is_current_until_something_changes(build, publish_value, fact):
    assert verdict_on(build.code).state is Freshness.CURRENT
    with freeze_time("2026-11-18 09:00"):
        publish_value(71)
        react("fact", fact.pk)
    verdict = verdict_on(build.code)
    assert verdict.state is Freshness.OUTDATED
    assert [slide.number for slide in verdict.changed] == [2, 3]
    assert {reason.code for slide in verdict.changed for reason in slide.reasons} == {
        ReasonCode.FACT
    }
    assert {slide.since.isoformat() for slide in verdict.changed} == {"2026-11-18T09:00:00+00:00"}


def test_what_just_changed_is_said_before_it_was_noticed(build, publish_value):
    publish_value(71)
    [first, *_] = verdict_on(build.code).changed
    assert (first.number, first.since) == (2, None)


def test_withdrawn_content_withdraws_the_copy(build, asset):
    unpublish_asset(asset)
    verdict = verdict_on(build.code)
    assert verdict.state is Freshness.WITHDRAWN
    assert {slide.state for slide in verdict.changed} == {Freshness.WITHDRAWN}


def test_a_newer_version_is_named(build, deck, rep):
    assert verdict_on(build.code).newer_at is None
    newer = build_now(deck, user=rep)
    assert verdict_on(build.code).newer_at == newer.released_at
    assert verdict_on(newer.code).newer_at is None


def test_an_unknown_code_is_none(build):
    assert verdict_on("nothing") is None


def test_of_a_deleted_deck_the_copies_are_withdrawn_and_nothing_else_is_kept(
    build, deck, content, django_capture_on_commit_callbacks
):
    from django.core.files.storage import default_storage

    names = [build.pdf.name, build.html.name]
    with django_capture_on_commit_callbacks(execute=True):
        deck.delete()
    verdict = verdict_on(build.code)
    assert (verdict.state, verdict.manifest) == (Freshness.WITHDRAWN, None)
    assert verdict_on_file(content).origin is Origin.ISSUED
    assert verdict_on_file(content).verdict.state is Freshness.WITHDRAWN
    assert not any(default_storage.exists(name) for name in names)
    kept = RetiredBuild.objects.get()
    assert {f.name for f in kept._meta.fields} == {
        "id", "build", "code", "sha256", "built_at", "pages", "retired_at",
    }  # fmt: skip


def test_the_file_that_was_issued_is_known(build, content):
    found = verdict_on_file(content)
    assert (found.origin, found.verdict.build) == (Origin.ISSUED, build)


def test_a_registered_copy_is_known_too(build, content):
    copy = content + b"\n% for somebody"
    assert verdict_on_file(copy).origin is Origin.ALTERED
    import hashlib

    IssuedCopy.objects.create(build=build, sha256=hashlib.sha256(copy).hexdigest())
    assert verdict_on_file(copy).origin is Origin.ISSUED


def test_pages_that_were_changed_are_not_vouched_for(content, build):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.pages[1]
        made = io.BytesIO()
        pdf.save(made)
    found = verdict_on_file(made.getvalue())
    assert (found.origin, found.verdict.build) == (Origin.ALTERED, build)


def test_a_genuine_manifest_in_another_file_is_not_vouched_for(content):
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as forged:
        genuine = pdf.attachments["manifest.json"].get_file().read_bytes()
        forged.add_blank_page()
        forged.attachments["manifest.json"] = genuine
        made = io.BytesIO()
        forged.save(made)
    assert verdict_on_file(made.getvalue()).origin is Origin.ALTERED


@pytest.mark.parametrize("forgery", ["value", "key", "unsigned", "other"])
def test_a_manifest_that_is_not_ours_is_said(content, build, forgery):
    manifest = dict(build.manifest_data)
    if forgery == "value":
        manifest["deck_title"] = "Another deck"
    elif forgery == "key":
        manifest = sign(manifest, Ed25519PrivateKey.generate())
    elif forgery == "unsigned":
        del manifest["signature"]
    else:
        manifest = {"hello": "world"}
    packed = json.dumps(manifest).encode()
    assert verdict_on_file(with_manifest(content, packed)).origin is Origin.FORGED


def test_a_file_without_a_manifest_is_unknown(content):
    assert verdict_on_file(with_manifest(content, None)).origin is Origin.UNKNOWN


def test_what_an_old_key_signed_is_still_ours(content):
    rotate()
    altered = with_manifest(content, _manifest_of(content))
    assert verdict_on_file(altered).origin is Origin.ALTERED


def _manifest_of(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.attachments["manifest.json"].get_file().read_bytes()


def test_a_build_that_is_on_record_nowhere_is_judged_by_its_signed_manifest(
    content, build, publish_value
):
    altered = with_manifest(content, _manifest_of(content))
    Build.objects.all().delete()
    RetiredBuild.objects.all().delete()
    assert verdict_on_file(altered).verdict.state is Freshness.CURRENT
    publish_value(71)
    found = verdict_on_file(altered)
    assert (found.origin, found.verdict.state) == (Origin.ALTERED, Freshness.OUTDATED)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7\nnothing", b"\x00" * 2000, b"%PDF-" + b"9" * 5000]
)
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(UnreadableFile):
        verdict_on_file(content)


def test_a_manifest_that_would_unpack_to_very_much_is_not_unpacked(content):
    bomb = with_manifest(content, b" " * (LARGEST_MANIFEST + 10))
    assert len(bomb) < 2 * len(content)
    assert manifest_in(bomb) is None


def a_pdf(table: bytes) -> bytes:
    """A PDF without a page whose table of objects unpacks to what is given."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    made = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"\x01" + place.to_bytes(4, "big") + b"\x00" for place in places)
    packed = zlib.compress(b"\x00" * 6 + entries + table)
    return made + (
        b"3 0 obj\n<</Type/XRef/Size 3/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (len(packed), packed, len(made))
    )


def test_a_pdf_that_would_unpack_to_very_much_is_not_unpacked():
    assert manifest_in(a_pdf(b"")) is None
    bomb = a_pdf(b"\x00" * (LARGEST_TABLE + 1024))
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableFile):
        manifest_in(bomb)


def test_a_pdf_that_takes_too_long_to_read_is_given_up(content, monkeypatch):
    monkeypatch.setattr("pitch_builder.verification.files.SECONDS", 0.001)
    with pytest.raises(UnreadableFile):
        manifest_in(content)


@pytest.mark.parametrize("key", ["\ud800", "\x00", "g" * 16, "A" * 17, "", 7, None])
def test_a_manifest_that_names_no_key_is_not_ours(content, key):
    signed = {"signature": {"algorithm": "Ed25519", "key": key, "value": ""}}
    forged = with_manifest(content, json.dumps(signed).encode())
    assert verdict_on_file(forged).origin is Origin.FORGED


@pytest.mark.parametrize("packed", [b"[" * 100_000, b"no json", b"[1, 2]", b"\xff\xfe"])
def test_a_manifest_that_is_no_object_counts_as_none(content, packed):
    assert verdict_on_file(with_manifest(content, packed)).origin is Origin.UNKNOWN


def test_a_verdict_costs_few_queries(build, django_assert_max_num_queries):
    # Build with its deck; brand, assets, slides, facts; whether there is a newer one.
    with django_assert_max_num_queries(7):
        verdict_on(build.code)
