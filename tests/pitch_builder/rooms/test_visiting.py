"""Visits: what is written down, how it is graded, and when the rep hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.operations.models import Notification, OutgoingMail
from personas.engagement.enums import Verb
from personas.engagement.models import Engagement
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.rooms import visiting
from pitch_builder.rooms.attention import room_report, visit_reports
from pitch_builder.rooms.beacons import LARGEST
from pitch_builder.rooms.models import Visit
from pitch_builder.rooms.record_views import BEACONS_A_MINUTE
from tests.factories.cms import ComparisonFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import BROWSER, SCANNER, beacon, make_link, make_room

pytestmark = pytest.mark.django_db


def verbs(link):
    return sorted(Engagement.objects.within(link).values_list("verb", flat=True))


def test_a_page_in_view_for_some_seconds_is_a_visit(report, link):
    assert report(beacon({"ms": 3000, "gestures": 0})).status_code == 204
    visit = Visit.objects.get()
    assert (visit.grade, visit.device, visit.visible_ms, visit.pages) == (
        "likely",
        "laptop",
        3000,
        1,
    )
    assert verbs(link) == ["opened", "read"]


def test_a_glance_is_none(report):
    report(beacon({"ms": 900}))
    assert not Visit.objects.exists()


def test_time_and_touch_make_a_person(report):
    report(beacon({"ms": 3000, "gestures": 2}))
    report(beacon({"id": "view0001-b", "ms": 6000, "gestures": 4, "first": False}))
    visit = Visit.objects.get()
    assert (visit.grade, visit.visible_ms, visit.gestures, visit.pages) == ("human", 9000, 6, 1)


def test_the_same_report_twice_counts_once(report, link):
    for _ in range(3):
        report(beacon({"ms": 7000}))
    assert Visit.objects.get().visible_ms == 7000
    assert verbs(link) == ["opened", "read"]


def test_two_tabs_are_two_visits(report):
    report(beacon({"ms": 3000}))
    report(beacon({"ms": 3000}, stay="stay-of-another-tab"))
    assert Visit.objects.count() == 2


def test_a_driven_browser_is_a_program(report, rep):
    report(beacon({"ms": 60_000, "gestures": 99}, driven=True))
    assert Visit.objects.get().grade == "scanner"
    assert not Notification.objects.exists()


def test_a_scanner_that_runs_scripts_is_a_program(report, link):
    report(beacon({"ms": 9000, "gestures": 9}), client=Client(HTTP_USER_AGENT=SCANNER))
    assert Visit.objects.get().grade == "scanner"
    assert not Engagement.objects.defensible().exists()


def test_a_colleague_is_written_down_as_one_of_us(report, marketer):
    client = Client(HTTP_USER_AGENT=BROWSER)
    client.force_login(marketer)
    report(beacon({"ms": 60_000, "gestures": 50}), client=client)
    assert Visit.objects.get().grade == "internal"
    assert not Engagement.objects.exclude(prospect=None).exists()
    assert not Notification.objects.exists()
    assert not Engagement.objects.defensible().exists()


def test_the_rep_hears_once_of_a_real_visit(report, rep, link, room):
    report(beacon({"ms": 3000, "gestures": 0}))
    assert not Notification.objects.exists()
    for n in range(4):
        report(beacon({"id": f"view0001-x{n}", "ms": 8000, "gestures": 3, "first": False}))
    told = Notification.objects.get()
    assert told.user == rep
    assert "Rosa Lind" in told.text and told.link == room.get_absolute_url()
    assert OutgoingMail.objects.filter(to=rep.email, kind="rooms.visit").count() == 1


def test_reports_after_the_visit_turned_human_keep_that(report):
    report(beacon({"ms": 9000, "gestures": 5}))
    report(beacon({"id": "view0001-c", "ms": 9000, "gestures": 0, "first": False}))
    assert Visit.objects.get().grade == "human"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff\xfe", b'{"stay": 1}'])
def test_nonsense_is_refused_and_leaves_nothing(body, visitor, link):
    response = visitor.post(f"{link.path}seen/", body, content_type="application/json")
    assert response.status_code == 400
    assert not Visit.objects.exists()


def test_a_large_report_is_refused_unread(visitor, link):
    response = visitor.post(
        f"{link.path}seen/", b"x" * (LARGEST + 1), content_type="application/json"
    )
    assert response.status_code == 413


def test_a_flood_of_reports_is_stopped(report):
    for n in range(BEACONS_A_MINUTE):
        assert report(beacon({"id": f"view0001-{n:04}"})).status_code == 204
    assert report(beacon({"id": "view0001-last"})).status_code == 429


def test_what_is_not_in_the_room_cannot_be_reported(report, link, rep, by_link):
    other = make_deck(rep, case_study_with_slides())
    build = build_now(other, user=rep)
    internal = ComparisonFactory()
    report(
        beacon(
            {"what": "room"},
            {"what": f"slide:{build.pk}:2"},
            {"what": f"asset:{internal.pk}"},
            {"what": "asset:999999"},
            done=[{"id": "done0001", "verb": "downloaded", "what": f"deck:{other.pk}"}],
        )
    )
    assert verbs(link) == ["opened", "read"]


def test_slides_assets_downloads_and_clicks_are_told_apart(report, rep, article):
    asset = case_study_with_slides()
    deck = make_deck(rep, asset)
    build = build_now(deck, user=rep)
    room = make_room(rep, article, deck=deck)
    link = make_link(room, rep)
    report(
        beacon(
            {"what": f"slide:{build.pk}:2", "ms": 4000},
            {"what": f"slide:{build.pk}:3", "ms": 12_000},
            {"what": f"slide:{build.pk}:3", "ms": 300},
            {"what": f"asset:{article.pk}", "ms": 30_000},
            done=[
                {"id": "done0001", "verb": "downloaded", "what": f"deck:{deck.pk}"},
                {"id": "done0002", "verb": "clicked", "what": "next"},
            ],
        ),
        token=link.token,
    )
    assert verbs(link) == ["clicked", "downloaded", "opened", "read", "slide_seen", "slide_seen"]
    seen = Engagement.objects.within(link).doing(Verb.SLIDE_SEEN).about(asset).first()
    assert seen.data["slide"] in (2, 3)
    found = room_report(room)
    assert found.decks[0].seconds[:3] == [None, 4.0, 12.0]
    assert found.decks[0].longest == 3
    assert found.reads == [(article.title, 30_000)]
    assert found.downloads == [(f"{deck} (PDF)", 1)]
    assert found.real[0].who == "Rosa Lind"
    assert found.people == 1


def test_a_new_build_keeps_the_attention_of_the_old_one(report, rep):
    deck = make_deck(rep, case_study_with_slides())
    build = build_now(deck, user=rep)
    room = make_room(rep, deck=deck)
    link = make_link(room, rep)
    report(beacon({"what": f"slide:{build.pk}:2", "ms": 5000}), token=link.token)
    build_now(deck, user=rep)
    assert Build.objects.filter(deck=deck).count() == 2
    assert room_report(room).decks[0].seconds[1] == 5.0


def test_scanners_and_colleagues_stand_apart_and_are_not_counted(report, room, link, rep):
    report(beacon({"ms": 9000, "gestures": 2}))
    report(beacon({"ms": 9000}, stay="stay-of-a-robot-1", driven=True))
    found = room_report(room)
    assert len(found.real) == 1
    assert [visit.grade for visit in found.others] == ["scanner"]
    assert found.total_ms == 9000


def test_a_rooms_report_asks_the_same_whatever_happened(
    report, room, rep, django_assert_num_queries
):
    for n in range(5):
        other = make_link(room, rep)
        report(beacon({"ms": 9000}, stay=f"stay-number-{n:04}"), token=other.token)
    room_report(room)  # content types are asked for once a process
    with django_assert_num_queries(3):
        room_report(room)


def test_a_report_costs_the_same_however_much_it_says(report):
    report(beacon({"ms": 9000}))
    with CaptureQueriesContext(connection) as one:
        report(beacon({"id": "view0002-1", "ms": 1000}))
    with CaptureQueriesContext(connection) as many:
        report(beacon(*({"id": f"view0003-{n}", "ms": 1000} for n in range(30))))
    assert len(many) <= len(one)
    assert len(one) <= 20


# --- For the rep's home -----------------------------------------------------------------
def test_visits_since_a_moment_are_the_reps_own(report, link, rep, other_rep):
    report(beacon({"ms": 9000}))
    yesterday = timezone.now() - timedelta(days=1)
    mine = Visit.objects.owned_by(rep).since(yesterday).real()
    assert [row.who for row in visit_reports(list(mine.select_related("link__room")))] == [
        "Rosa Lind"
    ]
    assert not Visit.objects.owned_by(other_rep).exists()
    assert not Visit.objects.visible_to(other_rep).exists()
    assert Visit.objects.since(timezone.now() + timedelta(minutes=1)).count() == 0


# --- Without a script -------------------------------------------------------------------
def test_without_a_script_the_second_page_makes_a_visit(visitor, link, monkeypatch, rep):
    monkeypatch.setattr(visiting, "STILL_QUICKEST", 0)
    assert visitor.get(f"{link.path}still.gif?p=room")["Content-Type"] == "image/gif"
    visitor.get(f"{link.path}still.gif?p=room")
    assert not Visit.objects.exists()
    visitor.get(f"{link.path}still.gif?p=asset:1")
    visitor.get(f"{link.path}still.gif?p=asset:2")
    visit = Visit.objects.get()
    assert (visit.grade, visit.pages) == ("likely", 3)
    assert Notification.objects.filter(user=rep).count() == 1


def test_pages_quicker_than_a_person_turns_them_make_none(visitor, link):
    visitor.get(f"{link.path}still.gif?p=room")
    visitor.get(f"{link.path}still.gif?p=asset:1")
    assert not Visit.objects.exists()


# --- Questions --------------------------------------------------------------------------
def test_a_question_reaches_the_rep_at_once(visitor, link, rep):
    page = visitor.post(
        f"{link.path}ask/", {"question": "Does <b>slide 3</b> count?", "about": "Slide 3"}
    )
    text = page.content.decode()
    assert "on its way" in text
    assert "<b>slide 3</b>" not in text
    event = Engagement.objects.get(verb=Verb.ASKED)
    assert event.data == {"text": "Does <b>slide 3</b> count?", "about": "Slide 3"}
    assert "Does <b>slide 3</b> count?" in Notification.objects.get(user=rep).text
    mail = OutgoingMail.objects.get(kind="rooms.question")
    assert (mail.to, mail.reply_to) == (rep.email, link.prospect.email)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_empty_or_endless_question_is_refused_and_kept(text, visitor, link):
    page = visitor.post(f"{link.path}ask/", {"question": text})
    assert page.status_code == 400
    assert "Not sent yet" in page.content.decode()
    assert not Engagement.objects.exists()


def test_too_many_questions_are_slowed_down(visitor, link):
    for n in range(6):
        assert visitor.post(f"{link.path}ask/", {"question": f"No. {n}"}).status_code == 200
    page = visitor.post(f"{link.path}ask/", {"question": "Once more"})
    assert page.status_code == 400
    assert "Once more" in page.content.decode()
