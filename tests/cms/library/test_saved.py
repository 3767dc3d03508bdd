"""Saved searches and suggestions: a user's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.errors import ContentError
from cms.library import saved
from cms.library.models import Asking, Question, SavedSearch
from cms.library.suggesting import goes_with
from cms.operations.models import Notification
from search import services as search
from search.analysis import words
from tests.factories.cms import ArticleFactory

FIND = "/admin/find/"
SUGGESTIONS = "/admin/find/suggestions/"


def asked_by(user, *texts: str, weak: bool = False) -> None:
    for ago, text in enumerate(texts):
        question, _made = Question.objects.get_or_create(words=text, defaults={"weak": weak})
        Asking.objects.create(
            question=question, user=user, count=1, last_at=timezone.now() - timedelta(hours=ago)
        )


def offered(page) -> dict[str, list[str]]:
    return {
        group.select_one(".fd__group").text: [
            option.get_text(strip=True) for option in group.select("[role=option]")
        ]
        for group in page.select("[role=group]")
    }


def test_a_search_is_saved_under_a_name_and_opens_again(see, client, rep, library):
    page = see(rep, FIND, **{"q": "cold store", "kind": "case_study", "not": "stage:compare"})
    query = page.select_one(".fd__save [name=query]")["value"]
    client.post(reverse("library:save"), {"query": query, "name": " Cold  cases ", "tell": "1"})
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.tell, kept.user) == ("Cold cases", True, rep)
    link = see(rep, reverse("library:saved")).select_one(".title-wrapper a")
    again = see(rep, link["href"])
    assert again.select_one("#find-q")["value"] == "cold store"
    assert again.select_one("#find-kind-case_study").has_attr("checked")
    assert again.select_one("input[type=hidden][name=not]")["value"] == "stage:compare"


def test_the_same_name_is_replaced(rep):
    saved.save(rep, "Cold", "?q=cold")
    saved.save(rep, "Cold", "?q=colder")
    assert SavedSearch.objects.get().query == "?q=colder"


@pytest.mark.parametrize(("name", "query"), [("", "?q=cold"), ("  ", "?q=cold"), ("A", "?q=")])
def test_nothing_is_not_saved(rep, name, query):
    with pytest.raises(ContentError):
        saved.save(rep, name, query)


def test_there_is_an_end_to_it(rep, monkeypatch):
    monkeypatch.setattr(saved, "MOST", 1)
    saved.save(rep, "One", "?q=one")
    with pytest.raises(ContentError, match="Delete one first"):
        saved.save(rep, "Two", "?q=two")
    assert saved.save(rep, "One", "?q=other")


def test_only_the_question_is_kept_never_anothers_parameters(rep):
    kept = saved.save(rep, "Cold", "?q=cold&deck=7&p=3&more=industry&next=//evil.test")
    assert kept.query == "?q=cold"


def test_one_deletes_and_switches_ones_own(client, rep, other_rep):
    mine, others = saved.save(rep, "Mine", "?q=a"), saved.save(other_rep, "Other", "?q=b")
    client.force_login(rep)
    client.post(reverse("library:saved_change", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.tell
    assert client.post(reverse("library:saved_change", args=[others.pk])).status_code == 404
    client.post(reverse("library:saved_change", args=[mine.pk]), {"do": "delete"})
    assert [row.name for row in SavedSearch.objects.all()] == ["Other"]


def test_no_saved_search_teaches(see, rep):
    assert see(rep, reverse("library:saved")).select_one(".t-empty__title")


def test_news_of_a_saved_search_are_told_once(rep, other_rep, library):
    saved.save(rep, "Cold", "?q=cold+store", tell=True)
    saved.save(other_rep, "Cold", "?q=cold+store")
    assert saved.tell_of_new() == 0
    ArticleFactory(title="A new cold store")
    search.rebuild()
    assert saved.tell_of_new() == 1
    told = Notification.objects.get()
    assert told.user == rep
    assert told.text == "New for “Cold”: “A new cold store”."
    assert told.link == f"{FIND}?q=cold+store"
    assert saved.tell_of_new() == 0


# --- Suggestions ----------------------------------------------------------------------
def test_it_offers_saved_recent_colleagues_and_buyers_questions(
    see, rep, other_rep, sales_lead, compare
):
    saved.save(rep, "Cold cases", "?q=cold&kind=case_study")
    asked_by(rep, "what does idling cost", "night prices")
    asked_by(other_rep, "cold store", "only mine", "nothing found")
    asked_by(sales_lead, "cold store", "nothing found")
    Question.objects.filter(words="nothing found").update(weak=True)
    assert offered(see(rep, SUGGESTIONS)) == {
        "Saved searches": ["Cold cases"],
        "You asked lately": ["what does idling cost", "night prices"],
        "Colleagues ask": ["cold store"],
        "Buyers ask": ["Which, and why?"],
    }


def test_what_is_typed_narrows_them(see, rep):
    asked_by(rep, "what does idling cost", "night prices", "cost of night work")
    assert offered(see(rep, SUGGESTIONS, q="cos nig")) == {
        "You asked lately": ["cost of night work"]
    }
    assert offered(see(rep, SUGGESTIONS, q="night prices")) == {}


def test_a_deck_that_is_added_to_stays(see, rep):
    saved.save(rep, "Cold", "?q=cold")
    option = see(rep, SUGGESTIONS, deck="7").select_one("[role=option]")
    assert option["data-query"] == "?q=cold&deck=7"


def test_anothers_searches_are_not_offered(see, rep, other_rep):
    saved.save(other_rep, "Secret", "?q=secret")
    asked_by(other_rep, "secret plan")
    assert offered(see(rep, SUGGESTIONS)) == {}


def test_they_are_few_queries(client, rep, django_assert_num_queries):
    asked_by(rep, *(f"question {number}" for number in range(30)))
    client.force_login(rep)
    client.get(SUGGESTIONS)
    # Session, user with profile, permissions with roles; saved searches, one's questions.
    with django_assert_num_queries(5):
        client.get(SUGGESTIONS)


def test_an_outsider_gets_nothing(client, outsider):
    client.force_login(outsider)
    for name in ("suggestions", "saved"):
        assert client.get(reverse(f"library:{name}")).status_code == 302
    for name in ("looked", "save", "forget"):
        assert client.post(reverse(f"library:{name}"), {"query": "q=cold"}).status_code == 302
    assert not Question.objects.exists()


@given(st.text(max_size=40))
def test_a_text_goes_with_its_own_beginning(text):
    assert goes_with(text, words(text))
    assert goes_with(text, [])


@pytest.fixture(autouse=True)
def _no_kept_suggestions():
    caches["renditions"].clear()
