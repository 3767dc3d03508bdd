"""The first screen of marketers and of their lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cms.assets.models import Asset
from cms.dashboards.cards import greeting_at
from cms.dashboards.drafts import waiting_words
from cms.importing.models import ImportedAsset
from tests.factories.cms import ArticleFactory, FactFactory
from tests.factories.personas import JourneyStageFactory, PersonaFactory
from tests.factories.pitch import case_study_with_slides

pytestmark = pytest.mark.django_db


def card(page, name):
    return page.select_one(f'[data-card="{name}"]')


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def imported(**fields):
    asset = ArticleFactory(publish=False, **fields)
    ImportedAsset.objects.create(asset=asset.asset_ptr)
    return asset


def test_it_greets_by_first_name_and_says_what_waits(home, marketer):
    ArticleFactory(title="Begun", publish=False, owner=marketer)
    page = home(marketer)
    assert "Marketer" in page.h1.text
    assert "One draft waits for you." in words(page.select_one(".hm__greeting p"))


@pytest.mark.parametrize(
    ("hour", "greeting"), [(8, "Good morning"), (12, "Good afternoon"), (21, "Good evening")]
)
def test_the_greeting_goes_by_the_hour(hour, greeting):
    assert (greeting_at(hour) % {"name": "Ada"}) == f"{greeting}, Ada"


def test_its_field_goes_to_find(home, marketer):
    form = home(marketer).select_one(".hm__find")
    assert (form["action"], form.input["name"]) == (reverse("library:find"), "q")


def test_wagtails_own_panels_are_gone(home, marketer):
    page = home(marketer)
    assert not page.select(".w-summary, [data-controller='w-dismissible'].help-block")
    assert "Wagtail" not in words(page.main)


def test_every_empty_card_teaches_and_offers_a_step(home, marketer):
    empties = home(marketer).select(".hm__empty")
    assert len(empties) == 4
    for empty in empties:
        assert len(empty.p.text) > 40
        assert empty.select_one("a.button")["href"].startswith("/admin/")


def test_ones_own_drafts_stand_there_and_a_colleagues_do_not(home, marketer, marketing_lead):
    mine = ArticleFactory(title="Mine", publish=False, owner=marketer)
    ArticleFactory(title="Hers", publish=False, owner=marketing_lead)
    links = [a.text for a in card(home(marketer), "drafts").select(".hm__what a")]
    assert links == ["Mine"]
    edit = reverse("wagtailadmin_pages:edit", args=[mine.pk])
    assert card(home(marketer), "drafts").select_one("a.button")["href"] == edit


def test_a_lead_sees_the_teams_drafts_and_what_waits_for_approval_first(
    home, marketer, marketing_lead
):
    ArticleFactory(title="Begun", publish=False, owner=marketer)
    sent = case_study_with_slides(title="Sent for approval", owner=marketer)
    revision = sent.save_revision(user=marketer)
    sent.get_workflow().start(sent, marketer)
    assert revision
    rows = card(home(marketing_lead), "drafts").select("tbody tr")
    assert [row.select_one(".hm__what a").text for row in rows] == ["Sent for approval", "Begun"]
    assert "Review" in rows[0].select_one("a.button").text
    assert "Marketer Example" in words(rows[0])
    assert "Review" not in words(card(home(marketer), "drafts"))


def test_a_draft_of_a_fact_waits_too(home, marketer):
    fact = FactFactory(label="Less energy", owner=marketer)
    fact.value = 70
    fact.save_revision()
    assert "Less energy" in words(card(home(marketer), "drafts"))


@pytest.mark.usefixtures("reference_index")
def test_facts_and_assets_that_end_stand_there_with_their_use(home, marketer):
    today = timezone.localdate()
    fact = FactFactory(label="Less energy", owner=marketer, valid_until=today + timedelta(days=8))
    case_study_with_slides(fact, title="Harrow", owner=marketer)
    ArticleFactory(title="Old news", owner=marketer, review_by=today - timedelta(days=2))
    FactFactory(label="Later", owner=marketer, valid_until=today + timedelta(days=90))
    rows = card(home(marketer), "ending").select("li")
    assert [words(row.select_one("a")) for row in rows] == ["Old news", "Less energy: 68 %"]
    assert words(rows[0]).split("Article")[1].strip().startswith("Review due since")
    assert "In 1 asset" in words(rows[1])
    assert "8 days" in words(rows[1])
    assert "t-meter--warn" in rows[1].progress["class"]
    assert rows[1].a["href"] == reverse("wagtailsnippets_cms_fact:edit", args=[fact.pk])


def test_a_marketer_is_not_bothered_with_a_colleagues_facts_and_a_lead_is(
    home, marketer, marketing_lead
):
    soon = timezone.localdate() + timedelta(days=3)
    FactFactory(label="Hers", owner=marketing_lead, valid_until=soon)
    FactFactory(label="His", owner=marketer, valid_until=soon)
    FactFactory(label="Nobody's", valid_until=soon)
    assert "Hers" not in words(card(home(marketer), "ending"))
    assert "Nobody's" in words(card(home(marketer), "ending"))
    assert len(card(home(marketing_lead), "ending").select("li")) == 3


def test_untagged_imports_are_counted_and_lead_to_the_review(home, marketer):
    persona, stage = PersonaFactory(), JourneyStageFactory()
    for number in range(7):
        imported(title=f"Import {number}")
    imported(title="Tagged", personas=[persona], stages=[stage])
    found = card(home(marketer), "imports")
    assert len(found.select("li")) == 5
    more = found.select_one(".hm__foot a")
    assert (more.text, more["href"]) == ("Tag all 7", f"{reverse('importing:review')}?tags=none")
    assert not card(home(marketer), "drafts").select("tbody tr")


def test_the_coverage_counts_current_assets_and_marks_the_gaps(home, marketer):
    cfo, ops = PersonaFactory(name="CFO", slug="cfo"), PersonaFactory(name="Ops", slug="ops")
    learn = JourneyStageFactory(name="Learn", slug="learn", order=1)
    decide = JourneyStageFactory(name="Decide", slug="decide", order=2)
    ArticleFactory(personas=[cfo], stages=[learn])
    ArticleFactory(personas=[cfo, ops], stages=[learn, decide])
    ArticleFactory(personas=[ops], stages=[learn], publish=False)
    expired = ArticleFactory(personas=[ops], stages=[learn])
    Asset.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(days=1))
    matrix = card(home(marketer), "coverage").table
    heads = [cell.text for cell in matrix.select("thead th")]
    rows = {
        row.th.text: [cell.text for cell in row.select("td")] for row in matrix.select("tbody tr")
    }
    assert heads == ["Learn", "Decide"]
    assert rows == {"CFO": ["2", "1"], "Ops": ["1", "1"]}
    cell = matrix.select_one(".t-mx__cell")
    assert cell["href"] == f"{reverse('library:find')}?persona=cfo&stage=learn"
    assert (cell["data-depth"], cell["aria-label"]) == ("6", "2 pieces for CFO at Learn")


def test_an_empty_place_says_none_yet(home, marketer):
    PersonaFactory(name="CFO", slug="cfo")
    JourneyStageFactory(name="Learn", slug="learn", order=1)
    cell = card(home(marketer), "coverage").select_one(".t-mx__cell")
    assert (cell.text, cell["data-depth"]) == ("None yet", "0")


def test_waiting_is_said_in_days():
    with freeze_time("2026-11-22 12:00"):
        now = timezone.now()
        assert waiting_words(now - timedelta(hours=3), now) == "Today, 09:00"
        assert waiting_words(now - timedelta(hours=20), now) == "Yesterday"
        assert waiting_words(now - timedelta(days=3), now) == "3 days"


def test_the_queries_do_not_grow_with_what_waits(
    client, marketing_lead, marketer, django_assert_max_num_queries
):
    soon = timezone.localdate() + timedelta(days=3)

    def more(count):
        persona, stage = PersonaFactory(), JourneyStageFactory()
        for number in range(count):
            FactFactory(owner=marketer, valid_until=soon)
            ArticleFactory(publish=False, owner=marketer, personas=[persona], stages=[stage])
            ArticleFactory(owner=marketer, review_by=soon)
            imported(title=f"Import {number}")

    more(1)
    client.force_login(marketing_lead)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    count = len(few)
    more(5)
    with django_assert_max_num_queries(count):
        client.get("/admin/")
