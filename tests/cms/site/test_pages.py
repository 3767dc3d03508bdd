"""What visitors get: whole pages, few queries, live figures."""

import re

import pytest

from cms.assets.enums import Visibility
from cms.assets.services import save_asset, unpublish_asset
from cms.site.models import HomePage, TextPage
from tests.factories.cms import (
    ArticleFactory,
    ComparisonFactory,
    EBookFactory,
    VideoFactory,
    block,
)

pytestmark = pytest.mark.django_db


def warm(client, address):
    """Ask once, so that renditions, navigation and brand are there."""
    assert client.get(address).status_code == 200


def test_an_asset_page_shows_all_of_it(read, case_study):
    page = read("/library/hollin/")
    assert page.h1.text == "Hollin Freight burns less"
    assert [dd.text for dd in page.select(".figures dd")] == ["68\xa0%", "2,650 t CO₂e"]
    assert "They saved 68\xa0% with" in page.select_one(".block-paragraph").text
    assert page.select_one('.prose a[href="/library/ledger/"]')
    assert page.select_one(".glance").text.count("Chief financial officer") == 1
    assert "Which, and why?" in page.select_one(".glance").text
    assert [th.text for th in page.select(".block-table th.number")] == ["Share"]
    assert page.select_one("figure.quote figcaption").text == "Moira Tait"
    picture = page.select_one(".picture img")
    assert picture["alt"] == "Bars that meet"
    assert picture["loading"] == "lazy"
    assert int(picture["width"]) > int(picture["height"]) > 0
    assert "480w" in picture["srcset"]
    hero = page.select_one(".asset-picture img")
    assert hero["alt"] == "Lorries at dawn"
    assert "loading" not in hero.attrs
    assert page.select_one("pre code").text == "<script>alert(1)</script>"


def test_a_chart_slide_stands_on_the_page_with_its_values_as_a_table(read, case_study):
    chart = read("/library/hollin/").select_one("figure.chart")
    assert chart.select_one(".chart-wide svg[role=img] title").text.startswith("Three of nine")
    assert "var(--signal)" in str(chart.select_one(".chart-wide svg"))
    assert not re.search(r"#0102|style=", str(chart))
    assert [row.text for row in chart.select("tbody th")] == ["Leeds", "Hull", "York"]


def test_pages_say_what_they_are_to_machines(read, case_study):
    page = read("/library/hollin/")
    assert page.select_one("meta[name=description]")["content"] == case_study.summary
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/library/hollin/"
    assert page.select_one('meta[property="og:title"]')["content"] == case_study.title
    assert page.select_one('meta[property="og:image"]')["content"].startswith(
        "http://testserver/media/images/"
    )


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/library/hollin/", 12), ("/library/", 10), ("/", 9), ("/what-we-record/", 1)],
)
def test_pages_take_few_queries(client, library, address, queries, django_assert_num_queries):
    warm(client, address)
    with django_assert_num_queries(queries):
        response = client.get(address)
    assert len(response.content) < 100_000
    assert not response.cookies


def test_the_number_of_queries_does_not_grow_with_the_list(
    client, library, django_assert_num_queries
):
    warm(client, "/library/?show=241")
    with django_assert_num_queries(10):
        client.get("/library/?show=241")


def test_an_expired_fact_gives_way_to_the_authors_words(read, case_study, fact):
    from datetime import date

    fact.valid_until = date(2020, 1, 1)
    fact.save_revision().publish()
    page = read("/library/hollin/")
    assert "They saved most with" in page.select_one(".block-paragraph").text
    assert "68" not in page.select_one(".figures").text


def test_a_link_to_what_is_not_public_becomes_plain_text(client, read, case_study, rep):
    linked = ArticleFactory._meta.model.objects.get(slug="ledger")
    linked.visibility = Visibility.INTERNAL
    save_asset(linked, publish=True)
    paragraph = read("/library/hollin/").select_one(".block-paragraph")
    assert "the ledger" in paragraph.text
    assert not paragraph.select("a[href]")
    client.force_login(rep)
    assert read("/library/hollin/").select_one('.block-paragraph a[href="/library/ledger/"]')
    unpublish_asset(linked)
    assert not read("/library/hollin/").select(".block-paragraph a[href]")


def test_an_asset_withdrawn_or_expired_is_not_found(client, case_study):
    from django.utils import timezone

    case_study.expire_at = timezone.now()
    case_study.save()
    assert client.get("/library/hollin/").status_code == 404


def test_related_are_public_and_share_something(read, library, case_study):
    ArticleFactory(
        title="Kept inside",
        visibility=Visibility.INTERNAL,
        personas=list(case_study.personas.all()),
        stages=list(case_study.stages.all()),
    )
    titles = [a.text for a in read("/library/hollin/").select("#related ~ .cards h3 a")]
    assert len(titles) == 3
    assert "Kept inside" not in titles
    assert case_study.title not in titles


def test_a_film_has_poster_captions_and_a_file(read):
    film = VideoFactory()
    video = read(film.get_url()).video
    assert video.source["type"] == "video/mp4"
    assert video.source["src"] == film.video_file.url
    assert video.track["kind"] == "captions"


def test_a_film_elsewhere_is_a_card_and_loads_nothing(read):
    film = VideoFactory(video_file=None, captions=None, external_url="https://films.example/x")
    page = read(film.get_url())
    assert page.select_one("a.elsewhere")["href"] == "https://films.example/x"
    assert "films.example" in page.select_one("a.elsewhere").text
    assert not page.select("iframe, video, script")


def test_a_book_offers_its_document(read):
    book = EBookFactory()
    link = read(book.get_url()).select_one("[data-download]")
    assert link["href"] == book.document.url
    assert "24 pages" in link.parent.text


def test_a_comparison_shows_its_table_to_the_team(client, read, rep):
    import json

    def item(value):
        return {"type": "item", "id": str(value), "value": value}

    def row(name, *cells):
        return item({"criterion": name, "cells": [item(cell) for cell in cells]})

    slide = block(
        "comparison",
        {
            "title": "Ledger against spreadsheet",
            "criterion": "",
            "note": "",
            "columns": [
                item({"name": "Ours", "own": True}),
                item({"name": "Spreadsheet", "own": False}),
            ],
            "rows": [row("Audit trail", "yes", "no")],
        },
    )
    asset = ComparisonFactory(slides=json.dumps([slide]))
    assert client.get(asset.get_url()).status_code == 404
    client.force_login(rep)
    page = read(asset.get_url())
    assert [th.text for th in page.select(".compare thead th")] == [
        "Criterion",
        "Ours",
        "Spreadsheet",
    ]
    assert page.select_one(".team").text.strip().startswith("Internal")


def test_the_team_sees_a_way_to_the_editor_and_visitors_do_not(client, read, case_study, marketer):
    assert not read("/library/hollin/").select(".team")
    client.force_login(marketer)
    link = read("/library/hollin/").select_one(".team a")
    assert link["href"] == f"/admin/pages/{case_study.pk}/edit/"


def test_the_home_page_leads_to_the_library(read, library):
    page = read("/")
    assert page.select_one(".card-large a").text == "Hollin Freight burns less"
    assert page.select_one(".questions a")["href"] == "/library/?stage=compare"
    assert page.select_one("header .button")["href"] == "/library/walk/"
    assert "Tarnwell Ltd" in page.footer.text


def test_text_pages_stand_in_the_footer(read, library):
    home = HomePage.objects.get()
    imprint = TextPage(title="Imprint", slug="imprint", body="<h2>Who</h2><p>We.</p>")
    home.add_child(instance=imprint)
    imprint.save_revision().publish()
    assert read("/imprint/").select_one(".prose h2").text == "Who"
    assert read("/").select_one('footer a[href="/imprint/"]')
    imprint.unpublish()
    assert not read("/").select('footer a[href="/imprint/"]')


def test_a_missing_page_says_so_and_offers_the_library(read, library):
    page = read("/library/nothing/", status=404)
    assert page.h1.text == "There is no page at this address"
    assert page.select_one("form.search")["action"] == "/library/"


def test_an_empty_site_stands(read):
    assert read("/").h1
    assert "nothing here" in read("/library/").select_one(".empty").text


def test_a_draft_previews_as_its_page(client, marketer, case_study):
    client.force_login(marketer)
    assert client.get(f"/admin/pages/{case_study.pk}/view_draft/").status_code == 200
