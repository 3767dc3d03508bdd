"""A link with a passcode shows nothing before it is given, at any of its addresses."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from personas.engagement.models import Engagement
from pitch_builder.builds.services import build_now
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.rooms import links, passcodes, public_urls
from pitch_builder.rooms.access import preview_path
from pitch_builder.rooms.models import RoomLink, Visit
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import BROWSER, beacon, make_link, make_room

pytestmark = pytest.mark.django_db

CODE = "loodskade"


@pytest.fixture
def room(rep, article):
    deck = make_deck(rep, case_study_with_slides())
    build_now(deck, user=rep)
    return make_room(rep, article, deck=deck)


@pytest.fixture
def link(room, rep):
    made = make_link(room, rep)
    passcodes.set_passcode(made, user=rep, passcode=CODE)
    return made


def give(client, link, code=CODE, **more):
    return client.post(f"{link.path}passcode/", {"passcode": code, **more})


def addresses(link) -> list[str]:
    """Every address under a link, by the URL patterns themselves: a new one is in here too."""
    asset = link.room.items.get(deck=None).asset
    deck = link.room.items.get(asset=None).deck_id
    known = {"number": 2, "name": "images/x.png"}
    paths = []
    for pattern in public_urls.urlpatterns:
        wanted = pattern.pattern.converters
        pk = asset.pk if "/a/" in str(pattern.pattern) else deck
        values = {"token": link.token, "pk": pk, **known}
        named = {name: values[name] for name in wanted}
        paths.append(reverse(f"room:{pattern.name}", kwargs=named))
    return paths


def secrets(link) -> list[str]:
    items = link.room.items.all()
    return [
        "what we promised",
        "slide 2 that matters",
        str(link.room.account),
        "Rosa",
        link.room.owner.get_full_name(),
        link.room.owner.email,
        *(item.title for item in items),
        *(item.asset.summary for item in items if item.asset),
    ]


def answers(client, path):
    """What an address answers to each way of asking that it takes."""
    for ask in (client.get, client.head, client.post):
        response = ask(path)
        if response.status_code != 405:
            yield response


# --- Without it -----------------------------------------------------------------------
def test_every_address_is_held_and_says_nothing(visitor, link):
    held = 0
    for path in addresses(link):
        for response in answers(visitor, path):
            held += 1
            text = response.content.decode()
            assert response.status_code in (403, 422), path
            assert [word for word in secrets(link) if word and word in text] == [], path
            assert response["Cache-Control"] == "private, no-store"
            assert response["Referrer-Policy"] == "same-origin"
            assert not response.cookies, path
    assert held > len(public_urls.urlpatterns)
    assert not Visit.objects.exists()
    assert not Engagement.objects.exists()


def test_a_head_request_gets_no_body_and_no_more(visitor, link):
    for path in addresses(link):
        response = visitor.head(path)
        if response.status_code != 405:
            assert (response.status_code, response.content) == (403, b"")
            assert "Content-Disposition" not in response


def test_a_report_and_a_question_are_not_taken(visitor, link, report, mailoutbox):
    assert report(beacon({"ms": 9000, "gestures": 3})).status_code == 403
    assert visitor.post(f"{link.path}ask/", {"question": "Who?"}).status_code == 403
    assert visitor.post(f"{link.path}recorded/stop/").status_code == 403
    assert visitor.post(f"{link.path}recorded/erase/").status_code == 403
    link.refresh_from_db()
    assert link.recording_stopped_at is None and link.prospect.erased_at is None
    assert not Engagement.objects.exists()


def test_the_page_is_strict_and_for_everybody(visitor, link):
    page = visitor.get(link.path)
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    text = page.content.decode()
    assert "<script" not in text
    assert '<label for="passcode">' in text


def test_a_closed_link_does_not_ask(visitor, link):
    link.expires_at = timezone.now() - timedelta(seconds=1)
    link.save()
    assert visitor.get(link.path).status_code == 410
    assert give(visitor, link).status_code == 410


def test_another_site_cannot_send_it(visitor, link):
    refused = visitor.post(
        f"{link.path}passcode/", {"passcode": CODE}, HTTP_SEC_FETCH_SITE="cross-site"
    )
    assert refused.status_code == 403 and not refused.cookies


# --- Giving it ------------------------------------------------------------------------
def test_the_right_one_opens_every_address_and_is_asked_once(visitor, link):
    answer = give(visitor, link)
    assert (answer.status_code, answer["Location"]) == (302, link.path)
    page = visitor.get(link.path).content.decode()
    assert "Rosa, here is what we promised" in page
    assert "One cookie remembers" in visitor.get(f"{link.path}recorded/").content.decode()
    for path in addresses(link):  # erasing the person comes last
        for response in answers(visitor, path):
            assert response.status_code not in (403, 422), path
            for close in response._resource_closers:  # its files, not the test's connection
                close()


@pytest.mark.parametrize("typed", ["  Loodskade ", "LOODSKADE", "ｌｏｏｄｓｋａｄｅ"])
def test_it_is_taken_as_it_is_told_by_telephone(typed, visitor, link):
    assert give(visitor, link, typed).status_code == 302


@pytest.mark.parametrize("typed", ["", "   ", "loodskad", "loodskade1", "x" * 5000, "\0"])
def test_a_wrong_one_opens_nothing_and_is_said(typed, visitor, link):
    answer = give(visitor, link, typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "/media/" not in answer.content.decode().replace('"/media/', "")
    assert not answer.cookies
    assert visitor.get(link.path).status_code == 403


def test_who_wanted_a_certain_page_comes_to_it(visitor, link):
    deck = link.room.items.get(asset=None).deck_id
    wanted = f"{link.path}d/{deck}/2/"
    assert f'value="{wanted}"' in visitor.get(wanted).content.decode()
    wrong = give(visitor, link, "not this", next=wanted)
    assert f'value="{wanted}"' in wrong.content.decode()
    assert give(visitor, link, next=wanted)["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "/admin/", "/r/other/", "still.gif"],
)
def test_nobody_is_sent_elsewhere(elsewhere, visitor, link):
    assert give(visitor, link, next=elsewhere)["Location"] == link.path


def test_the_cookie_is_for_this_link_and_not_for_scripts(visitor, link, room, rep, settings):
    settings.SESSION_COOKIE_SECURE = True
    morsel = next(iter(give(visitor, link).cookies.values()))
    assert morsel["path"] == link.path
    assert (morsel["httponly"], morsel["secure"], morsel["samesite"]) == (True, True, "Lax")
    assert CODE not in morsel.value and link.token not in morsel.value
    other = make_link(room, rep, first_name="Ada")
    passcodes.set_passcode(other, user=rep, passcode=CODE)
    stranger = Client(HTTP_USER_AGENT=BROWSER)
    stranger.cookies[passcodes.cookie_name(other)] = morsel.value
    assert stranger.get(other.path).status_code == 403


@pytest.mark.parametrize("value", ["", "x", "x:y:z", "eyJ4IjoxfQ:1:2"])
def test_a_made_up_cookie_opens_nothing(value, visitor, link):
    visitor.cookies[passcodes.cookie_name(link)] = value
    assert visitor.get(link.path).status_code == 403


def test_a_remembered_one_ends_after_thirty_days(visitor, link, monkeypatch):
    give(visitor, link)
    assert visitor.get(link.path).status_code == 200
    monkeypatch.setattr(passcodes, "REMEMBERED_SECONDS", -1)
    assert visitor.get(link.path).status_code == 403


# --- Changed, taken away ----------------------------------------------------------------
def test_a_changed_one_is_asked_again(visitor, link, rep):
    give(visitor, link)
    passcodes.set_passcode(link, user=rep, passcode="scheepshelling")
    assert visitor.get(link.path).status_code == 403
    assert give(visitor, link).status_code == 422
    assert give(visitor, link, "scheepshelling").status_code == 302
    assert visitor.get(link.path).status_code == 200


def test_the_same_one_set_anew_is_asked_again(visitor, link, rep):
    give(visitor, link)
    passcodes.set_passcode(link, user=rep, passcode=CODE)
    assert visitor.get(link.path).status_code == 403


def test_without_one_the_page_opens_and_no_cookie_is_needed(visitor, link, rep):
    passcodes.set_passcode(link, user=rep, passcode="")
    opened = visitor.get(link.path)
    assert opened.status_code == 200 and not opened.cookies
    assert give(visitor, link, "whatever")["Location"] == link.path


def test_it_is_stored_as_a_hash(link):
    assert CODE not in link.passcode
    other = RoomLink(room=link.room)
    other.passcode = passcodes.hashed(CODE)
    assert other.passcode != link.passcode


@pytest.mark.parametrize("code", ["short", "x" * 65])
def test_its_length_is_bounded(code, link, rep):
    with pytest.raises(PitchError, match="6 to 64"):
        passcodes.set_passcode(link, user=rep, passcode=code)


def test_another_rep_sets_none(link, other_rep):
    with pytest.raises(NotAllowed):
        passcodes.set_passcode(link, user=other_rep, passcode="")


# --- Tries ----------------------------------------------------------------------------
def test_tries_for_a_link_are_limited_from_wherever_they_come(link):
    for number in range(passcodes.TRIES_A_LINK):
        client = Client(HTTP_USER_AGENT=BROWSER, REMOTE_ADDR=f"192.0.2.{number}")
        assert give(client, link, f"wrong-{number}").status_code == 422
    late = give(Client(HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="192.0.2.99"), link)
    assert late.status_code == 429
    assert "Too many tries. Please wait a quarter of an hour" in late.content.decode()
    assert not late.cookies


def test_tries_of_an_address_are_limited_over_all_links(visitor, rep, room, link, monkeypatch):
    monkeypatch.setattr(passcodes, "TRIES_AN_ADDRESS", 4)
    for number in range(4):
        other = make_link(room, rep, first_name=f"P{number}")
        passcodes.set_passcode(other, user=rep, passcode="somewhere")
        assert give(visitor, other, "wrong one").status_code == 422
    assert give(visitor, link).status_code == 429
    elsewhere = Client(HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="192.0.2.1")
    assert give(elsewhere, link).status_code == 302


def test_who_gave_it_before_stays_in_while_others_try(visitor, link):
    give(visitor, link)
    stranger = Client(HTTP_USER_AGENT=BROWSER)
    for _ in range(passcodes.TRIES_A_LINK + 1):
        give(stranger, link, "wrong one")
    assert visitor.get(link.path).status_code == 200


# --- The rep's side -------------------------------------------------------------------
@pytest.fixture
def mine(rep):
    client = Client()
    client.force_login(rep)
    return client


def test_a_preview_needs_none(mine, link, rep):
    assert mine.get(preview_path(link.room, user=rep, link=link)).status_code == 200


def test_the_rep_sees_that_one_is_set_changes_it_and_takes_it_away(mine, link, rep):
    page = mine.get(link.room.get_absolute_url()).content.decode()
    assert "passcode: set" in page and CODE not in page and link.passcode not in page
    address = reverse("rooms:passcode", args=[link.pk])
    said = mine.post(address, {"passcode": "scheepshelling"}, follow=True).content.decode()
    assert "Tell Rosa Lind by telephone" in said and "scheepshelling" not in said
    link.refresh_from_db()
    assert passcodes.is_right(link, "scheepshelling", address="192.0.2.1")
    mine.post(address, {"passcode": ["typed", ""]})
    link.refresh_from_db()
    assert not link.has_passcode
    assert "passcode: set" not in mine.get(link.room.get_absolute_url()).content.decode()
    assert "6" in mine.post(address, {"passcode": "short"}, follow=True).content.decode()
    link.refresh_from_db()
    assert not link.has_passcode


def test_a_colleague_is_added_with_one(mine, link):
    mine.post(
        reverse("rooms:colleague", args=[link.room.pk]),
        {"first_name": "Ada", "email": "ada@firm.example", "passcode": "hellingweg"},
    )
    made = RoomLink.objects.get(prospect__email="ada@firm.example")
    assert passcodes.is_right(made, "Hellingweg", address="192.0.2.1")


def test_the_ready_mail_says_that_one_is_needed_and_carries_none(link, rep):
    text = links.ready_letter(link).text
    assert "It asks for a passcode, which you get from me separately." in text
    assert CODE not in text.lower()
    passcodes.set_passcode(link, user=rep, passcode="")
    assert "passcode" not in links.ready_letter(link).text


def test_nothing_that_is_handed_out_holds_it(visitor, link):
    give(visitor, link)
    exported = visitor.get(f"{link.path}recorded/data.json").json()
    assert "passcode" not in json.dumps(exported)
