from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.facts.models import Fact
from cms.library import views
from personas.journey.models import JourneyStage
from search import services as search
from search.errors import ModelMissing, StoreUnavailable
from tests.factories.cms import ArticleFactory
from tests.factories.personas import JourneyStageFactory
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db

FIND = "/admin/find/"
CAST = ["marketer", "marketing_lead", "rep", "sales_lead"]


def result_of(page, asset):
    """The line of an asset among the results."""
    return next(
        line
        for line in page.select("[data-result]")
        if line.select_one("[data-result-link]").get_text(strip=True) == asset.title
    )


def titles(page) -> list[str]:
    return [link.get_text(strip=True) for link in page.select("[data-result-link]")]


@pytest.mark.parametrize("role", CAST)
def test_every_role_finds_by_plain_words(role, request, see, library):
    page = see(request.getfixturevalue(role), FIND, q="cold store")
    assert library.title in titles(page)
    assert "best first" in page.select_one(".fd__total").text


def test_an_outsider_is_turned_away(client, outsider, library):
    client.force_login(outsider)
    assert client.get(FIND).status_code == 302


def test_while_typing_only_the_answer_comes(see, rep, library):
    part = see(rep, FIND, htmx=True, q="cold sto")
    assert part.select_one("html") is None
    assert part.select_one("#answer [data-result]")


def test_going_back_in_history_gives_the_whole_page(client, rep, library):
    client.force_login(rep)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    response = client.get(FIND, {"q": "cold"}, headers=headers)
    assert b"<html" in response.content
    assert "HX-Request" in response["Vary"]


def test_facets_count_the_results_and_a_chosen_one_can_be_removed(see, rep, library):
    page = see(rep, FIND, q="cold store", kind="case_study")
    assert titles(page) == [library.title]
    box = page.select_one("#find-kind-case_study")
    assert box.has_attr("checked")
    assert box.parent.select_one(".fd__count").contents[0] == "1"
    pill = page.select_one(".w-pill__remove")
    assert pill["aria-label"] == "Remove Kind: Case study"
    assert len(titles(see(rep, f"{FIND}{pill['href']}"))) == 3


def test_a_preference_is_a_reason_in_words_and_hides_nothing(see, rep, library):
    page = see(rep, FIND, q="cold store", for_persona="cfo")
    assert len(titles(page)) == 3
    why = result_of(page, library).select_one(".t-why").get_text(" ", strip=True)
    assert "For Chief financial officer" in why
    assert "made for them" in why
    assert page.select_one("#find-for_persona option[selected]")["value"] == "cfo"


def test_a_result_shows_slides_passage_reasons_and_no_bare_number(see, rep, library):
    result = result_of(see(rep, FIND, q="energy bill"), library)
    assert 'class="slide ' in str(result.select_one("t-slide.fd__best template"))
    assert len(result.select(".fd__more t-slide")) == 2
    assert result.select_one(".fd__passage mark")
    words = {item.select("span")[-1].text for item in result.select(".t-why li")}
    assert words <= {"very close", "close", "near"}


def test_marketing_goes_to_the_editor_and_sales_to_the_page(see, marketer, rep, library):
    editor = reverse("wagtailadmin_pages:edit", args=[library.pk])
    link = see(marketer, FIND, q="Harrow").select_one("[data-result-link]")
    assert link["href"] == editor
    link = see(rep, FIND, q="Harrow").select_one("[data-result-link]")
    assert link["href"] == library.url


def test_an_expired_figure_and_a_near_end_are_said(see, rep, library):
    library.expire_at = timezone.now() + timedelta(days=5)
    library.save_revision().publish()
    search.rebuild()
    badge = see(rep, FIND, q="Harrow").select_one("[data-result] .t-badge")
    assert badge.get_text(strip=True) == "Expires soon"
    fact = Fact.objects.get()
    fact.valid_until = timezone.localdate() - timedelta(days=1)
    fact.save_revision().publish()
    badge = see(rep, FIND, q="Harrow").select_one("[data-result] .t-badge")
    assert badge.get_text(strip=True) == "Outdated"


def test_a_weak_answer_says_so_and_offers_questions(see, rep, library, monkeypatch):
    import dataclasses

    real = views.find
    monkeypatch.setattr(
        views, "find", lambda *a, **k: dataclasses.replace(real(*a, **k), weak=True)
    )
    page = see(rep, FIND, q="cold")
    assert "Nothing fits well." in page.select_one(".fd__weak").text
    assert page.select_one(".fd__examples a").text == "Which, and why?"


def test_without_words_the_newest_stand_there_with_questions_to_try(see, rep, library):
    page = see(rep, FIND)
    assert len(titles(page)) == 3
    assert "newest first" in page.select_one(".fd__total").text
    assert see(rep, FIND + page.select_one(".fd__examples a")["href"])


def test_what_holds_no_word_is_said_and_given_no_reason(see, rep, library):
    page = see(rep, FIND, q="🙂")
    assert len(titles(page)) == 3
    assert "newest first" in page.select_one(".fd__total").text
    assert page.select_one(".fd__corrected").text == "There is no word in it to search for."
    assert not page.select(".t-why, .fd__ledger")


def test_where_nothing_answers_it_says_what_to_do(see, rep, library):
    page = see(rep, FIND, q='"no such phrase anywhere"')
    assert page.select_one(".t-empty__title").text == "Nothing approved answers this"


def test_an_empty_library_teaches(see, marketer, rep):
    empty = see(marketer, FIND).select_one(".t-empty")
    assert empty.select_one(".t-empty__title").text == "The library is empty"
    assert empty.select_one("a.button")
    assert not see(rep, FIND).select_one(".t-empty a.button")


def test_a_library_that_is_not_indexed_says_the_command(see, rep):
    ArticleFactory()
    trouble = see(rep, FIND).select_one(".fd__trouble")
    assert "rebuild_search_index" in trouble.code.text


@pytest.mark.parametrize(
    ("error", "command"), [(ModelMissing, "prepare_model"), (StoreUnavailable, "doctor")]
)
def test_a_missing_part_of_search_says_what_to_do(see, rep, monkeypatch, error, command):
    def fail(*args, **kwargs):
        raise error("secret path /srv/x")

    monkeypatch.setattr(views, "find", fail)
    trouble = see(rep, FIND, q="cold").select_one(".fd__trouble")
    assert command in trouble.code.text
    assert "/srv/x" not in trouble.text


def test_an_answer_of_nothing_good_asks_no_more_queries(client, rep, library):
    client.force_login(rep)
    ask, headers = {"q": "spoiled yoghurt"}, {"HX-Request": "true"}
    client.get(FIND, ask, headers=headers)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(FIND, ask, headers=headers)
    assert b"fd__examples" in answer.content
    assert len(asked) <= 6


def test_a_question_of_buyers_that_changes_is_shown_at_once(see, rep, library):
    see(rep, FIND)
    JourneyStage.objects.get(slug="compare").delete()
    JourneyStageFactory(name="Weigh", slug="weigh", buyer_question="What does it weigh?", order=1)
    assert see(rep, FIND).select_one(".fd__examples a").text == "What does it weigh?"


def test_queries_do_not_grow_with_the_results(client, rep, library, django_assert_num_queries):
    client.force_login(rep)
    ask = {"q": "cold store for the CFO"}
    headers = {"HX-Request": "true"}
    client.get(FIND, ask, headers=headers)
    with CaptureQueriesContext(connection) as few:
        client.get(FIND, ask, headers=headers)
    count = len(few)
    for number in range(5):
        case_study_with_slides(title=f"Cold store {number}", summary="A cold store.")
    search.rebuild()
    client.get(FIND, ask, headers=headers)
    # Who asks: session, user with profile, permissions with roles. Then assets, facts, brand.
    with django_assert_num_queries(count):
        client.get(FIND, ask, headers=headers)
    assert count <= 6


def test_drawing_slides_for_the_first_time_asks_once_for_each_kind_of_choice(
    client, rep, library, django_assert_max_num_queries
):
    from cms.library.drawing import drawings

    for number in range(6):
        case_study_with_slides(title=f"Cold store {number}", summary="A cold store.")
    search.rebuild()
    client.force_login(rep)
    client.get(FIND, {"q": "cold"}, headers={"HX-Request": "true"})
    drawings.clear()
    with django_assert_max_num_queries(14):
        client.get(FIND, {"q": "cold"}, headers={"HX-Request": "true"})


def test_a_figure_on_a_drawn_slide_is_the_live_one(see, rep, library):
    assert "68" in str(see(rep, FIND, q="Harrow").select_one(".fd__slides"))
    fact = Fact.objects.get()
    fact.value = 71
    fact.save_revision().publish()
    assert "71" in str(see(rep, FIND, q="Harrow").select_one(".fd__slides"))


def test_slides_are_previewed_in_a_dialog_and_as_a_page(see, rep, library):
    url = reverse("library:slides", args=[library.pk])
    dialog = see(rep, url, htmx=True).select_one("dialog")
    assert len(dialog.select("t-slide")) == 3
    assert see(rep, url).select_one("html")


def test_slides_of_a_withdrawn_asset_are_not_there(client, rep, library):
    library.unpublish()
    client.force_login(rep)
    assert client.get(reverse("library:slides", args=[library.pk])).status_code == 404


# --- Adding to a deck -----------------------------------------------------------------


def test_add_to_deck_is_offered_to_those_who_make_decks(see, rep, marketer, library):
    assert see(rep, FIND, q="Harrow").select_one('[href^="/admin/deck/choose/"]')
    assert not see(marketer, FIND, q="Harrow").select_one('[href^="/admin/deck/choose/"]')


def test_an_internal_asset_cannot_be_added(see, rep, library):
    page = see(rep, FIND, q="spreadsheets", kind="comparison")
    assert titles(page)
    assert not page.select_one(".fd__actions .button--icon")


def test_with_a_deck_slides_are_added_in_place(see, client, rep, library):
    deck = make_deck(rep)
    page = see(rep, FIND, q="Harrow", deck=deck.pk)
    assert "Adding to:" in page.select_one(".fd__note").text
    button = page.select_one("button[formaction]")
    assert button.contents[1].strip() == "Add 3 slides"
    response = client.post(
        button["formaction"], {"asset": button["value"]}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 204
    assert "3 slides added" in response["HX-Trigger"]
    assert deck.deck_slides.count() == 3
    assert (
        "On this deck" in see(rep, FIND, q="Harrow", deck=deck.pk).select_one("[data-result]").text
    )


def test_what_was_added_is_taken_off_by_undo(client, rep, library):
    import json

    deck = make_deck(rep)
    client.force_login(rep)
    response = client.post(
        reverse("decks:take", args=[deck.pk]),
        {"asset": library.pk},
        headers={"HX-Request": "true"},
    )
    undo = json.loads(response["HX-Trigger"])["t-toast"]["undo"]
    client.post(undo, headers={"HX-Request": "true"})
    assert deck.deck_slides.count() == 0
    assert client.post(undo.split("?")[0] + "?change=forged").status_code == 400


def test_anothers_deck_is_not_there(see, client, rep, other_rep, library):
    deck = make_deck(other_rep)
    assert not see(rep, FIND, q="Harrow", deck=deck.pk).select_one(".fd__note")
    url = reverse("decks:take", args=[deck.pk])
    assert client.post(url, {"asset": library.pk}).status_code == 404


def test_without_a_script_adding_comes_back_to_the_results(client, rep, library):
    deck = make_deck(rep)
    client.force_login(rep)
    back = f"http://testserver{FIND}?q=Harrow&deck={deck.pk}"
    response = client.post(
        reverse("decks:take", args=[deck.pk]), {"asset": library.pk}, headers={"referer": back}
    )
    assert response["Location"] == back


def test_a_word_that_stands_nowhere_is_said_once_it_is_typed(see, rep, library):
    page = see(rep, FIND, q="cold zzyzx store zzyzx")
    assert library.title in titles(page)
    assert page.get_text().count("“zzyzx” stands in no asset.") == 1
    assert not see(rep, FIND, q="cold store").select(".fd__corrected")
    assert "stands in no asset" not in see(rep, FIND, htmx=True, q="cold zzyzx").get_text()
    assert "“zzyzx” stands in no asset." in see(rep, FIND, htmx=True, q="zzyzx cold").get_text()
