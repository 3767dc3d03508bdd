from __future__ import annotations

import pytest
from django.urls import reverse

from cms.errors import ContentError
from cms.library.wishes import ask_marketing
from cms.operations.models import Notification

pytestmark = pytest.mark.django_db


def test_the_leads_are_told_who_found_nothing_and_where_to_look(rep, marketer, marketing_lead):
    assert ask_marketing(rep, "  heat   pumps ", link="/admin/find/?q=heat+pumps") == 1
    told = Notification.objects.get()
    assert told.user == marketing_lead
    assert told.text == "Rep Example found nothing that answers “heat pumps”."
    assert told.link == "/admin/find/?q=heat+pumps"


def test_without_a_lead_its_members_are_told(rep, marketer):
    assert ask_marketing(rep, "heat pumps", link="/") == 1
    assert Notification.objects.get().user == marketer


def test_the_same_is_told_once_a_day(rep, marketing_lead):
    ask_marketing(rep, "heat pumps", link="/")
    assert ask_marketing(rep, "heat pumps", link="/") == 0
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_is_no_question(rep, marketing_lead, words):
    with pytest.raises(ContentError):
        ask_marketing(rep, words, link="/")


def test_where_nobody_is_in_marketing_it_says_so(rep):
    with pytest.raises(ContentError, match="Nobody"):
        ask_marketing(rep, "heat pumps", link="/")


def test_a_rep_asks_from_where_nothing_answers(see, client, rep, marketing_lead, library):
    page = see(rep, "/admin/find/", q='"no such phrase anywhere"')
    button = page.select_one(".t-empty button")
    assert button.text == "Ask marketing for it"
    response = client.post(
        button["formaction"], {"words": button["value"]}, headers={"HX-Request": "true"}
    )
    assert (response.status_code, "Marketing knows now" in response["HX-Trigger"]) == (204, True)
    link = Notification.objects.get().link
    assert see(marketing_lead, link).select_one("#find-q")["value"] == button["value"]


def test_without_a_script_it_comes_back_with_a_message(client, rep, marketing_lead):
    client.force_login(rep)
    response = client.post(reverse("library:ask"), {"words": "heat pumps"}, follow=True)
    assert b"Marketing knows now." in response.content


def test_an_outsider_cannot_ask(client, outsider, marketing_lead):
    client.force_login(outsider)
    client.post(reverse("library:ask"), {"words": "heat pumps"})
    assert not Notification.objects.exists()


def test_marketing_does_not_ask_itself(see, marketer, library):
    page = see(marketer, "/admin/find/", q='"no such phrase anywhere"')
    assert not page.select(".t-empty button")
