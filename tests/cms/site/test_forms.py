"""A landing page's form: whom it makes, what it never does."""

import json

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time

from personas.engagement.models import Engagement
from personas.prospects.models import ProposedChange, Prospect
from tests.factories.cms import LandingPageFactory, block
from tests.factories.personas import PersonaFactory, ProspectFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "first_name": "Rosa",
    "last_name": "Almeida",
    "email": "rosa@almera.test",
    "company": "Almera Fresh",
    "title": "Operations director",
    "q-what": "Gas & power",
    "consent": "on",
}


@pytest.fixture
def landing():
    return LandingPageFactory(
        title="Walk through one site",
        slug="walk",
        personas=[PersonaFactory(slug="operations-director")],
        questions=json.dumps(
            [block("question", {"name": "what", "label": "What do you measure?"})]
        ),
    )


@pytest.fixture
def send(client, landing):
    """Open the page, wait, send what is typed; gives the answer."""

    def go(wait=10, **typed):
        with freeze_time("2026-11-01 10:00:00") as clock:
            page = BeautifulSoup(client.get("/library/walk/").content, "html.parser")
            token = page.select_one("input[name=token]")["value"]
            clock.tick(wait)
            return client.post(f"/forms/{landing.pk}/", {"token": token, **TYPED, **typed})

    return go


def test_a_form_makes_a_prospect_and_an_engagement(client, send, landing):
    response = send()
    assert response.status_code == 302
    assert response["Location"] == f"/forms/{landing.pk}/sent/"
    prospect = Prospect.objects.get(email="rosa@almera.test")
    assert (prospect.first_name, prospect.title) == ("Rosa", "Operations director")
    assert prospect.account.name == "Almera Fresh"
    assert prospect.consent == "given"
    assert prospect.persona.slug == "operations-director"
    assert "Walk through one site" in prospect.persona_reason
    event = Engagement.objects.get()
    assert (event.verb, event.prospect, event.subject_id) == ("submitted", prospect, landing.pk)
    assert event.data == {"answers": {"What do you measure?": "Gas & power"}}
    thanks = client.get(response["Location"]).content.decode()
    assert "Somebody answers within two working days." in thanks
    assert "Rosa" not in thanks


def test_a_known_prospect_is_never_changed_and_the_answer_is_the_same(client, send):
    known = ProspectFactory(email="rosa@almera.test", first_name="Rosa Maria", title="CEO")
    before = Prospect.objects.filter(pk=known.pk).values().get()
    response = send(email="ROSA@almera.test")
    assert response.status_code == 302
    assert Prospect.objects.filter(pk=known.pk).values().get() == before
    assert set(ProposedChange.objects.values_list("field", flat=True)) >= {"first_name", "title"}
    assert Engagement.objects.get().prospect == known


def test_the_browser_is_tied_to_nobody(client, send):
    response = send()
    assert set(client.cookies) == {"csrftoken"}
    assert not response.cookies.get("sessionid")


def test_what_was_typed_stays_when_something_is_wrong(client, send):
    response = send(email="rosa at almera", last_name="")
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#form-first_name")["value"] == "Rosa"
    assert page.select_one("#form-email")["value"] == "rosa at almera"
    assert page.select_one("#form-email")["aria-invalid"] == "true"
    described = page.select_one("#form-email")["aria-describedby"]
    assert "valid email" in page.find(id=described).text.lower()
    assert page.select_one("#form-q-what").text.strip() == "Gas & power"
    assert page.select_one("[role=alert]")
    assert not Prospect.objects.exists()


def test_consent_is_needed(send):
    response = send(consent="")
    assert response.status_code == 422
    assert b"tick the box" in response.content


def test_programs_are_thanked_and_forgotten(send):
    assert send(website="http://spam.example").status_code == 302
    assert not Prospect.objects.exists()


def test_a_form_sent_in_no_time_is_asked_for_once_more(send):
    response = send(wait=0.5)
    assert response.status_code == 422
    assert b"once more" in response.content
    assert not Prospect.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "1:abc:def"])
def test_a_form_that_we_did_not_show_is_refused(send, token):
    assert send(token=token).status_code == 422
    assert not Prospect.objects.exists()


def test_a_form_left_open_for_days_keeps_what_was_typed(send):
    response = send(wait=3 * 24 * 3600)
    assert response.status_code == 422
    assert b"open for a long time" in response.content
    assert b"Almera Fresh" in response.content


def test_sent_twice_it_counts_once(client, landing):
    with freeze_time("2026-11-01 10:00:00") as clock:
        page = BeautifulSoup(client.get("/library/walk/").content, "html.parser")
        typed = {"token": page.select_one("input[name=token]")["value"], **TYPED}
        clock.tick(10)
        client.post(f"/forms/{landing.pk}/", typed)
        client.post(f"/forms/{landing.pk}/", typed)
    assert Engagement.objects.count() == 1


def test_too_many_forms_from_one_address_get_a_clear_answer(send):
    for number in range(8):
        assert send(email=f"rosa{number}@almera.test").status_code == 302
    response = send()
    assert response.status_code == 429
    assert b"Nothing was sent" in response.content
    assert b"Almera Fresh" in response.content
    assert Prospect.objects.count() == 8


def test_it_needs_the_cookie_that_protects_it(landing):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(f"/forms/{landing.pk}/", TYPED)
    assert response.status_code == 403
    assert b"Nothing was sent" in response.content


def test_scripts_in_what_is_typed_are_text(send):
    response = send(first_name='<script>alert("x")</script>', email="no")
    assert b"<script>alert" not in response.content
