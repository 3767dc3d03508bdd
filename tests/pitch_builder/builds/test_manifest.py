"""The manifest as plain data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pitch_builder.builds.manifest import (
    Manifest,
    ManifestFact,
    ManifestFile,
    ManifestOverride,
    ManifestPicture,
    ManifestSlide,
    PrintedFrom,
    content_digest,
)

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
        fonts=files,
        pictures=files,
        renderer=st.lists(words, max_size=2).map(tuple),
    ),
)


@given(manifests)
def test_a_manifest_survives_json(manifest):
    assert Manifest.from_json(json.loads(json.dumps(manifest.to_json()))) == manifest


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
