"""The manifest as plain data."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.builds.manifest import (
    FORMAT,
    Manifest,
    ManifestFact,
    ManifestFile,
    ManifestOverride,
    ManifestPicture,
    ManifestSlide,
    PrintedFrom,
    content_digest,
)
from pitch_builder.builds.signing import canonical
from pitch_builder.builds.sources import manifest_file

words = st.text(max_size=20)
facts = st.builds(
    ManifestFact,
    id=st.integers(1, 99),
    key=words,
    label=words,
    version=st.none() | st.integers(1, 99),
    display=words,
    as_of=st.none() | st.just("2026-10-31"),
)
slides = st.builds(
    ManifestSlide,
    number=st.integers(1, 99),
    title=words,
    kind=words,
    slide_id=st.none() | st.integers(1, 99),
    block=words,
    asset=st.none() | st.integers(1, 99),
    asset_title=words,
    revision=st.none() | st.integers(1, 99),
    content_digest=words,
    facts=st.lists(facts, max_size=3).map(tuple),
    pictures=st.lists(
        st.builds(ManifestPicture, id=st.integers(1, 99), digest=words), max_size=2
    ).map(tuple),
    approved=st.booleans(),
    fit_step=st.integers(0, 2),
    edited=st.booleans(),
    base_digest=words,
)
files = st.lists(st.builds(ManifestFile, name=words, digest=words), max_size=2).map(tuple)
manifests = st.builds(
    Manifest,
    build=words,
    deck=st.integers(1, 99),
    deck_title=words,
    number=st.integers(1, 99),
    built_at=words,
    account=words,
    recipient=words,
    language=words,
    theme=words,
    theme_version=st.integers(0, 99),
    renderer=words,
    slides=st.lists(slides, max_size=4).map(tuple),
    overrides=st.lists(
        st.builds(
            ManifestOverride,
            slide=st.integers(1, 9),
            code=words,
            what=words,
            by=words,
            reason=words,
        ),
        max_size=2,
    ).map(tuple),
    code=words,
    merge=st.dictionaries(st.sampled_from(["account", "rep"]), words),
    printed_from=st.none()
    | st.builds(
        PrintedFrom,
        forme=words,
        sheet=words,
        shapes=words,
        fonts=files,
        pictures=files,
        renderer=st.lists(words, max_size=2).map(tuple),
    ),
)


@given(manifests)
def test_a_manifest_survives_json(manifest):
    assert Manifest.from_json(json.loads(json.dumps(manifest.to_json()))) == manifest


@given(manifests, st.randoms(use_true_random=False))
def test_there_is_one_canonical_form_however_it_was_written(manifest, random):
    """As JSON that a reader indented, reordered and wrote with escapes, too."""
    plain = manifest.to_json()
    assert plain["format"] == FORMAT
    form = canonical(plain)
    for written in (
        json.dumps(plain, indent=3, ensure_ascii=True),
        json.dumps(_shuffled(plain, random), ensure_ascii=False),
        form.decode(),
    ):
        read = json.loads(written)
        assert canonical(read) == form
        assert Manifest.from_json(read).to_json() == plain
        assert manifest_file(read).content == manifest_file(plain).content
    assert form == _rfc_8785(plain).encode()


def _shuffled(value, random: Random):
    if isinstance(value, dict):
        names = list(value)
        random.shuffle(names)
        return {name: _shuffled(value[name], random) for name in names}
    if isinstance(value, list):
        return [_shuffled(inner, random) for inner in value]
    return value


SHORT = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}


def _rfc_8785(value) -> str:
    """The form of RFC 8785, written out by its rules and without Python's own writer of JSON."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(_character, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(_rfc_8785, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{_rfc_8785(n)}:{_rfc_8785(value[n])}" for n in names) + "}"


def _character(one: str) -> str:
    if ord(one) in SHORT:
        return "\\" + SHORT[ord(one)]
    return f"\\u{ord(one):04x}" if ord(one) < 0x20 else one


@given(manifests, manifests)
def test_two_manifests_have_one_form_only_where_they_say_the_same(one, other):
    same = canonical(one.to_json()) == canonical(other.to_json())
    assert same == (one == other)


@given(manifests)
def test_what_it_names_is_found_in_it(manifest):
    told = canonical(manifest.to_json()).decode()
    assert all(f'"id":{pk},' in told for pk in manifest.fact_ids)
    if manifest.printed_from:
        held = manifest.printed_from
        assert {file.digest for file in (*held.fonts, *held.pictures)} <= held.digests
        assert held.digests - {held.forme, held.sheet, held.shapes} <= {
            file.digest for file in (*held.fonts, *held.pictures)
        }


@given(st.dictionaries(words, words | st.integers()))
def test_the_digest_does_not_depend_on_the_order_of_keys(value):
    reordered = dict(reversed(value.items()))
    assert content_digest("quote", value) == content_digest("quote", reordered)


def test_the_digest_tells_kinds_and_words_apart():
    assert content_digest("quote", {"a": "b"}) != content_digest("title", {"a": "b"})
    assert content_digest("quote", {"a": "b"}) != content_digest("quote", {"a": "c"})


def test_a_manifest_of_the_first_format_is_read():
    old = {
        "build": "a", "deck": 1, "deck_title": "A", "number": 1, "built_at": "", "account": "",
        "recipient": "", "language": "en", "theme": "folio", "theme_version": 0, "renderer": "",
        "slides": [], "overrides": [], "format": 1,
    }  # fmt: skip
    manifest = Manifest.from_json(old)
    assert (manifest.format, manifest.printed_from, manifest.code) == (1, None, "")


@given(manifests)
def test_what_is_signed_beside_it_does_not_disturb(manifest):
    assert Manifest.from_json({**manifest.to_json(), "signature": {"key": "a"}}) == manifest
