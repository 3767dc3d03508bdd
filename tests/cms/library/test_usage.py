"""What is said before something is deleted, unpublished or published: whom it reaches."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.facts.models import Fact
from cms.library.usage import Subject, reach_of, uses_of_many
from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from pitch_builder.builds.services import build_now
from tests.factories.cms import ArticleFactory
from tests.factories.personas import ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide
from tests.factories.rooms import make_link, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]


@pytest.fixture
def asset():
    return case_study_with_slides(title="Harrow")


@pytest.fixture
def shown(asset, rep):
    """The asset on a built deck in a room with an open link, in a template and on a page."""
    deck = make_deck(rep, asset, title="The Harrow deck")
    build_now(deck, user=rep)
    make_link(make_room(rep, deck=deck, title="Rosa's room"), rep)
    start_slide(make_template("Why", name="First meeting"), "Why", asset)
    link = f'<p><a linktype="page" id="{asset.pk}">see</a></p>'
    ArticleFactory(title="Linking article", body=[("paragraph", link)])
    return deck


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def bulk(action, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def words(response) -> str:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main").text


ALL = ("The Harrow deck", "Rosa's room", "First meeting", "Linking article")


def test_the_single_question_before_deleting_names_every_place(marketing_lead, asset, shown):
    page = words(
        browser(marketing_lead).get(reverse("wagtailadmin_pages:delete", args=[asset.pk]))
    )
    assert [name for name in ALL if name not in page] == []


def test_the_question_about_many_names_every_place(marketing_lead, asset, shown):
    other = case_study_with_slides(Fact.objects.get(), title="Unused")
    page = words(browser(marketing_lead).get(bulk("delete", asset, other)))
    assert [name for name in ALL if name not in page] == []
    assert page.count("The Harrow deck") == 1


def test_unpublishing_says_from_where_it_is_withdrawn(marketing_lead, asset, shown):
    client = browser(marketing_lead)
    for address in (
        reverse("wagtailadmin_pages:unpublish", args=[asset.pk]),
        bulk("unpublish", asset),
    ):
        page = words(client.get(address))
        assert "Unpublishing takes it from them" in page
        assert page.count("The Harrow deck") == 1
        assert "Rosa's room" in page


def test_what_nobody_sees_is_withdrawn_from_nowhere(marketing_lead, asset, rep):
    make_deck(rep, asset, title="Not built")
    page = words(
        browser(marketing_lead).get(reverse("wagtailadmin_pages:unpublish", args=[asset.pk]))
    )
    assert "Unpublishing takes it from them" not in page


def test_unpublishing_a_fact_says_so_too(marketing_lead, shown):
    fact = Fact.objects.get()
    address = reverse("wagtailsnippets_cms_fact:unpublish", args=[fact.pk])
    page = words(browser(marketing_lead).get(address))
    assert "The Harrow deck" in page
    assert "Unpublishing takes it from them" in page
    assert "Harrow" in page


@pytest.mark.parametrize("subject", list(Subject))
def test_many_are_asked_about_at_the_price_of_one(
    subject, marketer, rep, asset, shown, django_assert_num_queries
):
    fact = Fact.objects.get()
    assets = [asset, *(case_study_with_slides(fact, title=f"Case {n}") for n in range(4))]
    for one in assets[1:]:
        deck = make_deck(rep, one, title=one.title)
        build_now(deck, user=rep)
        make_room(rep, deck=deck, title=f"Room {one.title}")
    pks = [one.pk for one in assets] if subject is Subject.ASSET else [fact.pk]
    uses_of_many(subject, pks, marketer)  # content types and groups are known from here on
    with django_assert_num_queries(12 if subject is Subject.ASSET else 10):
        found = uses_of_many(subject, pks, marketer)
    assert all(found[pk] for pk in pks)


def see(asset, prospect, *, verb=Verb.SLIDE_SEEN, part="", grade=Grade.HUMAN, days=0):
    record(
        [
            EngagementEvent(
                verb,
                key=f"{verb}-{prospect.pk}-{part}-{days}",
                subject=asset,
                subject_part=part,
                label=asset.title,
                grade=grade,
                prospect_id=prospect.pk,
                occurred_at=timezone.now() - timezone.timedelta(days=days),
            )
        ]
    )


def readers(subject, pk, user):
    groups = {group.name: group for group in reach_of(subject, pk, user)}
    return [use.title for use in groups["readers"].uses] if "readers" in groups else []


def test_who_saw_an_asset_stands_in_its_reach_the_last_first(asset, rep, other_rep, marketer):
    mine = ProspectFactory(owner=rep, first_name="Rosa", last_name="Lind")
    others = ProspectFactory(owner=other_rep, first_name="Ole", last_name="Berg")
    robot = ProspectFactory(owner=rep, first_name="Mail", last_name="Scanner")
    see(asset, mine, verb=Verb.READ, days=2)
    see(asset, others, part=asset.slides[0].id, days=1)
    see(asset, robot, verb=Verb.READ, grade=Grade.SCANNER)
    assert readers(Subject.ASSET, asset.pk, marketer) == ["Ole Berg", "Rosa Lind"]
    assert readers(Subject.ASSET, asset.pk, rep) == ["Rosa Lind"]


def test_a_fact_was_seen_with_the_slide_that_shows_it(asset, rep, marketer):
    fact = Fact.objects.get()
    saw_it = ProspectFactory(first_name="Rosa", last_name="Lind")
    saw_the_quote = ProspectFactory(first_name="Ole", last_name="Berg")
    see(asset, saw_it, part=asset.slides[0].id)
    see(asset, saw_the_quote, part=asset.slides[2].id)
    assert readers(Subject.FACT, fact.pk, marketer) == ["Rosa Lind"]


def test_the_reach_of_a_change_is_asked_for_in_few_queries(
    asset, shown, marketer, django_assert_num_queries
):
    for _ in range(5):
        see(asset, ProspectFactory(), part=asset.slides[0].id)
    reach_of(Subject.FACT, Fact.objects.get().pk, marketer)
    for subject, pk, count in (
        (Subject.ASSET, asset.pk, 15),
        (Subject.FACT, Fact.objects.get().pk, 13),
    ):
        with django_assert_num_queries(count):
            reach_of(subject, pk, marketer)


def test_the_editor_says_what_a_change_reaches(marketing_lead, asset, shown):
    see(asset, ProspectFactory(), part=asset.slides[0].id)
    client = browser(marketing_lead)
    for subject, pk, edit in (
        ("asset", asset.pk, "wagtailadmin_pages:edit"),
        ("fact", Fact.objects.get().pk, "wagtailsnippets_cms_fact:edit"),
    ):
        address = f"{reverse('usage', args=[subject, pk])}?brief=1"
        editor = BeautifulSoup(client.get(reverse(edit, args=[pk])).content, "html.parser")
        assert editor.select_one(f'[hx-get="{address}"]')
        line = client.get(address).content.decode()
        assert "1 deck" in line
        assert "1 room, 1 open link" in line
        assert "1 prospect has seen it" in line
    assert (
        "reaches"
        not in client.get(
            reverse("usage", args=["asset", ArticleFactory().pk]), {"brief": "1"}
        ).content.decode()
    )
