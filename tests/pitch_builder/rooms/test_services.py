"""Rooms and links: who may do what, and what may go into a room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.assets.services import unpublish_asset
from cms.operations.models import OutgoingMail
from personas.prospects.models import Prospect
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.rooms import links, services
from pitch_builder.rooms.models import Room, RoomItem, RoomLink
from tests.factories.cms import ArticleFactory, ComparisonFactory
from tests.factories.personas import AccountFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room

pytestmark = pytest.mark.django_db


def titles(room):
    return [item.title for item in RoomItem.objects.filter(room=room).order_by("sort_order")]


def test_only_sales_makes_rooms(marketer):
    with pytest.raises(NotAllowed):
        make_room(marketer, account=AccountFactory())


def test_a_room_takes_persona_stage_and_a_link_from_its_prospect(rep):
    prospect = ProspectFactory()
    room = make_room(rep, account=prospect.account, prospect=prospect)
    assert (room.persona, room.stage) == (prospect.persona, prospect.stage)
    assert room.links.get().prospect == prospect


def test_an_internal_asset_is_refused(rep):
    room = make_room(rep)
    with pytest.raises(PitchError, match="may not be sent"):
        services.add_asset(room, user=rep, asset=ComparisonFactory().asset_ptr)


def test_an_asset_that_is_not_current_is_refused(rep):
    asset = ArticleFactory()
    unpublish_asset(asset, user=None)
    with pytest.raises(PitchError, match="may not be sent"):
        services.add_asset(make_room(rep), user=rep, asset=asset.asset_ptr)


def test_nothing_stands_in_a_room_twice(rep, article):
    room = make_room(rep, article)
    with pytest.raises(PitchError, match="already"):
        services.add_asset(room, user=rep, asset=article.asset_ptr)


def test_a_deck_without_a_pdf_is_refused(rep):
    deck = make_deck(rep, case_study_with_slides())
    with pytest.raises(PitchError, match="no PDF"):
        make_room(rep, deck=deck)
    assert not Room.objects.exists()


def test_a_deck_of_another_account_is_refused(rep, room):
    deck = make_deck(rep, case_study_with_slides())
    with pytest.raises(PitchError, match="was made for"):
        services.add_deck(room, user=rep, deck=deck)


def test_items_are_moved_removed_and_put_back_in_their_place(rep, article):
    second, third = ArticleFactory(title="Second"), ArticleFactory(title="Third")
    room = make_room(rep, article, second, third)
    items = list(RoomItem.objects.filter(room=room).order_by("sort_order"))
    services.move_item(room, user=rep, item_id=items[2].pk, by=-1)
    assert titles(room) == [article.title, "Third", "Second"]
    services.move_item(room, user=rep, item_id=items[0].pk, by=-1)
    assert titles(room)[0] == article.title
    gone = services.remove_item(room, user=rep, item_id=items[2].pk)
    assert titles(room) == [article.title, "Second"]
    services.restore_item(room, user=rep, item=gone)
    assert titles(room) == [article.title, "Third", "Second"]


@pytest.mark.parametrize(
    "change",
    [
        lambda room, link, user: services.change_details(room, user=user, title="Mine"),
        lambda room, link, user: services.remove_item(room, user=user, item_id=1),
        lambda room, link, user: links.revoke_link(link, user=user),
        lambda room, link, user: links.extend_link(link, user=user),
        lambda room, link, user: links.create_link(room, user=user, prospect=link.prospect),
        lambda room, link, user: links.mail_link(link, user=user, subject="x", text=link.address),
        lambda room, link, user: links.add_colleague(
            room, user=user, first_name="Eve", email="eve@company.example"
        ),
    ],
)
def test_another_reps_room_is_not_theirs_to_change(change, room, link, other_rep):
    with pytest.raises(NotAllowed):
        change(room, link, other_rep)
    link.refresh_from_db()
    assert link.is_usable


def test_a_sales_lead_may_change_the_teams_rooms(room, link, sales_lead):
    links.revoke_link(link, user=sales_lead)
    assert not link.is_usable


# --- Links ----------------------------------------------------------------------------
def test_a_link_is_open_for_sixty_days_and_each_person_has_one(room, link, rep):
    left = link.expires_at - timezone.now()
    assert timedelta(days=59) < left <= timedelta(days=60)
    assert links.create_link(room, user=rep, prospect=link.prospect) == link


def test_tokens_are_long_and_never_alike(room, rep):
    tokens = {make_link(room, rep).token for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 32


def test_somebody_of_another_account_gets_no_link(room, rep):
    with pytest.raises(PitchError, match="belongs to"):
        links.create_link(room, user=rep, prospect=ProspectFactory())


def test_a_colleague_is_added_by_name_and_address(room, rep):
    made = links.add_colleague(room, user=rep, first_name="Henrik", email="h@almera.example")
    assert (made.prospect.account, made.prospect.owner) == (room.account, rep)
    assert made.is_usable


def test_a_colleague_who_is_known_is_not_made_twice(room, link, rep):
    again = links.add_colleague(room, user=rep, first_name="R", email=link.prospect.email.upper())
    assert again == link
    assert Prospect.objects.count() == 1


def test_a_colleague_whom_another_rep_looks_after_is_not_taken(room, rep, other_rep):
    theirs = ProspectFactory(account=room.account, owner=other_rep)
    with pytest.raises(PitchError, match="looks after"):
        links.add_colleague(room, user=rep, first_name="X", email=theirs.email)


@pytest.mark.parametrize(("name", "email"), [("Eve", "no address"), ("", "e@c.example")])
def test_a_colleague_needs_a_name_and_an_address(room, rep, name, email):
    with pytest.raises(PitchError):
        links.add_colleague(room, user=rep, first_name=name, email=email)
    assert not Prospect.objects.exists()


def test_a_closed_link_can_be_opened_again_and_extended(link, rep):
    links.revoke_link(link, user=rep)
    assert not RoomLink.objects.usable().exists()
    links.reopen_link(link, user=rep)
    links.extend_link(link, user=rep, days=5)
    assert list(RoomLink.objects.expiring_within(6)) == [link]
    with pytest.raises(PitchError):
        links.extend_link(link, user=rep, days=4000)


# --- Mail -----------------------------------------------------------------------------
def test_the_ready_letter_speaks_to_the_person_and_names_the_link(link):
    letter = links.ready_letter(link)
    assert letter.subject == "Rosa, here is what we promised"
    assert f"It is slide 2 that matters for {link.room.account}." in letter.text
    assert link.address in letter.text


def test_a_link_is_mailed_in_the_reps_name(link, rep):
    letter = links.ready_letter(link)
    links.mail_link(link, user=rep, subject=letter.subject, text=letter.text + "\nP.S. Hello")
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.reply_to) == (link.prospect.email, rep.email)
    assert "P.S. Hello" in mail.text
    link.refresh_from_db()
    assert link.mailed_at


def test_no_mail_goes_out_without_the_link_or_against_the_persons_will(link, rep):
    with pytest.raises(PitchError, match="missing"):
        links.mail_link(link, user=rep, subject="Hello", text="No link")
    link.prospect.consent = "withdrawn"
    link.prospect.save()
    with pytest.raises(PitchError, match="asked not to be mailed"):
        links.mail_link(link, user=rep, subject="Hello", text=link.address)
    assert not OutgoingMail.objects.exists()


# --- Copies ---------------------------------------------------------------------------
def test_a_copy_for_another_account_speaks_of_that_account(room, rep, article):
    other = AccountFactory(name="Kessel Foods", owner=rep)
    person = ProspectFactory(account=other, owner=rep, first_name="Ida")
    gone = ArticleFactory(title="Soon withdrawn")
    services.add_asset(room, user=rep, asset=gone.asset_ptr)
    unpublish_asset(gone, user=None)
    copy, left_out = services.duplicate_room(room, user=rep, account=other, prospect=person)
    assert (copy.copied_from, copy.account) == (room, other)
    assert titles(copy) == [article.title]
    assert list(left_out) == ["Soon withdrawn"]
    letter = links.ready_letter(copy.links.get())
    assert letter.subject.startswith("Ida,")
    assert "matters for Kessel Foods" in letter.text


def test_a_room_that_one_may_not_see_cannot_be_copied(room, other_rep):
    with pytest.raises(NotAllowed):
        services.duplicate_room(room, user=other_rep, account=AccountFactory())
