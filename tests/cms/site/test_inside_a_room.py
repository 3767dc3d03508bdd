"""The asset's page as a part of another page that has rights of its own."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.facts.scope import fact_scope
from cms.media.grants import media_base
from cms.site.links import links_through, pages_linked_in

pytestmark = pytest.mark.django_db
BASE = "/r/token/media/"


def rendered(rf, asset, link_to):
    linked = pages_linked_in(asset.body.get_prep_value())
    with fact_scope(asset.fact_ids), media_base(BASE), links_through(link_to, ids=linked):
        html = render_to_string(
            "cms/site/asset_main.html", {"asset": asset, "in_room": True}, rf.get("/r/token/")
        )
    return BeautifulSoup(html, "html.parser")


def test_links_and_files_stay_in_the_room(rf, case_study):
    part = rendered(rf, case_study, lambda page: f"/r/token/{page.pk}/")
    link = part.select_one(".block-paragraph a")
    assert link["href"].startswith("/r/token/")
    for image in part.select("img"):
        assert image["src"].startswith(BASE)
        assert all(part.strip().startswith(BASE) for part in image["srcset"].split(","))
    assert not part.select(".crumb")
    assert "68\xa0%" in part.text


def test_a_link_that_the_room_does_not_show_is_plain_text(rf, case_study):
    paragraph = rendered(rf, case_study, lambda page: None).select_one(".block-paragraph")
    assert "the ledger" in paragraph.text
    assert not paragraph.select("a[href]")


def test_the_pages_linked_to_are_fetched_together(case_study, django_assert_num_queries):
    linked = pages_linked_in(case_study.body.get_prep_value())
    assert len(linked) == 1
    with django_assert_num_queries(1), links_through(lambda page: page.slug, ids=linked) as links:
        assert [links.address(pk) for pk in linked] == ["ledger"]
    with django_assert_num_queries(1), links_through(lambda page: page.slug) as links:
        assert links.address(999_999) is None
