"""What a page reports is read strictly: our script's words, or nothing."""

from __future__ import annotations

import contextlib
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personas.engagement.enums import Verb
from pitch_builder.rooms.beacons import LARGEST, LONGEST_MS, BadBeacon, read_beacon
from tests.factories.rooms import beacon

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def read(data):
    return read_beacon(json.dumps(data).encode())


def test_it_reads_what_the_script_sends():
    build = uuid.uuid4()
    found = read(
        beacon(
            {"what": f"slide:{build}:5", "ms": 4200, "gestures": 3},
            done=[{"id": "done0001", "verb": "downloaded", "what": "deck:7"}],
        )
    )
    assert (found.seen[0].subject.build, found.seen[0].subject.number) == (build, 5)
    assert found.visible_ms == 4200
    assert (found.done[0].verb, found.done[0].subject.id) == (Verb.DOWNLOADED, 7)
    assert found.gestures == 4


@given(st.binary(max_size=400) | json_values.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_refused_and_never_breaks(body):
    with contextlib.suppress(BadBeacon):
        read_beacon(body)


@given(st.integers())
def test_no_report_claims_more_time_than_half_an_hour(ms):
    try:
        assert 0 <= read(beacon({"ms": ms})).visible_ms <= LONGEST_MS
    except BadBeacon:
        assert ms < 0


@pytest.mark.parametrize(
    "bad",
    [
        {"stay": "short"},
        {"stay": "x" * 41},
        {"stay": "<script>alert(1)</script>"},
        {"seen": [{"id": "view0001", "what": "user:1", "ms": 1}]},
        {"seen": [{"id": "view0001", "what": "room", "ms": "1"}]},
        {"seen": [{"id": "view0001", "what": "room", "ms": True}]},
        {"seen": {"id": "view0001"}},
        {"seen": [beacon()["seen"][0]] * 41},
        {"done": [{"id": "done0001", "verb": "submitted", "what": "room"}]},
        {"done": [{"id": "done0001", "verb": ["downloaded"], "what": "room"}]},
    ],
)
def test_it_refuses(bad):
    with pytest.raises(BadBeacon):
        read({**beacon(), **bad})


def test_it_refuses_a_large_body_before_it_is_parsed():
    with pytest.raises(BadBeacon):
        read_beacon(b" " * (LARGEST + 1))


def test_it_refuses_deep_nesting():
    with pytest.raises(BadBeacon):
        read_beacon(b"[" * 4000)
