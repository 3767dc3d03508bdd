"""Suggested tags in the editor, as a form, and of many imported assets."""

from __future__ import annotations

import csv

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.assets.models import Asset
from cms.importing.models import ImportedAsset
from cms.operations.models import Job
from cms.tagging import services
from cms.tagging.models import TagSuggestion
from tests.cms.tagging.conftest import COLD, body
from tests.cms.tagging.test_services import names
from tests.factories.cms import ArticleFactory

pytestmark = pytest.mark.django_db


def page(client, user, name, *args, headers=None, **query):
    client.force_login(user)
    response = client.get(reverse(f"tagging:{name}", args=args), query, headers=headers)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def suggested(draft, marketer):
    services.suggest([draft.pk], user=marketer)
    return draft


def test_the_editor_asks_for_chips_that_name_boxes_of_its_form(client, marketer, draft, engineer):
    client.force_login(marketer)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert f'hx-get="{reverse("tagging:of_asset", args=[draft.pk])}"' in editor
    assert "cms/js/suggested-tags.js" in editor
    chips = page(client, marketer, "of_asset", draft.pk, headers={"HX-Request": "true"})
    chip = chips.select_one('button[data-tg-field="personas"]')
    assert chip["aria-pressed"] == "false"
    form = BeautifulSoup(editor, "html.parser")
    assert form.select_one(f'input[name="personas"][value="{chip["data-tg-term"]}"]')
    said = " ".join(chips.text.split())
    assert "It speaks to “Doors and fans of the cold store run all night”. Close to Cold" in said


def test_a_page_that_was_never_saved_says_when_suggestions_come(client, marketer):
    from cms.assets.services import library

    client.force_login(marketer)
    url = reverse("wagtailadmin_pages:add", args=["cms", "article", library().pk])
    assert "Save the draft once" in client.get(url).content.decode()


def test_without_script_a_form_does_the_same(client, marketer, draft, engineer):
    found = page(client, marketer, "of_asset", draft.pk)
    box = found.select_one(f'input[name="personas"][value="{engineer.pk}"]')
    assert box.has_attr("checked")
    url = reverse("tagging:of_asset", args=[draft.pk])
    client.post(url, {"personas": [engineer.pk]})
    assert names(draft, "personas") == ["Plant engineer"]
    assert not names(draft, "industries")


def test_who_may_not_edit_sees_no_suggestions(client, rep, draft):
    client.force_login(rep)
    url = reverse("tagging:of_asset", args=[draft.pk])
    assert client.get(url).status_code in (302, 403)
    assert client.post(url, {"personas": ["1"]}).status_code in (302, 403)
    assert client.get(reverse("tagging:index")).status_code in (302, 403)
    assert not names(draft, "personas")


def test_imported_assets_are_suggested_tags_by_a_job(client, marketer, draft):
    ImportedAsset.objects.create(asset=draft)
    client.force_login(marketer)
    response = client.post(reverse("importing:many"), {"action": "suggest", "chosen": [draft.pk]})
    job = Job.objects.get(kind="tagging.suggest")
    assert response.url == job.get_absolute_url()
    assert job.args["ids"] == [draft.pk]
    assert not TagSuggestion.objects.exists()


def test_the_list_ticks_from_a_confidence_on(client, marketer, suggested):
    boxes = page(client, marketer, "index", at="90").select("[data-tg-percent]")
    assert boxes
    for box in boxes:
        assert box.has_attr("checked") == (int(box["data-tg-percent"]) >= 90)


def test_ticked_tags_are_accepted_and_the_rest_stay(client, marketer, suggested, engineer):
    row = TagSuggestion.objects.get(field="personas", term=engineer.pk)
    client.force_login(marketer)
    client.post(reverse("tagging:act"), {"what": "accept", "tag": [row.pk]})
    assert names(suggested, "personas") == ["Plant engineer"]
    assert TagSuggestion.objects.open().exists()


def test_all_from_a_confidence_on_are_accepted_within_the_lists_filter(
    client, marketer, suggested
):
    client.force_login(marketer)
    data = {"what": "accept_all", "at": "50", "filters": "?field=industries"}
    client.post(reverse("tagging:act"), data)
    assert names(suggested, "industries") == ["Food"]
    assert not names(suggested, "personas")
    client.post(reverse("tagging:act"), {**data, "filters": "?q=invoice"})
    assert not names(suggested, "personas")


def test_many_assets_are_tagged_by_a_job(client, marketer, tagged):
    pks = [ArticleFactory(title=f"D {n}", body=body(COLD), publish=False).pk for n in range(21)]
    services.suggest(pks, user=marketer)
    client.force_login(marketer)
    client.post(reverse("tagging:act"), {"what": "accept_all", "at": "50"})
    job = Job.objects.get(kind="tagging.accept")
    assert len({TagSuggestion.objects.get(pk=pk).asset_id for pk in job.args["ids"]}) == 21
    assert not Asset.objects.filter(pk__in=pks).exclude(personas=None).exists()


def test_declined_tags_leave_the_list(client, marketer, suggested):
    ids = list(TagSuggestion.objects.values_list("pk", flat=True))
    client.force_login(marketer)
    client.post(reverse("tagging:act"), {"what": "decline", "tag": ids})
    found = page(client, marketer, "index")
    assert "No suggested tag waits" in found.text
    chips = page(client, marketer, "of_asset", suggested.pk, headers={"HX-Request": "true"})
    assert not chips.select(".tg__chip")


def test_the_list_exports(client, marketer, suggested):
    client.force_login(marketer)
    response = client.get(reverse("tagging:index"), {"export": "csv"})
    rows = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))
    assert rows[1][0] == suggested.title
    assert "Plant engineer" in rows[1][3]


def test_the_list_asks_no_more_for_more_assets(
    client, marketer, tagged, django_assert_max_num_queries
):
    pks = [ArticleFactory(title=f"D {n}", body=body(COLD), publish=False).pk for n in range(12)]
    services.suggest(pks, user=marketer)
    client.force_login(marketer)
    client.get(reverse("tagging:index"))
    with django_assert_max_num_queries(22):
        response = client.get(reverse("tagging:index"))
    assert response.content.count(b"data-tg-percent") >= 24
