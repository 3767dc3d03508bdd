"""What is recorded can be seen, stopped, taken along and erased by the person it is about."""

from __future__ import annotations

import json

import pytest

from cms.operations.models import Notification, OutgoingMail
from personas.engagement.models import Engagement
from pitch_builder.rooms import links
from pitch_builder.rooms.models import Visit
from tests.factories.rooms import beacon, make_link

pytestmark = pytest.mark.django_db


def text(visitor, path):
    return visitor.get(path).content.decode()


def test_the_page_lists_what_was_recorded_in_words(visitor, link, report, article):
    report(beacon({"ms": 3000}, {"what": f"asset:{article.pk}", "ms": 75_000}))
    visitor.post(f"{link.path}ask/", {"question": "How much?"})
    page = text(visitor, f"{link.path}recorded/")
    assert "You opened this page" in page
    assert f"You read “{article.title}”" in page and "1 min 15 s" in page
    assert "You asked: “How much?”" in page


def test_somebody_elses_visits_are_not_listed(visitor, link, room, rep, report, article):
    other = make_link(room, rep, first_name="Henrik")
    report(beacon({"what": f"asset:{article.pk}", "ms": 9000}), token=other.token)
    assert f"You read “{article.title}”" not in text(visitor, f"{link.path}recorded/")


def test_once_recording_is_stopped_nothing_is_stored(visitor, link, report):
    report(beacon({"ms": 3000}))
    assert visitor.post(f"{link.path}recorded/stop/").status_code == 302
    before = (Visit.objects.values_list("visible_ms").get(), Engagement.objects.count())
    report(beacon({"id": "view0009-1", "ms": 60_000}))
    report(beacon({"ms": 60_000}, stay="stay-of-a-new-tab"))
    visitor.post(f"{link.path}ask/", {"question": "Still there?"})
    assert (Visit.objects.values_list("visible_ms").get(), Engagement.objects.count()) == before
    page = text(visitor, link.path)
    assert "room.js" not in page and "still.gif" not in page
    assert "Recording is off" in page


def test_a_question_arrives_all_the_same(visitor, link, rep):
    visitor.post(f"{link.path}recorded/stop/")
    visitor.post(f"{link.path}ask/", {"question": "Still there?"})
    assert "Still there?" in Notification.objects.get(user=rep).text


def test_stopping_holds_for_all_links_of_the_person(visitor, link, room, rep, report, article):
    from tests.factories.rooms import make_room

    second = links.create_link(
        make_room(rep, article, account=room.account), user=rep, prospect=link.prospect
    )
    visitor.post(f"{link.path}recorded/stop/")
    report(beacon({"ms": 9000}), token=second.token)
    assert not Visit.objects.exists()
    visitor.post(f"{second.path}recorded/resume/")
    report(beacon({"ms": 9000}))
    assert Visit.objects.count() == 1


def test_everything_kept_can_be_taken_along(visitor, link, report):
    report(beacon({"ms": 9000, "gestures": 1}))
    response = visitor.get(f"{link.path}recorded/data.json")
    assert "attachment" in response["Content-Disposition"]
    data = json.loads(response.content)
    assert data["prospect"]["email"] == link.prospect.email
    assert {event["what"] for event in data["engagement"]} == {"opened", "read"}
    assert data["rooms"][0]["visits"][0]["visible_ms"] == 9000


def test_erasing_asks_first(visitor, link):
    assert "cannot be undone" in text(visitor, f"{link.path}recorded/erase/")
    link.prospect.refresh_from_db()
    assert link.prospect.erased_at is None


def test_erasing_forgets_the_person_closes_the_links_and_tells_the_rep(
    visitor, link, room, rep, report
):
    letter = links.ready_letter(link)
    links.mail_link(link, user=rep, subject=letter.subject, text=letter.text)
    report(beacon({"ms": 9000, "gestures": 3}))
    visitor.post(f"{link.path}ask/", {"question": "Is my name Rosa Lind?"})
    response = visitor.post(f"{link.path}recorded/erase/")
    assert "Your data is erased" in response.content.decode()
    link.prospect.refresh_from_db()
    assert link.prospect.erased_at and not link.prospect.email
    assert visitor.get(link.path).status_code == 410
    assert Engagement.objects.count() == 3
    assert not Engagement.objects.exclude(prospect=None).exists()
    assert not OutgoingMail.objects.filter(text__icontains="Rosa").exists()
    assert not Notification.objects.filter(text__contains="Rosa").exists()
    assert "erased" in Notification.objects.get(kind="rooms.erased", user=rep).text
