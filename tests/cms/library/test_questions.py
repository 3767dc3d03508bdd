"""The log of searches, and what marketing does about those without an answer."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query

from cms.assets.services import publish_asset, save_asset
from cms.errors import ContentError, NotAllowed
from cms.library import periodic_tasks, questions
from cms.library.finding import Criteria, find
from cms.library.job_handlers import answer_questions
from cms.library.models import Asking, Question, QuestionState
from cms.library.questions import normalised, record
from cms.library.wishes import ask_marketing
from cms.operations.models import Job, Notification
from personas.access.services import ensure_groups
from search import services as search
from tests.factories.cms import ArticleFactory

FIND = "/admin/find/"
LIST = "/admin/find/unanswered/"
NOTHING = '"heat pumps in churches"'


@pytest.fixture(autouse=True)
def _rights(db):
    ensure_groups()


def look(user, words: str, **criteria) -> Question | None:
    asked = Criteria(words=words, **criteria)
    page = find(asked, user=user, limit=1, understanding=True)
    return record(user, asked, page)


def later(minutes: float) -> None:
    """Let the time pass since everything was asked."""
    for row in Asking.objects.all():
        Asking.objects.filter(pk=row.pk).update(last_at=row.last_at - timedelta(minutes=minutes))


# --- What counts ----------------------------------------------------------------------
def test_it_keeps_words_who_asked_and_how_often(rep, other_rep, library):
    for user in (rep, other_rep):
        look(user, "  Heat   PUMPS? ")
    question = Question.objects.get()
    assert (question.words, question.count) == ("heat pumps", 2)
    assert set(question.askers) == {"Rep Example", "Other Example"}
    kept = {field.name for field in Question._meta.get_fields()}
    kept |= {field.name for field in Asking._meta.get_fields()}
    assert not kept & {"ip", "session", "user_agent", "data"}


def test_the_same_again_at_once_is_one_search(rep, library):
    look(rep, "heat pumps")
    look(rep, "Heat pumps")
    assert Question.objects.get().count == 1
    later(11)
    look(rep, "heat pumps")
    assert Question.objects.get().count == 2
    assert Asking.objects.get().count == 2


def test_what_is_asked_again_is_offered_for_best_bets(rep, other_rep, library):
    look(rep, "heat pumps")
    assert not Query.get_most_popular().exists()
    look(other_rep, "heat pumps")
    assert [query.query_string for query in Query.get_most_popular()] == ["heat pumps"]
    questions.purge(timezone.now() + questions.KEPT * 2)
    assert not Question.objects.exists()


def test_words_that_go_on_were_not_finished(rep, library):
    for words in ("heat", "heat pu", "heat pumps"):
        look(rep, words)
    assert [question.words for question in Question.objects.all()] == ["heat pumps"]
    later(2)
    look(rep, "heat pumps in churches")
    assert Question.objects.count() == 2


def test_what_is_being_typed_does_not_count(rep, library):
    assert look(rep, "heat pumps", typing=True) is None
    assert not Question.objects.exists()


@pytest.mark.parametrize("words", ["", "  ", "ab", "123", "?!"])
def test_what_is_no_question_is_not_kept(rep, library, words):
    assert look(rep, words) is None


@given(st.text(max_size=300))
def test_normalising_settles_at_once(words):
    assert normalised(normalised(words)) == normalised(words)
    assert len(normalised(words)) <= questions.LONGEST


def test_a_filter_is_not_what_content_lacks(rep, library):
    look(rep, "cold store", kind=("video",))
    assert not Question.objects.get().weak


def test_the_nearest_content_and_how_near_it_is(rep, library):
    question = look(rep, "cold store energy")
    question.refresh_from_db()
    assert not question.weak
    assert question.nearest.pk == library.pk
    assert question.nearness > 0.3


def test_the_screen_logs_what_was_asked_and_the_script_what_was_looked_at(client, rep, library):
    client.force_login(rep)
    client.get(FIND, {"q": "heat pumps"})
    client.get(FIND, {"q": "heat pumps in chu"}, headers={"HX-Request": "true"})
    assert [question.words for question in Question.objects.all()] == ["heat pumps"]
    url = reverse("library:looked")
    assert client.post(url, {"query": "q=night+prices&kind=article"}).status_code == 204
    assert Question.objects.filter(words="night prices", weak=False).exists()
    client.get(FIND, {"q": "cold store", "p": "2"})
    assert Question.objects.count() == 2


def test_it_is_forgotten_after_the_declared_time_or_on_wish(client, rep, other_rep, library):
    look(rep, "heat pumps")
    look(other_rep, "night prices")
    old = timezone.now() - questions.KEPT - timedelta(days=1)
    Question.objects.filter(words="heat pumps").update(last_at=old)
    assert questions.purge() >= 1
    assert [question.words for question in Question.objects.all()] == ["night prices"]
    client.force_login(other_rep)
    client.post(reverse("library:forget"))
    assert not Asking.objects.exists()


def test_a_user_who_is_gone_leaves_no_name(rep, library):
    look(rep, "heat pumps")
    rep.delete()
    assert Question.objects.get().askers == []
    questions.purge()
    assert not Asking.objects.exists()


# --- The report -----------------------------------------------------------------------
@pytest.fixture
def question(rep, library) -> Question:
    found = look(rep, NOTHING)
    assert found is not None
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    ("role", "status"),
    [("marketer", 200), ("marketing_lead", 200), ("rep", 302), ("sales_lead", 302)],
)
def test_the_report_is_marketings(client, request, question, role, status):
    client.force_login(request.getfixturevalue(role))
    urls = [LIST, f"{LIST}results/", reverse("library:question_write", args=[question.pk])]
    assert [client.get(url).status_code for url in urls] == [status] * 3
    response = client.post(reverse("library:question_set_aside", args=[question.pk]))
    question.refresh_from_db()
    assert (question.state == QuestionState.DISMISSED) == (status == 200)
    assert response.status_code == 302


def test_it_lists_what_was_asked_by_whom_and_the_next_step(see, marketer, rep, question):
    look(rep, "cold store energy")
    page = see(marketer, LIST)
    (row,) = page.select("table.listing tbody tr")
    text = row.get_text(" ", strip=True)
    assert "heat pumps in churches" in text
    assert "by Rep Example" in text
    assert row.select_one('a[href$="/write/"]').text == "Write this"
    assert see(marketer, row.select_one(".title-wrapper a")["href"]).select_one("#find-q")
    assert Question.objects.get(pk=question.pk).askers == ["Rep Example"]


def test_it_filters_by_state_and_time_and_searches(see, marketer, question):
    def rows(**query):
        return len(see(marketer, LIST, **query).select("table.listing tbody tr"))

    assert rows(state="open") == 1
    assert rows(state="dismissed") == 0
    assert rows(q="churches") == 1
    assert rows(q="boats") == 0
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert rows(last_at_from=tomorrow.isoformat()) == 0
    assert rows(count="2") == 0


def test_its_export_holds_the_words_harmlessly(client, marketer, rep, library):
    look(rep, '=cmd|"calc"')
    Question.objects.update(weak=True)
    client.force_login(marketer)
    response = client.get(LIST, {"export": "csv"})
    (row,) = csv.DictReader(StringIO(b"".join(response.streaming_content).decode()))
    cells = list(row.values())
    assert cells[0].startswith("'=cmd")
    assert "Rep Example" in cells


def test_its_queries_do_not_grow(client, marketer, rep, other_rep, library):
    client.force_login(marketer)

    def asked(count: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for number in range(count):
            for user in (rep, other_rep):
                look(user, f'"no such phrase {number} at all"')
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    assert asked(1) == asked(6) <= 22


def test_an_empty_report_teaches(see, marketer, library):
    empty = see(marketer, LIST).select_one(".t-empty")
    assert empty.select_one(".t-empty__title").text == "Every search found something good"


# --- What marketing does --------------------------------------------------------------
def test_dismissed_ones_can_be_taken_up_again(client, marketer, question):
    client.force_login(marketer)
    url = reverse("library:question_set_aside", args=[question.pk])
    for do, state in (("", QuestionState.DISMISSED), ("open", QuestionState.OPEN)):
        client.post(url, {"do": do})
        question.refresh_from_db()
        assert question.state == state


def test_write_this_begins_a_draft_with_a_note_and_its_asker_is_told(
    client, see, marketer, marketing_lead, rep, question
):
    url = reverse("library:question_write", args=[question.pk])
    form = see(marketer, url)
    assert form.select_one("[name=title]")["value"] == "Heat pumps in churches"
    response = client.post(url, {"title": "Heat pumps in churches", "kind": "ebook"})
    question.refresh_from_db()
    draft = question.answer
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.kind, draft.owner) == (False, "ebook", marketer)
    assert question.state == QuestionState.WRITING
    note = see(marketer, response["Location"]).select_one(".fd__asked")
    assert "heat pumps in churches" in note.text
    assert "asked once by Rep Example" in " ".join(note.text.split())

    page = draft.specific
    page.summary = "<p>Warm pews.</p>"
    page.file = None
    questions.on_published(type(page), page)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert not see(marketer, response["Location"]).select(".fd__asked")
    told = Notification.objects.get(kind=questions.NEW_ANSWER)
    assert told.user == rep
    assert "“Heat pumps in churches” answers what you looked for" in told.text


def test_two_drafts_of_one_title_have_addresses_of_their_own(marketer, question):
    first = questions.write(question, kind="article", title="Heat pumps", user=marketer)
    second = questions.write(question, kind="article", title="Heat pumps", user=marketer)
    assert first.slug != second.slug


@pytest.mark.parametrize(("kind", "title"), [("poem", "Heat pumps"), ("article", "  ")])
def test_a_draft_needs_a_kind_and_a_title(marketer, question, kind, title):
    with pytest.raises(ContentError):
        questions.write(question, kind=kind, title=title, user=marketer)
    assert question.state == QuestionState.OPEN


def test_only_marketing_writes_and_dismisses(rep, question):
    with pytest.raises(NotAllowed):
        questions.write(question, kind="article", title="Heat pumps", user=rep)
    with pytest.raises(NotAllowed):
        questions.set_aside(question, user=rep)


def test_publishing_the_draft_answers_it(marketer, marketing_lead, rep, question):
    draft = questions.write(question, kind="article", title="Heat pumps", user=marketer)
    draft.summary = "<p>Warm pews.</p>"
    save_asset(draft, user=marketer)
    publish_asset(draft, user=marketing_lead)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert Notification.objects.filter(user=rep, kind=questions.NEW_ANSWER).count() == 1
    publish_asset(draft, user=marketing_lead)
    assert Notification.objects.filter(user=rep, kind=questions.NEW_ANSWER).count() == 1


def test_anything_that_answers_it_tells_the_asker(rep, marketing_lead, question):
    assert questions.look_again() == 0
    ArticleFactory(title="Warm pews", summary="What heat pumps in churches cost.")
    search.rebuild()
    answer_questions(job_id=0, progress=lambda *args: None)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert question.answer.title == "Warm pews"
    told = Notification.objects.get(user=rep, kind=questions.NEW_ANSWER)
    assert "q=" in told.link


def test_a_wish_is_among_the_questions(rep, marketing_lead, library):
    ask_marketing(rep, "Heat pumps", link="/")
    question = Question.objects.get()
    assert (question.words, question.weak, question.askers) == (
        "heat pumps",
        True,
        ["Rep Example"],
    )


def test_the_scheduler_asks_again_after_something_was_published(library, settings):
    periodic_tasks.answer_questions()
    assert Job.objects.filter(kind="library.answer_questions").count() == 1
    caches["renditions"].clear()
    periodic_tasks.purge_questions()
