"""Wagtail knows which decks and rooms use an asset; deleting one never fails."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.assets.models import Asset
from cms.facts.models import Fact
from pitch_builder.builds.services import build_now
from pitch_builder.decks.models import DeckSlide
from pitch_builder.rooms.models import RoomItem
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]


@pytest.fixture
def asset():
    return case_study_with_slides(title="What Harrow saved")


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset, title="The Harrow deck")


@pytest.fixture
def admin(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("ada", "a@tandem.test", "pass"))
    return client


def users_of(asset):
    groups = ReferenceIndex.get_grouped_references_to(Asset.objects.get(pk=asset.pk))
    return {str(source) for source, _references in groups}


def test_decks_and_rooms_are_uses_of_an_asset(rep, asset, deck):
    room = make_room(rep, asset, title="Harrow's room")
    assert {deck.title, room.title} <= users_of(asset)


def test_what_was_taken_out_is_a_use_no_more(rep, asset):
    from pitch_builder.rooms.services import remove_item

    room = make_room(rep, asset, title="Harrow's room")
    remove_item(room, user=rep, item_id=RoomItem.objects.get(room=room).pk)
    assert room.title not in users_of(asset)


def test_the_usage_page_names_deck_and_room(admin, rep, asset, deck):
    make_room(rep, asset, title="Harrow's room")
    page = admin.get(reverse("wagtailadmin_pages:usage", args=[asset.pk])).content.decode()
    assert "The Harrow deck" in page
    assert "Harrow&#x27;s room" in page


def test_the_question_before_deleting_names_decks_and_rooms(marketing_lead, rep, asset, deck):
    make_room(rep, asset, title="Harrow's room")
    client = Client()
    client.force_login(marketing_lead)
    page = client.get(reverse("wagtailadmin_pages:delete", args=[asset.pk])).content.decode()
    assert "The Harrow deck" in page
    assert "Harrow&#x27;s room" in page
    assert "Private" not in page


def test_the_question_before_deleting_a_fact_names_its_assets(marketing_lead, asset):
    fact = Fact.objects.get()
    client = Client()
    client.force_login(marketing_lead)
    address = reverse("wagtailsnippets_cms_fact:delete", args=[fact.pk])
    assert "What Harrow saved" in client.get(address).content.decode()


def test_deleting_a_used_asset_names_its_decks_and_rooms_and_never_fails(
    admin, rep, asset, deck, visitor
):
    build_now(deck, user=rep)
    room = make_room(rep, asset, deck=deck, title="Harrow's room")
    link = make_link(room, rep)
    path = reverse("wagtailadmin_pages:delete", args=[asset.pk])
    page = admin.get(path).content.decode()
    assert reverse("wagtailadmin_pages:usage", args=[asset.pk]) in page
    response = admin.post(path, follow=True)
    assert response.status_code == 200
    assert not Asset.objects.filter(pk=asset.pk).exists()
    assert DeckSlide.objects.filter(deck=deck, asset=None).count() == 3
    home = visitor.get(link.path)
    assert home.status_code == 200
    assert "What Harrow saved" not in home.content.decode()
    client = Client()
    client.force_login(rep)
    shown = client.get(room.get_absolute_url()).content.decode()
    assert "What Harrow saved" in shown and "It was deleted." in shown
