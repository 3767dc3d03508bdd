"""Feed, sitemap, robots, headers."""

import re

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree

from cms.assets.enums import Visibility
from cms.site.middleware import PUBLIC_POLICY
from tests.factories.cms import ArticleFactory, FactFactory
from tests.factories.pitch import embed

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_feed_carries_texts_with_live_figures(client, case_study, django_assert_num_queries):
    ArticleFactory(title="Hidden", visibility=Visibility.BY_LINK)
    client.get("/feed.xml")
    with django_assert_num_queries(4):
        response = client.get("/feed.xml")
    feed = ElementTree.fromstring(response.content)
    entries = {e.findtext("a:title", namespaces=ATOM): e for e in feed.findall("a:entry", ATOM)}
    assert set(entries) == {"Hollin Freight burns less", "What a ledger is"}
    text = entries["Hollin Freight burns less"].findtext("a:content", namespaces=ATOM)
    assert "68\xa0%" in text
    assert entries["Hollin Freight burns less"].find("a:link", ATOM).get("href") == (
        "http://testserver/library/hollin/"
    )


def test_descriptions_for_machines_carry_live_figures(client):
    fact = FactFactory(value=68)
    article = ArticleFactory(summary=f"Saves {embed(fact)} a year.")
    assert _descriptions(client, article) == {"Saves 68\xa0% a year."}
    fact.value = 71
    fact.save_revision().publish()
    assert _descriptions(client, article) == {"Saves 71\xa0% a year."}


def _descriptions(client, page) -> set[str]:
    soup = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
    plain = soup.find("meta", attrs={"name": "description"})
    shared = soup.find("meta", property="og:description")
    return {plain["content"], shared["content"]}


def test_the_sitemap_names_live_and_public_pages(client, library, django_assert_num_queries):
    ArticleFactory(title="Hidden", slug="hidden", visibility=Visibility.BY_LINK)
    client.get("/sitemap.xml")
    with django_assert_num_queries(4):
        response = client.get("/sitemap.xml")
    places = re.findall(r"<loc>(.*?)</loc>", response.content.decode())
    assert "http://testserver/" in places
    assert "http://testserver/library/hollin/" in places
    assert len(places) == 21
    assert not any("hidden" in place for place in places)


def test_robots_find_the_sitemap_and_stay_out_of_rooms(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /r/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize(
    "address", ["/", "/library/", "/library/hollin/", "/nothing/", "/feed.xml"]
)
def test_public_answers_carry_a_strict_policy(client, library, address):
    response = client.get(address)
    assert response["Content-Security-Policy"] == PUBLIC_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/library/", "/library/hollin/", "/library/walk/"])
def test_pages_load_nothing_from_elsewhere_and_have_no_inline_script_or_style(
    read, library, address
):
    page = read(address)
    assert not page.select("script:not([src]), style, [style]")
    assert not [tag for tag in page.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    for tag in page.select("[src], link[rel=stylesheet], source"):
        address = tag.get("src") or tag.get("href")
        assert address.startswith("/"), address


def test_the_admin_keeps_its_scripts(client, marketer):
    client.force_login(marketer)
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_brands_stylesheet_may_be_kept_for_good(client, read):
    address = next(
        link["href"]
        for link in read("/").select("link[rel=stylesheet]")
        if "brand-" in link["href"]
    )
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    css = response.content.decode()
    assert "--accent:" in css
    assert "prefers-color-scheme" in css
    assert "@font-face" in css
