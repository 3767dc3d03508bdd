"""What changed since the PDF, side by side, and what the rep agrees to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.assets.services import publish_asset
from pitch_builder.builds.models import Build
from pitch_builder.builds.reading import lines_of
from pitch_builder.builds.services import build_now
from pitch_builder.decks.comparing import changes_of, take
from pitch_builder.errors import NotAllowed
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.soup import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact)


@pytest.fixture
def deck(rep, asset):
    deck = make_deck(rep, asset)
    build_now(deck, user=rep)
    return deck


def publish_value(fact, value):
    fact.value = value
    fact.save_revision().publish()


def publish_name(asset, name):
    asset.slides[2].value["name"] = name
    asset.save_revision()
    publish_asset(asset)


def said(pieces):
    return "".join(piece.text for piece in pieces)


def test_a_new_value_stands_beside_the_printed_one(deck, fact):
    publish_value(fact, 71)
    changes = changes_of(deck)
    assert [slide.number for slide in changes.slides] == [2, 3]
    first = changes.slides[0]
    [row] = [row for row in first.rows if not row.same]
    assert said(row.left).replace("\xa0", " ") == "It saves 68 % a year."
    assert said(row.right).replace("\xa0", " ") == "It saves 71 % a year."
    assert "68" in first.before
    assert "71" in first.after


def test_a_changed_word_is_marked(deck, asset):
    publish_name(asset, "Marit Haugen")
    [slide] = changes_of(deck).slides
    [row] = [row for row in slide.rows if not row.same]
    assert [piece.text for piece in row.right if piece.differs] == ["Haugen"]


def test_nothing_changed_and_never_built(deck, rep, asset):
    assert changes_of(deck).slides == ()
    assert changes_of(make_deck(rep, asset)) is None


def test_what_was_taken_is_taken_until_it_changes_again(deck, rep, asset, fact):
    publish_name(asset, "Marit Haugen")
    publish_value(fact, 71)
    assert changes_of(deck).open == 3
    quote = changes_of(deck).slides[2]
    assert take(deck, user=rep, slide_ids={quote.slide_id}) == 1
    assert [slide.taken for slide in changes_of(deck).slides] == [False, False, True]
    publish_name(asset, "Marit Berg")
    assert changes_of(deck).open == 3
    assert take(deck, user=rep) == 3
    assert changes_of(deck).open == 0


def test_only_what_changed_and_is_open_is_taken_and_counted(deck, rep, asset):
    assert take(deck, user=rep) == 0
    publish_name(asset, "Marit Haugen")
    assert take(deck, user=rep) == 1
    assert take(deck, user=rep) == 0
    assert take(make_deck(rep, asset), user=rep) == 0  # it has no PDF


def test_what_is_withdrawn_is_named_and_cannot_be_taken(deck, rep, fact):
    fact.valid_until = timezone.localdate() - timedelta(days=1)
    fact.save_revision().publish()
    changes = changes_of(deck)
    assert (changes.withdrawn, changes.open) == (2, 0)
    assert changes.slides[0].after == ""
    take(deck, user=rep)
    assert not any(slide.taken for slide in changes_of(deck).slides)


def test_a_colleague_may_not_take(deck, other_rep):
    with pytest.raises(NotAllowed):
        take(deck, user=other_rep)


def test_a_slide_s_words_are_read_line_by_line():
    section = (
        "<section><h2>A ti\u00adtle</h2><ul><li><h3>One</h3><p>It is <b>so</b> .</p></li></ul>"
        '<img alt="A depot"><table><tr><td>7</td></tr></table><div class="footer"><p>3</p></div>'
        "</section>"
    )
    assert lines_of(section) == ["A title", "One", "It is so.", "A depot", "7"]


def test_the_screen_shows_both_and_takes(client, rep, deck, asset):
    publish_name(asset, "Marit Haugen")
    client.force_login(rep)
    page = soup(client.get(reverse("decks:changes", args=[deck.pk])))
    assert len(page.select("t-slide")) == 2
    assert page.select_one(".ch__words ins").text == "Haugen"
    [slide] = changes_of(deck).slides
    url = reverse("decks:take_changes", args=[deck.pk])
    client.post(url, {"slide": "none"})
    assert changes_of(deck).open == 1
    page = soup(client.post(url, {"slide": slide.slide_id}, follow=True))
    assert "Taken" in page.select_one(".ch__head").text
    response = client.post(url, {"build": "1"})
    assert response["Location"] == deck.get_absolute_url()
    assert Build.objects.filter(deck=deck, state="waiting").count() == 1


def test_others_see_it_and_cannot_take(client, marketer, other_rep, deck, asset):
    publish_name(asset, "Marit Haugen")
    client.force_login(marketer)
    page = soup(client.get(reverse("decks:changes", args=[deck.pk])))
    assert not page.select(".ch__do")
    assert client.post(reverse("decks:take_changes", args=[deck.pk])).status_code in (302, 403)
    client.force_login(other_rep)
    assert client.get(reverse("decks:changes", args=[deck.pk])).status_code == 404


def test_the_screen_costs_the_same_for_many_slides(
    client, rep, deck, asset, fact, django_assert_max_num_queries
):
    publish_value(fact, 71)
    client.force_login(rep)
    client.get(reverse("decks:changes", args=[deck.pk]))
    with django_assert_max_num_queries(32):
        client.get(reverse("decks:changes", args=[deck.pk]))
