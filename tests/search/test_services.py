"""Search as its callers see it, with the hashing embedder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.safestring import SafeString

from search import services
from search.documents import SLIDE, Section
from search.results import SearchQuery
from tests.factories.search import document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def indexed(source):
    """A handful of documents, indexed."""
    source.put(
        document(
            "report",
            "Carbon reporting for logistics",
            [
                Section("How a haulier reports its carbon in a day.", kind="summary"),
                Section("Figures for the board", ("Board",), "slide-1", SLIDE),
                Section("Carbon report, ready to file", ("Carbon",), "slide-2", SLIDE),
            ],
            persona=("cfo", "coo"),
            stage="decide",
            kind="case",
            updated_at=NOW,
        ),
        document(
            "freight",
            "Freight cost",
            "What a pallet costs to move, and the carbon that it emits.",
            persona="coo",
            kind="sheet",
            updated_at=NOW - timedelta(days=2),
        ),
        document(
            "hiring",
            "Hiring drivers",
            "How to find drivers & keep <b>them</b>.",
            persona="hr",
            kind="article",
            updated_at=NOW - timedelta(days=1),
        ),
        document("past", "Carbon webinar", "Over.", visible_until=NOW - timedelta(days=1)),
    )
    services.rebuild()
    return source


def keys(page) -> list[str]:
    return [hit.key for hit in page.hits]


def ask(words: str = "", **options):
    options.setdefault("now", NOW)
    return services.search(SearchQuery(words=words, **options))


def test_it_finds_by_words_best_first_with_reasons_that_add_up(indexed):
    page = ask("carbon in logistics", filters={"persona": ("coo",)})
    assert keys(page)[0] == "report"
    assert page.hits[0].reasons[0].term == "words"
    assert page.hits[0].reasons[0].detail == "Contains carbon, logistics"
    assert not page.weak
    page = ask("carbon")
    assert keys(page) == ["report", "freight"]
    assert page.hits[0].score > page.hits[1].score > 0
    for hit in page.hits:
        assert 0 <= hit.score <= 1
        assert sum(reason.share for reason in hit.reasons) == pytest.approx(1)


def test_the_best_passage_and_the_best_slides_are_named(indexed):
    hit = ask("carbon report ready to file").hits[0]
    assert hit.passage.anchor == "slide-2"
    assert [slide.anchor for slide in hit.slides] == ["slide-2", "slide-1"]
    assert hit.highlight == (
        "<mark>Carbon</mark> <mark>report</mark>, <mark>ready</mark> to <mark>file</mark>"
    )


def test_a_word_far_from_what_is_shown_is_a_reason_too(source, indexed):
    near = [Section("Carbon accounts. " * 100, (f"Harbour {n}",)) for n in range(9)]
    far = Section("Zeppelins " + " ".join(f"moor{n}" for n in range(200)), ("Last",))
    source.put(document("long", "Carbon accounts", [*near, far]))
    services.rebuild()
    hit = next(hit for hit in ask("carbon accounts zeppelin").hits if hit.key == "long")
    assert "Carbon" in hit.passage.text
    assert hit.reasons[0].detail == "Contains carbon, accounts, zeppelin"


def test_a_highlight_is_escaped_html(indexed):
    hit = ask("drivers").hits[0]
    assert isinstance(hit.highlight, SafeString)
    assert "&amp; keep &lt;b&gt;them&lt;/b&gt;" in hit.highlight


def test_an_expired_document_is_not_shown_though_it_is_in_the_index(indexed):
    assert "past" not in keys(ask("carbon webinar"))
    assert "past" in keys(ask("carbon webinar", now=NOW - timedelta(days=2)))


def test_filters_restrict_and_change_no_score(indexed):
    free = {hit.key: hit.score for hit in ask("carbon").hits}
    bound = {hit.key: hit.score for hit in ask("carbon", filters={"kind": ("sheet",)}).hits}
    assert bound == {"freight": pytest.approx(free["freight"])}


def test_a_filter_never_empties_a_page_that_has_documents(indexed):
    page = ask("carbon report", filters={"kind": ("article",)})
    assert keys(page) == ["hiring"]
    assert page.weak


def test_boosts_add_a_little_and_are_named_as_a_reason(indexed):
    plain = {hit.key: hit for hit in ask("carbon").hits}
    boosted = {hit.key: hit for hit in ask("carbon", boosts={"persona": ("coo", "ceo")}).hits}
    assert 0 < boosted["freight"].score - plain["freight"].score < 0.1
    reason = next(r for r in boosted["freight"].reasons if r.term == "persona")
    assert reason.share > 0
    assert "coo" in reason.detail


def test_facets_count_what_answers(indexed):
    page = ask("carbon", facets=("persona", "kind"))
    assert page.total == 2
    assert page.facets == {"persona": {"coo": 2, "cfo": 1}, "kind": {"case": 1, "sheet": 1}}
    for kind, count in page.facets["kind"].items():
        assert ask("carbon", filters={"kind": (kind,)}).total == count


def test_without_words_it_browses_newest_first(indexed):
    page = ask(facets=("kind",))
    assert keys(page) == ["report", "hiring", "freight"]
    assert page.total == 3
    assert keys(ask(boosts={"persona": ("hr",)}))[0] == "hiring"


def test_where_nothing_is_asked_for_only_a_preferred_value_is_a_reason(indexed):
    assert not ask("carbon").unasked
    for typed in ("", "🙂", "?!", "-carbon"):
        page = ask(typed, boosts={"persona": ("hr",)})
        assert page.unasked
        assert [reason.term for hit in page.hits for reason in hit.reasons] == ["persona"]


def test_pages_follow_one_another(indexed):
    everything = keys(ask())
    assert [keys(ask(limit=1, offset=n))[0] for n in range(3)] == everything
    assert keys(ask(offset=3)) == []
    assert ask(offset=3).total == 3


def test_keys_restrict_and_exclude(indexed):
    assert keys(ask("carbon", keys=["freight"])) == ["freight"]
    assert "report" not in keys(ask("carbon", exclude_keys=["report"]))
    assert keys(ask("carbon", keys=[])) == []


def test_typing_errors_are_corrected_and_said(indexed):
    page = ask("logistcs")
    assert keys(page)[0] == "report"
    assert page.understood.corrected == {"logistcs": "logistics"}
    assert page.understood.words == ("logistics",)


def test_an_unfinished_last_word_is_completed(indexed):
    page = ask("frei", typing=True)
    assert keys(page)[0] == "freight"
    assert page.understood.completed == {"frei": "freight"}


def test_phrases_and_exclusions_hold(indexed):
    assert keys(ask('"freight cost"')) == ["freight"]
    assert "freight" not in keys(ask("carbon -pallet"))
    assert ask('"cost freight"').total == 0


def test_nonsense_is_answered_as_weak_and_the_words_named(indexed):
    page = ask("qwertz xyzzyq")
    assert page.weak
    assert page.understood.unknown == ("qwertz", "xyzzyq")


def test_an_exact_name_is_a_good_answer_though_the_model_cannot_know_it(indexed):
    indexed.put(document("code", "Router manual", "For the RX-4711 and " + "other words " * 60))
    services.rebuild()
    page = ask("RX-4711")
    assert keys(page) == ["code"]
    assert not page.weak


def test_an_empty_index_answers_with_an_empty_page(source):
    page = ask("carbon", facets=("kind",))
    assert page.hits == ()
    assert page.total == 0
    assert page.facets == {"kind": {}}


def test_more_like_leaves_out_what_it_was_asked_about(indexed):
    page = services.more_like(["report"], now=NOW)
    assert keys(page)[0] == "freight"
    assert "report" not in keys(page)
    assert [reason.term for reason in page.hits[0].reasons] == ["meaning"]
    assert services.more_like(["never"], now=NOW).hits == ()
    assert keys(services.more_like(["report"], now=NOW, exclude_keys=["freight"]))[:1] != [
        "freight"
    ]


def test_a_search_asks_the_database_nothing(indexed, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask("carbon report", facets=("kind",))


def test_warming_up_works_on_an_empty_index(source):
    services.warm_up()
