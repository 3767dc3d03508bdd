"""Approval of builds where the deck's template asks for it; what rooms show meanwhile."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cms.operations.models import Job, Notification
from cms.operations.tasks import run_job
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now, released_build
from pitch_builder.decks.services import change_details
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from pitch_builder.rooms.contents import contents_of
from pitch_builder.teamwork.approving import approve, send_back
from pitch_builder.teamwork.models import ApprovalState, DeckApproval
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template
from tests.factories.rooms import make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    return FactFactory(value=Decimal(68))


@pytest.fixture
def template():
    template = make_template("Why")
    template.needs_approval = True
    template.save()
    return template


@pytest.fixture
def deck(rep, fact, template):
    return make_deck(rep, case_study_with_slides(fact, visibility="by_link"), template=template)


def asked(build) -> DeckApproval:
    return DeckApproval.objects.get(build=build)


def test_leads_of_both_teams_are_asked_and_rooms_wait(deck, rep, sales_lead, marketing_lead):
    build = build_now(deck, user=rep)
    assert released_build(deck) is None
    with pytest.raises(PitchError, match="waits for approval"):
        make_room(rep, deck=deck)
    asked_of = Notification.objects.filter(kind="decks.approval")
    assert {note.user for note in asked_of} == {sales_lead, marketing_lead}
    approve(asked(build), user=marketing_lead, note="Good.")
    assert released_build(deck) == build
    room = make_room(rep, deck=deck)
    assert [shown.build for shown in contents_of(room).decks] == [build]
    told = Notification.objects.get(kind="decks.approval-decided")
    assert told.user == rep


def test_who_asked_does_not_approve_and_a_rep_never_does(deck, other_rep, sales_lead):
    build = build_now(deck, user=sales_lead)
    for user in (sales_lead, other_rep):
        with pytest.raises(NotAllowed):
            approve(asked(build), user=user)
    assert released_build(deck) is None


def test_a_deck_comes_back_with_a_word(deck, rep, sales_lead):
    build = build_now(deck, user=rep)
    with pytest.raises(PitchError):
        send_back(asked(build), user=sales_lead, note=" ")
    send_back(asked(build), user=sales_lead, note="Slide 3 speaks of another trade.")
    assert asked(build).state == ApprovalState.DECLINED
    assert "another trade" in Notification.objects.get(user=rep).text
    with pytest.raises(Conflict):
        approve(asked(build), user=sales_lead)
    assert released_build(deck) is None


def test_the_last_approved_one_stays_until_the_next_is(deck, rep, sales_lead):
    first = build_now(deck, user=rep)
    approve(asked(first), user=sales_lead)
    change_details(deck, user=rep, title="Another title")
    deck.deck_slides.first().delete()
    second = build_now(deck, user=rep)
    assert released_build(deck) == first
    third = build_now(deck, user=rep)
    assert asked(second).state == ApprovalState.OVERTAKEN
    with pytest.raises(Conflict):
        approve(asked(second), user=sales_lead)
    approve(asked(third), user=sales_lead)
    assert released_build(deck) == third


def test_a_new_value_of_a_figure_needs_no_second_word(
    deck, rep, sales_lead, fact, django_capture_on_commit_callbacks
):
    first = build_now(deck, user=rep)
    approve(asked(first), user=sales_lead)
    with django_capture_on_commit_callbacks(execute=True):
        fact.value = Decimal(71)
        fact.save_revision().publish()
    for kind in ("builds.react", "decks.build"):
        for job in Job.objects.filter(kind=kind, state="queued"):
            run_job.call(job.pk)
    newest = Build.objects.built().order_by("-number").first()
    assert newest.number == 2
    assert released_build(deck) == newest
    assert not DeckApproval.objects.filter(build=newest).exists()


def test_without_a_template_that_asks_nothing_waits(rep, fact):
    deck = make_deck(rep, case_study_with_slides(fact))
    build = build_now(deck, user=rep)
    assert released_build(deck) == build
    assert not DeckApproval.objects.exists()
