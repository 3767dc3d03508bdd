"""The rep's side: the list of rooms and a room's page; other people's rooms do not exist."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cms.operations.models import OutgoingMail
from personas.prospects.models import Prospect
from pitch_builder.builds.services import build_now
from pitch_builder.rooms.models import Room, RoomItem, RoomLink
from tests.factories.cms import ArticleFactory
from tests.factories.personas import AccountFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import beacon, make_link, make_room

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mine(rep):
    return signed_in(rep)


@pytest.fixture
def theirs(other_rep):
    return signed_in(other_rep)


def links_of(room, link, item):
    return {
        "gets": [
            reverse("rooms:detail", args=[room.pk]),
            reverse("rooms:visits", args=[room.pk]),
            reverse("rooms:details", args=[room.pk]),
            reverse("rooms:copy", args=[room.pk]),
            reverse("rooms:preview", args=[room.pk]),
            reverse("rooms:find", args=[room.pk]),
            reverse("rooms:letter", args=[link.pk]),
            reverse("rooms:preview_as", args=[link.pk]),
        ],
        "posts": [
            reverse("rooms:add", args=[room.pk]),
            reverse("rooms:remove", args=[room.pk, item.pk]),
            reverse("rooms:move", args=[room.pk, item.pk, "after"]),
            reverse("rooms:restore", args=[room.pk]),
            reverse("rooms:add_person", args=[room.pk]),
            reverse("rooms:colleague", args=[room.pk]),
            reverse("rooms:revoke", args=[link.pk]),
            reverse("rooms:reopen", args=[link.pk]),
            reverse("rooms:extend", args=[link.pk]),
            reverse("rooms:download", args=[link.pk]),
        ],
    }


def test_another_reps_room_does_not_exist(room, link, theirs):
    item = RoomItem.objects.get(room=room)
    for path in links_of(room, link, item)["gets"]:
        assert theirs.get(path).status_code == 404, path
    for path in links_of(room, link, item)["posts"]:
        assert theirs.post(path, {"days": 5}).status_code == 404, path
    link.refresh_from_db()
    assert link.is_usable


def test_marketing_reads_rooms_and_changes_none(room, link, marketer):
    client = signed_in(marketer)
    page = client.get(reverse("rooms:detail", args=[room.pk]))
    assert page.status_code == 200
    assert "Give a link" not in page.content.decode()
    item = RoomItem.objects.get(room=room)
    refused = client.post(reverse("rooms:remove", args=[room.pk, item.pk]))
    assert refused.status_code in (302, 403)
    assert RoomItem.objects.filter(pk=item.pk).exists()
    assert not RoomLink.objects.exclude(revoked_at=None).exists()


def test_an_outsider_sees_nothing(room, outsider):
    response = signed_in(outsider).get(reverse("rooms:detail", args=[room.pk]))
    assert response.status_code in (302, 403)


def test_the_list_holds_ones_own_rooms_with_links_and_visits(
    mine, theirs, room, link, report, other_rep
):
    make_room(other_rep, title="Not for rep")
    report(beacon({"ms": 9000, "gestures": 2}))
    page = mine.get(reverse("room_list:index")).content.decode()
    assert room.shown_title in page and "Not for rep" not in page
    csv = mine.get(reverse("room_list:index") + "?export=csv")
    rows = b"".join(csv.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert room.shown_title in rows[1] and "{{" not in rows[1]


def test_the_list_asks_the_same_for_many_rooms(mine, rep, django_assert_max_num_queries):
    for _ in range(12):
        make_link(make_room(rep), rep)
    mine.get(reverse("room_list:index"))
    with django_assert_max_num_queries(24):
        mine.get(reverse("room_list:index"))


def test_a_room_is_made_from_a_deck(mine, rep):
    deck = make_deck(rep, case_study_with_slides())
    build_now(deck, user=rep)
    person = ProspectFactory(account=deck.account, owner=rep)
    path = f"{reverse('rooms:new')}?deck={deck.pk}"
    assert deck.title in mine.get(path).content.decode()
    response = mine.post(
        path,
        {"title": "For you", "account": deck.account_id, "prospect": person.pk, "message": "Hi"},
    )
    made = Room.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert RoomItem.objects.get(room=made).deck == deck
    assert made.links.get().prospect == person


def test_the_page_shows_links_items_and_visits(mine, room, link, report, article):
    report(
        beacon(
            {"ms": 9000, "gestures": 2},
            {"what": f"asset:{article.pk}", "ms": 65_000},
            done=[{"id": "done0001", "verb": "downloaded", "what": f"asset:{article.pk}"}],
        )
    )
    page = mine.get(room.get_absolute_url()).content.decode()
    assert link.address in page
    assert "1 min 5 s" in page
    assert "Reading now" in page
    assert article.title in page


def test_visits_are_sent_again_only_when_there_is_news(mine, room, link, report):
    path = reverse("rooms:visits", args=[room.pk])
    first = mine.get(path)
    stamp = first.context["stamp"]
    assert mine.get(f"{path}?seen={stamp}").status_code == 204
    report(beacon({"ms": 9000}))
    assert mine.get(f"{path}?seen={stamp}").status_code == 200


def test_a_question_is_news_by_itself(mine, room, link, report, visitor):
    report(beacon({"ms": 9000}))
    path = reverse("rooms:visits", args=[room.pk])
    stamp = mine.get(path).context["stamp"]
    visitor.post(f"{link.path}ask/", {"question": "Does the pilot count the doors?"})
    again = mine.get(f"{path}?seen={stamp}")
    assert again.status_code == 200
    assert "Does the pilot count the doors?" in again.content.decode()


def test_a_colleague_is_added_in_one_go(mine, room):
    path = reverse("rooms:colleague", args=[room.pk])
    mine.post(path, {"first_name": "Henrik", "email": "henrik@almera.example"})
    assert RoomLink.objects.get(room=room).prospect.first_name == "Henrik"
    page = mine.post(path, {"first_name": "No", "email": "nothing"}, follow=True)
    assert "valid email" in page.content.decode()
    assert Prospect.objects.count() == 1


def test_the_letter_can_be_changed_before_it_goes(mine, link):
    path = reverse("rooms:letter", args=[link.pk])
    form = mine.get(path).context["form"]
    text = form.initial["text"].replace("Kind regards", "See you on Tuesday")
    mine.post(path, {"subject": "Hello", "text": text})
    assert "See you on Tuesday" in OutgoingMail.objects.get().text
    refused = mine.post(path, {"subject": "Hello", "text": "no link"})
    assert "missing" in refused.content.decode()


def test_items_are_added_removed_and_put_back(mine, room, by_link):
    mine.post(reverse("rooms:add", args=[room.pk]), {"asset": by_link.pk})
    item = RoomItem.objects.get(room=room, asset=by_link.pk)
    mine.post(reverse("rooms:remove", args=[room.pk, item.pk]))
    assert not RoomItem.objects.filter(asset=by_link.pk).exists()
    mine.post(reverse("rooms:restore", args=[room.pk]))
    assert RoomItem.objects.filter(room=room, asset=by_link.pk).exists()


def test_a_link_is_closed_opened_and_extended(mine, link):
    mine.post(reverse("rooms:revoke", args=[link.pk]))
    link.refresh_from_db()
    assert not link.is_usable
    mine.post(reverse("rooms:reopen", args=[link.pk]))
    mine.post(reverse("rooms:extend", args=[link.pk]), {"days": 3})
    mine.post(reverse("rooms:download", args=[link.pk]))
    link.refresh_from_db()
    assert link.is_usable and not link.may_download


def test_a_copy_says_what_stayed_behind(mine, rep, room):
    deck = make_deck(rep, case_study_with_slides(), account=room.account)
    build_now(deck, user=rep)
    from pitch_builder.rooms.services import add_deck

    add_deck(room, user=rep, deck=deck)
    account = AccountFactory(owner=rep)
    page = mine.post(
        reverse("rooms:copy", args=[room.pk]),
        {"title": "For others", "account": account.pk},
        follow=True,
    ).content.decode()
    assert "Left behind" in page
    assert RoomItem.objects.filter(room__account=account).count() == 1


def test_a_found_asset_goes_to_a_room_of_ones_own(mine, theirs, room):
    asset = ArticleFactory()
    path = f"{reverse('rooms:choose')}?asset={asset.pk}"
    assert room.shown_title in mine.get(path).content.decode()
    assert theirs.post(path, {"room": room.pk}).status_code == 404
    mine.post(path, {"room": room.pk})
    assert RoomItem.objects.filter(room=room, asset=asset.pk).exists()


def test_merge_fields_are_filled_wherever_a_colleague_reads(mine, rep, article):
    room = make_room(
        rep,
        article,
        title="{{first_name}}, the page for {{account}}",
        message="{{first_name}}, {{rep}} wrote this for {{account}}.",
    )
    make_link(room, rep, first_name="Ada", email="ada@firm.example")
    link = RoomLink.objects.get(room=room)
    rep.first_name, rep.last_name = "Ida", "Berg"
    rep.save()
    pages = [
        reverse("room_list:index"),
        room.get_absolute_url(),
        reverse("rooms:choose") + f"?asset={article.pk}",
    ]
    for path in pages:
        page = mine.get(path).content.decode()
        assert f"The page for {room.account}" in page, path
        assert "{{" not in page, path
    assert f"Ida Berg wrote this for {room.account}." in mine.get(pages[1]).content.decode()
    letter = mine.get(reverse("rooms:letter", args=[link.pk])).content.decode()
    assert f"Ada, the page for {room.account}" in letter
    assert f"Ada, Ida Berg wrote this for {room.account}." in letter
