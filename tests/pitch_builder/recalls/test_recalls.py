"""Taking content back: hidden at once, its reach on one screen, the reps told once."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import reverse

from cms.library.usage import Subject
from cms.operations.models import Notification, OutgoingMail
from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from pitch_builder.builds.services import build_now
from pitch_builder.errors import GateClosed, NotAllowed, PitchError
from pitch_builder.recalls.models import Recall
from pitch_builder.recalls.reach import reach_of
from pitch_builder.recalls.services import recall
from pitch_builder.rooms.contents import contents_of
from pitch_builder.verification.verdicts import verdict_on
from tests.factories.cms import ArticleFactory, FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_link, make_room
from tests.soup import soup

pytestmark = pytest.mark.django_db
WHY = "The customer took its permission back."


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact, title="Harrow saves energy", visibility="by_link")


@pytest.fixture
def deck(rep, asset):
    deck = make_deck(rep, asset)
    build_now(deck, user=rep)
    return deck


@pytest.fixture
def link(rep, deck, asset):
    room = make_room(rep, asset, deck=deck)
    link = make_link(room, rep, email="rosa@almera.test")
    seen = EngagementEvent(
        verb=Verb.READ,
        grade=Grade.HUMAN,
        prospect_id=link.prospect_id,
        account_id=room.account_id,
        subject=asset,
        context=link,
        key="read-1",
        dwell_ms=40_000,
    )
    record([seen])
    return link


def test_its_reach_names_rooms_pdfs_and_readers(marketing_lead, link, deck, asset):
    reach = reach_of(Subject.ASSET, asset.pk, marketing_lead)
    [held] = reach.builds
    assert (held.slides, held.shown) == ((2, 3, 4), True)
    [room] = reach.rooms
    assert (room.open_links, room.as_asset) == (1, True)
    assert [reader.prospect for reader in reach.readers] == [link.prospect]
    assert reach.owners == {deck.owner}


def test_a_fact_s_reach_names_the_slides_that_show_it(marketing_lead, link, fact):
    [held] = reach_of(Subject.FACT, fact.pk, marketing_lead).builds
    assert held.slides == (2, 3)


def test_a_rep_sees_their_own_part_only(other_rep, link, asset):
    reach = reach_of(Subject.ASSET, asset.pk, other_rep)
    assert (reach.builds, reach.rooms, reach.readers) == ((), (), ())


def test_what_is_recalled_is_gone_everywhere_at_once(marketing_lead, rep, link, deck, asset):
    build = deck.builds.get()
    made = recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY)
    assert (made.label, made.recalled_by) == ("Harrow saves energy", marketing_lead)
    contents = contents_of(link.room)
    assert contents.assets == ()
    assert contents.decks[0].withdrawn == {2, 3, 4}
    assert verdict_on(build.code).state == "withdrawn"
    with pytest.raises(GateClosed):
        build_now(deck, user=rep)


def test_a_recalled_fact_withdraws_the_slides_that_show_it(marketing_lead, rep, link, deck, fact):
    recall(Subject.FACT, fact.pk, user=marketing_lead, why=WHY)
    assert contents_of(link.room).decks[0].withdrawn == {2, 3}
    with pytest.raises(GateClosed):
        build_now(deck, user=rep)


def test_the_rep_is_told_once_of_all_that_is_theirs(marketing_lead, rep, link, asset):
    recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY)
    [told] = Notification.objects.filter(user=rep, kind="recalls.recalled")
    assert WHY in told.text
    assert "1 deck, 1 room, 1 prospect who saw it" in told.text
    assert OutgoingMail.objects.filter(kind="recalls.recalled", to=rep.email).count() == 1


def test_a_replacement_takes_its_place_in_rooms(marketing_lead, link, asset):
    other = ArticleFactory(title="The new case", visibility="public")
    recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY, replacement=other.asset_ptr)
    assert [sent.asset.title for sent in contents_of(link.room).assets] == ["The new case"]
    assert "The new case" in Recall.objects.get().message


def test_a_replacement_that_stands_there_already_is_not_doubled(marketing_lead, rep, link, asset):
    from pitch_builder.rooms.services import add_asset

    other = ArticleFactory(title="The new case", visibility="public").asset_ptr
    add_asset(link.room, user=rep, asset=other)
    recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY, replacement=other)
    assert [sent.asset.title for sent in contents_of(link.room).assets] == ["The new case"]


def test_only_a_lead_of_marketing_may(marketer, rep, sales_lead, asset):
    for user in (marketer, rep, sales_lead):
        with pytest.raises(NotAllowed):
            recall(Subject.ASSET, asset.pk, user=user, why=WHY)
    asset.refresh_from_db()
    assert asset.live


def test_it_wants_a_reason_and_a_replacement_that_may_be_shown(marketing_lead, asset):
    internal = ArticleFactory(visibility="internal").asset_ptr
    with pytest.raises(PitchError, match="Say why"):
        recall(Subject.ASSET, asset.pk, user=marketing_lead, why=" ")
    with pytest.raises(PitchError, match="may not be shown"):
        recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY, replacement=internal)
    with pytest.raises(PitchError, match="another asset"):
        recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY, replacement=asset.asset_ptr)
    with pytest.raises(PitchError, match="gone"):
        recall(Subject.ASSET, 999_999, user=marketing_lead, why=WHY)
    asset.refresh_from_db()
    assert asset.live


# --- screens ------------------------------------------------------------------------------------
def test_the_way_leads_from_used_in_over_the_form_to_the_letters(
    client, marketing_lead, rep, link, asset
):
    client.force_login(marketing_lead)
    page = soup(client.get(reverse("usage", args=["asset", asset.pk])))
    url = page.select_one(".us__actions a")["href"]
    page = soup(client.get(url))
    assert [dd.text for dd in page.select(".rc__sum dd")] == ["1", "1", "1", "1"]
    response = client.post(url, {"why": WHY, "message": "Hello {{first_name}}, it is gone."})
    page = soup(client.get(response["Location"]))
    assert WHY in page.text
    client.force_login(rep)
    page = soup(client.get(response["Location"]))
    letter = unquote(page.select_one(".rc__list a.button")["href"])
    assert letter.startswith("mailto:rosa@almera.test?")
    assert letter.endswith("body=Hello Rosa, it is gone.")


def test_a_fact_has_no_replacement_field(client, marketing_lead, link, fact):
    client.force_login(marketing_lead)
    page = soup(client.get(reverse("recalls:new", args=["fact", fact.pk])))
    assert not page.select_one("[name=replacement]")


def test_who_may_not_recall_finds_no_way(client, rep, asset):
    client.force_login(rep)
    page = soup(client.get(reverse("usage", args=["asset", asset.pk])))
    assert not page.select(".us__actions")
    assert client.get(reverse("recalls:new", args=["asset", asset.pk])).status_code in (302, 403)


def test_recalls_are_listed(client, marketing_lead, rep, link, asset):
    recall(Subject.ASSET, asset.pk, user=marketing_lead, why=WHY)
    client.force_login(rep)
    page = soup(client.get(reverse("recall_list:index")))
    [row] = page.select("main table.listing tbody tr")
    assert "Harrow saves energy" in row.text
    assert row.a["href"] == Recall.objects.get().get_absolute_url()


def test_the_reach_costs_the_same_for_many(
    marketing_lead, rep, link, asset, django_assert_max_num_queries
):
    for _n in range(3):
        build_now(make_deck(rep, asset), user=rep)
    with django_assert_max_num_queries(12):
        reach_of(Subject.ASSET, asset.pk, marketing_lead)
