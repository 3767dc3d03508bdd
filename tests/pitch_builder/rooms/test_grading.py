"""Grades rest on evidence, and only evidence of a person makes one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personas.engagement.enums import Grade
from pitch_builder.rooms.grading import (
    HUMAN_MS,
    Evidence,
    device_of,
    grade,
    is_ahead_of_need,
    is_alarming,
    is_robot,
)

evidences = st.builds(
    Evidence,
    visible_ms=st.integers(0, 10**7),
    elapsed_ms=st.integers(0, 10**7),
    pages=st.integers(0, 200),
    gestures=st.integers(0, 5000),
    team=st.booleans(),
    robot=st.booleans(),
)


@given(evidences)
def test_a_colleague_is_never_a_prospect(evidence):
    assert grade(replace(evidence, team=True)) is Grade.INTERNAL
    assert not is_alarming(replace(evidence, team=True))


@given(evidences)
def test_a_program_never_counts_whatever_it_does(evidence):
    found = replace(evidence, robot=True, team=False)
    assert grade(found) is Grade.SCANNER
    assert not is_alarming(found)


@given(evidences)
def test_nobody_is_surely_human_without_a_gesture_and_time_in_view(evidence):
    if grade(evidence) is Grade.HUMAN:
        assert evidence.gestures > 0
        assert evidence.visible_ms >= HUMAN_MS


@given(evidences, st.integers(0, 10**6), st.integers(0, 100))
def test_more_evidence_never_makes_a_person_less_of_one(evidence, ms, gestures):
    before = grade(evidence)
    more = replace(
        evidence,
        visible_ms=evidence.visible_ms + ms,
        elapsed_ms=evidence.elapsed_ms + ms,
        gestures=evidence.gestures + gestures,
    )
    if before in Grade.defensible():
        assert grade(more) in Grade.defensible()
    if before is Grade.HUMAN:
        assert grade(more) is Grade.HUMAN


def test_pages_turned_faster_than_anybody_reads_are_a_program():
    assert grade(Evidence(visible_ms=2500, elapsed_ms=2500, pages=12)) is Grade.SCANNER
    assert grade(Evidence(visible_ms=60_000, elapsed_ms=60_000, pages=12)) is Grade.LIKELY


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "WhatsApp/2.24",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; BarracudaCentral; linkscan)",
        "Mozilla/5.0 (Windows NT 10.0) Microsoft Office/16.0 (Microsoft Outlook)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; BingPreview/1.0b)",
        "Slackbot-LinkExpanding 1.0",
    ],
)
def test_programs_are_known_by_their_name(agent):
    assert is_robot(agent)
    assert device_of(agent) == "robot"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36", "laptop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1", "laptop"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/142 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "tablet"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X710) Chrome/142 Safari/537.36", "tablet"),
    ],
)
def test_browsers_are_told_by_kind_and_no_closer(agent, device):
    assert not is_robot(agent)
    assert device_of(agent) == device


@given(st.text(max_size=300))
def test_any_user_agent_is_one_of_four_words(agent):
    assert device_of(agent) in {"laptop", "phone", "tablet", "robot"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_pages_asked_for_before_a_click_are_known(headers):
    assert is_ahead_of_need(headers)
    assert not is_ahead_of_need({})
