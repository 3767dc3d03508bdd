"""The report of near duplicates, two of them side by side, the line in the editor."""

from __future__ import annotations

import csv

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.assets.models import Asset
from cms.importing.models import ImportedAsset
from cms.likeness.finding import refresh
from cms.likeness.models import NearPair, PairState
from cms.operations.models import Job
from tests.cms.likeness.conftest import MORE, WORDS, body
from tests.factories.cms import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(twins):
    refresh()
    return NearPair.objects.get()


def page(client, user, name, *args, **query):
    client.force_login(user)
    response = client.get(reverse(f"likeness:{name}", args=args), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_list_names_both_and_says_how_alike_they_are(client, marketer, pair, twins):
    found = page(client, marketer, "index")
    row = found.select_one("tbody tr")
    assert all(asset.title in row.text for asset in twins)
    assert f"{pair.percent} %" in row.text
    assert row.a["href"] == reverse("likeness:pair", args=[pair.pk])
    assert "1 pair is to be looked at" in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "open"}, 1),
        ({"state": "apart"}, 0),
        ({"least": "95"}, 0),
        ({"kind": "article"}, 1),
        ({"kind": "video"}, 0),
        ({"published": "draft"}, 0),
        ({"q": "night"}, 1),
        ({"q": "procurement"}, 0),
    ],
)
def test_it_filters(client, marketer, pair, query, count):
    assert len(page(client, marketer, "results", **query).select("tbody tr")) == count


def test_it_exports(client, marketer, pair, twins):
    Asset.objects.filter(pk=twins[0].pk).update(title="=1+1")
    client.force_login(marketer)
    response = client.get(reverse("likeness:index"), {"export": "csv"})
    rows = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))
    assert rows[1][0] == "'=1+1"
    assert rows[1][2] == str(pair.percent)


def test_the_list_asks_no_more_for_more_pairs(client, marketer, django_assert_max_num_queries):
    for number in range(6):
        ArticleFactory(title=f"Night {number}", body=body(WORDS, MORE))
    refresh()
    client.force_login(marketer)
    client.get(reverse("likeness:index"))
    with django_assert_max_num_queries(22):
        response = client.get(reverse("likeness:index"))
    assert response.content.count(b"lk__pair") == 15


def test_the_empty_list_teaches(client, marketer):
    found = page(client, marketer, "index")
    assert "Which texts do you have twice?" in found.text
    assert found.select_one(f'form[action="{reverse("likeness:again")}"]')


def test_the_button_starts_the_comparison(client, marketer, twins):
    client.force_login(marketer)
    response = client.post(reverse("likeness:again"))
    job = Job.objects.get(kind="likeness.find")
    assert (response.url, job.owner) == (job.get_absolute_url(), marketer)


def test_side_by_side_marks_what_differs(client, marketer, pair):
    found = page(client, marketer, "pair", pair.pk)
    assert [mark.text for mark in found.select("del")] == ["at", "third"]
    assert [mark.text for mark in found.select("ins")] == ["by", "half"]
    assert "2 passages differ" in found.text


def test_a_marketer_may_say_that_they_are_no_duplicates(client, marketer, pair):
    client.force_login(marketer)
    url = reverse("likeness:decide", args=[pair.pk])
    assert client.post(url, {"what": "apart"}).status_code == 302
    pair.refresh_from_db()
    assert pair.state == PairState.APART
    # And may not take anything off the site.
    assert "Keep this one" not in page(client, marketer, "pair", pair.pk).text
    client.post(url, {"keep": str(pair.first_id)})
    assert Asset.objects.filter(pk__in=[pair.first_id, pair.second_id], live=True).count() == 2


def test_a_lead_keeps_one(client, marketing_lead, pair):
    assert len(page(client, marketing_lead, "pair", pair.pk).select("button[name=keep]")) == 2
    client.post(reverse("likeness:decide", args=[pair.pk]), {"keep": str(pair.first_id)})
    assert not Asset.objects.get(pk=pair.second_id).live


def test_sales_have_no_part_in_it(client, rep, sales_lead, pair):
    for user in (rep, sales_lead):
        client.force_login(user)
        for name, args in (("index", []), ("pair", [pair.pk]), ("notice", [pair.first_id])):
            assert client.get(reverse(f"likeness:{name}", args=args)).status_code in (302, 403)
        assert client.post(reverse("likeness:again")).status_code in (302, 403)
        assert client.post(
            reverse("likeness:decide", args=[pair.pk]), {"what": "apart"}
        ).status_code in (302, 403)
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_the_editor_says_what_a_text_is_close_to(client, marketer, twins):
    refresh()
    draft = ArticleFactory(title="Costs", body=body(WORDS, MORE), publish=False)
    found = page(client, marketer, "notice", draft.pk)
    assert f"Close to “{twins[0].title}”" in found.text
    assert "side by side" in found.a.text
    client.force_login(marketer)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert reverse("likeness:notice", args=[draft.pk]) in editor.content.decode()


def test_the_editor_says_nothing_where_a_text_is_close_to_nothing(client, marketer):
    alone = ArticleFactory(body=body(WORDS))
    assert not page(client, marketer, "notice", alone.pk).text.strip()


def test_the_review_of_imports_says_what_is_close_to_another(client, marketer, pair):
    ImportedAsset.objects.create(asset_id=pair.second_id)
    client.force_login(marketer)
    found = client.get(reverse("importing:review")).content.decode()
    assert f'href="{reverse("likeness:pair", args=[pair.pk])}"' in found
