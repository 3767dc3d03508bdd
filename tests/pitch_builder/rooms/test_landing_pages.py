"""A landing page in a room: its form asks only for what is not known, and changes nobody."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from cms.operations.models import Notification
from personas.engagement.enums import Grade, Verb
from personas.engagement.models import Engagement
from personas.prospects.models import ProposedChange, Prospect
from pitch_builder.rooms import passcodes, services
from pitch_builder.rooms.access import preview_path
from tests.factories.cms import ArticleFactory, LandingPageFactory, block
from tests.factories.personas import PersonaFactory
from tests.factories.rooms import SCANNER, make_link, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def landing(db):
    return LandingPageFactory(
        title="Walk through one site",
        visibility="by_link",
        asks_phone=True,
        personas=[PersonaFactory(slug="operations-director")],
        questions=json.dumps(
            [block("question", {"name": "what", "label": "What do you measure?"})]
        ),
    )


@pytest.fixture
def room(rep, landing):
    return make_room(rep, landing)


@pytest.fixture
def link(room, rep):
    return make_link(room, rep, email="rosa@almera.test", phone="")


@pytest.fixture
def form_of(visitor, link, landing):
    def read(path="", client=None):
        page = (client or visitor).get(f"{path or link.path}a/{landing.pk}/")
        return BeautifulSoup(page.content, "html.parser").select_one("#form form")

    return read


@pytest.fixture
def send(visitor, link, landing, form_of):
    """Open the page in the room, wait, and send the form; gives the answer."""

    def go(path="", client=None, wait=10, **typed):
        with freeze_time(timezone.now()) as clock:
            form = form_of(path, client)
            token = form.select_one("input[name=token]")["value"]
            clock.tick(wait)
            data = {"token": token, "consent": "on", **typed}
            return (client or visitor).post(form["action"].removesuffix("#form"), data)

    return go


def names(form) -> set[str]:
    return {field["name"] for field in form.select("[name]")}


def test_it_asks_only_for_what_is_not_known(form_of, link, landing):
    form = form_of()
    assert form["action"] == f"{link.path}a/{landing.pk}/send/#form"
    assert names(form) == {"token", "website", "phone", "q-what", "consent"}
    assert "We know from your link who you are" in form.text
    for private in ("Rosa", "Lind", "rosa@almera.test", "CFO"):
        assert private not in form.text and f'"{private}' not in str(form)


def test_what_is_missing_is_asked(form_of, link):
    Prospect.objects.filter(pk=link.prospect_id).update(title="", last_name="")
    assert {"title", "last_name"} < names(form_of())


def test_no_cookie_is_set(visitor, form_of):
    form_of()
    assert not visitor.cookies


def test_what_was_sent_is_an_engagement_in_the_links_context(send, link, landing, visitor):
    response = send(**{"q-what": "Gas & power"})
    assert response.status_code == 302
    thanks = visitor.get(response["Location"])
    assert response["Location"].startswith(link.path)
    assert "Somebody answers within two working days." in thanks.content.decode()
    event = Engagement.objects.get(verb=Verb.SUBMITTED)
    assert (event.context_id, event.grade) == (link.pk, Grade.HUMAN)
    assert Engagement.objects.within(link).about(landing).get() == event
    assert (event.prospect_id, event.account_id) == (link.prospect_id, link.room.account_id)
    assert event.data == {"answers": {"What do you measure?": "Gas & power"}}
    told = Notification.objects.get(kind="rooms.form")
    assert told.user == link.room.owner and "Walk through one site" in told.text


def test_nothing_of_the_person_is_changed(send, link):
    before = model_to_dict(link.prospect)
    send(phone="+44 1632 960 001")
    link.prospect.refresh_from_db()
    assert model_to_dict(link.prospect) == before
    waiting = {change.field: change.value for change in ProposedChange.objects.all()}
    assert waiting == {"phone": "+44 1632 960 001", "consent": "given"}
    assert Prospect.objects.count() == 1


def test_fields_that_were_not_asked_are_not_taken(send, link):
    send(
        email="other@almera.test",
        first_name="Mallory",
        title="Owner",
        company="Elsewhere",
        owner="1",
        stage="decide",
        persona="x",
    )
    assert {change.field for change in ProposedChange.objects.all()} == {"consent"}
    assert Prospect.objects.get().first_name == "Rosa"


def test_sent_twice_it_counts_once(send, visitor, link, landing, form_of):
    with freeze_time(timezone.now()) as clock:
        token = form_of().select_one("input[name=token]")["value"]
        clock.tick(10)
        for _ in range(2):
            data = {"token": token, "consent": "on", "phone": "+44 1632 960 001"}
            visitor.post(f"{link.path}a/{landing.pk}/send/", data)
    assert Engagement.objects.filter(verb=Verb.SUBMITTED).count() == 1
    assert Notification.objects.filter(kind="rooms.form").count() == 1
    assert ProposedChange.objects.count() == 2


def test_without_consent_it_is_shown_again_with_what_was_typed(send, link):
    response = send(consent="", phone="+44 1632 960 001")
    form = BeautifulSoup(response.content, "html.parser").select_one("#form form")
    assert response.status_code == 422
    assert "Please tick the box" in form.text
    assert form.select_one("[name=phone]")["value"] == "+44 1632 960 001"
    assert not ProposedChange.objects.exists() and not Engagement.objects.exists()


def test_a_program_is_thanked_and_nothing_is_kept(send):
    assert send(website="https://spam.example").status_code == 302
    assert not ProposedChange.objects.exists() and not Engagement.objects.exists()


def test_a_scanners_form_does_not_count(send, link):
    client = Client(HTTP_USER_AGENT=SCANNER)
    send(client=client)
    assert Engagement.objects.get(verb=Verb.SUBMITTED).grade == Grade.SCANNER


def test_with_recording_off_it_still_arrives(send, visitor, link):
    visitor.post(f"{link.path}recorded/stop/")
    send(phone="+44 1632 960 001")
    assert not Engagement.objects.exists()
    assert ProposedChange.objects.filter(field="phone").exists()
    assert Notification.objects.filter(kind="rooms.form").exists()


def test_a_preview_shows_the_form_and_takes_nothing(send, rep, link):
    client = Client()
    client.force_login(rep)
    path = preview_path(link.room, user=rep, link=link)
    response = send(path, client, phone="+44 1632 960 001")
    assert response.status_code == 422
    assert "In a preview nothing is sent." in response.content.decode()
    assert not ProposedChange.objects.exists() and not Engagement.objects.exists()
    assert not Notification.objects.filter(kind="rooms.form").exists()


def test_a_colleague_who_is_signed_in_leaves_nothing(send, marketer, link):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0")
    client.force_login(marketer)
    assert send(client=client).status_code == 302
    assert not ProposedChange.objects.exists() and not Engagement.objects.exists()


def test_it_is_slowed_down(send, visitor, link, landing):
    for number in range(8):
        assert send(phone=f"+44 1632 960 00{number}").status_code == 302
    late = send(phone="+44 1632 960 009")
    assert late.status_code == 422 and "in the last hour" in late.content.decode()


def test_only_what_the_room_opens_and_has_a_form_takes_one(visitor, rep, link, landing):
    article = ArticleFactory(visibility="public")
    assert visitor.post(f"{link.path}a/{article.pk}/send/").status_code == 404
    assert visitor.get(f"{link.path}a/{article.pk}/thanks/").status_code == 404
    other = make_link(make_room(rep), rep)
    assert visitor.post(f"{other.path}a/{landing.pk}/send/").status_code == 404
    services.remove_item(link.room, user=rep, item_id=link.room.items.get().pk)
    assert visitor.post(f"{link.path}a/{landing.pk}/send/").status_code == 404


def test_behind_a_passcode_it_takes_nothing(visitor, link, rep, landing):
    passcodes.set_passcode(link, user=rep, passcode="loodskade")
    assert visitor.post(f"{link.path}a/{landing.pk}/send/", {"consent": "on"}).status_code == 403
    assert not ProposedChange.objects.exists()
