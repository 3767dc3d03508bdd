"""The page behind the code, as anybody opens it, and inside a room."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.assets.services import unpublish_asset
from pitch_builder.builds.services import build_now
from pitch_builder.verification.forms import plain_code
from tests.soup import soup

pytestmark = pytest.mark.django_db


def open_page(visitor, path, status=200):
    response = visitor.get(path)
    assert response.status_code == status
    return soup(response)


def test_the_printed_address_opens_and_says_that_the_copy_is_current(visitor, build):
    page = open_page(visitor, f"/v/{build.code}/3")
    assert page.h1.text == "Your copy is current"
    assert build.code in page.text


def test_it_names_changed_slides_and_no_content(visitor, build, publish_value, asset):
    publish_value(71)
    page = open_page(visitor, f"/v/{build.code}")
    assert page.h1.text == "2 slides have changed since your copy"
    assert [h3.text.strip() for h3 in page.select(".verify-lines h3")] == ["Slide 2", "Slide 3"]
    # The figures were 68 % and are 71 %; these digits may stand in a code or a company's name.
    for hidden in ("%", asset.title, "It saves", "energy per pallet"):
        assert hidden not in page.main.text


def test_it_says_that_content_was_withdrawn(visitor, build, asset):
    unpublish_asset(asset)
    page = open_page(visitor, f"/v/{build.code}")
    assert "withdrawn" in page.h1.text
    assert asset.title not in page.main.text


def test_a_slide_that_is_still_current_is_said_so(visitor, build, publish_value):
    publish_value(71)
    page = open_page(visitor, f"/v/{build.code}/4")
    assert "Slide 4 of your copy is still current." in page.main.text


def test_a_deleted_deck_is_withdrawn(visitor, build, deck):
    deck.delete()
    page = open_page(visitor, f"/v/{build.code}")
    assert page.h1.text == "This copy was withdrawn"


def test_it_is_not_found_by_search_engines_and_not_kept(visitor, build):
    response = visitor.get(f"/v/{build.code}")
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_an_unknown_code_is_said_and_trying_is_limited(visitor, build):
    page = open_page(visitor, "/v/zzzzzzzzzz", 404)
    assert "no copy with this code" in page.select_one("[role=alert]").text
    for _n in range(30):
        visitor.get("/v/zzzzzzzzzz")
    assert visitor.get("/v/zzzzzzzzzz").status_code == 429
    assert visitor.get(f"/v/{build.code}").status_code == 200


@pytest.mark.parametrize(
    "typed",
    ["abcde23456", "ABCDE23456", " abcde-23456 ", "localhost:8000/v/abcde23456/7",
     "http://localhost:8000/v/abcde23456"],
)  # fmt: skip
def test_a_code_is_read_however_it_is_typed(typed):
    assert plain_code(typed) == "abcde23456"


def test_a_typed_code_leads_to_its_page(visitor, build):
    response = visitor.post("/v/", {"code": build.code.upper()})
    assert response["Location"] == f"/v/{build.code}"


def upload(visitor, content, **headers):
    file = SimpleUploadedFile("deck.pdf", content, "application/pdf")
    return visitor.post("/v/", {"file": file}, headers=headers)


def test_an_uploaded_copy_is_checked(visitor, build, content, publish_value):
    page = soup(upload(visitor, content))
    assert page.h1.text == "Your copy is current"
    assert "byte by byte" in page.select_one(".lede").text
    publish_value(71)
    assert "2 slides have changed" in soup(upload(visitor, content)).h1.text
    page = soup(upload(visitor, content + b"\n%"))
    assert page.h1.text == "This file was changed since we issued it"


def test_what_cannot_be_read_is_said(visitor):
    response = upload(visitor, b"no pdf")
    assert response.status_code == 400
    assert "cannot be read" in soup(response).select_one("[role=alert]").text


def test_nothing_is_asked_for_kindly(visitor):
    response = visitor.post("/v/", {})
    assert response.status_code == 400
    assert "Type the code" in soup(response).select_one("[role=alert]").text


def test_too_large_a_file_is_refused_before_it_is_read(visitor, monkeypatch):
    monkeypatch.setattr("pitch_builder.verification.public_views.LARGEST_PDF", -70_000)
    response = upload(visitor, b"%PDF-")
    assert response.status_code == 413


def test_another_site_cannot_hand_in_a_file(visitor, content):
    assert upload(visitor, content, sec_fetch_site="cross-site").status_code == 403


def test_files_are_limited(visitor):
    for _n in range(20):
        upload(visitor, b"no pdf")
    assert upload(visitor, b"no pdf").status_code == 429


# --- inside a room ------------------------------------------------------------------------------
def test_the_reader_of_a_room_sees_versions_old_and_new_values(
    visitor, link, build, deck, rep, publish_value
):
    publish_value(71)
    newer = build_now(deck, user=rep)
    page = open_page(visitor, f"{link.path}check/")
    codes = [p.text.split()[0] for p in page.select(".verify-lines p")]
    assert codes == [newer.code, build.code]
    page = open_page(visitor, f"{link.path}check/?code={build.code}")
    assert "2 slides have changed" in page.h1.text
    lines = [
        found.text.replace("\xa0", " ")
        for found in page.select(".verify-lines li > div:not(.verify-look) > p")
    ]
    assert "now 71 %, your copy says 68 %" in lines[0]
    assert page.select(".verify-lines .verify-look")
    assert page.select_one(f'a[href="{reverse("room:pdf", args=[link.token, deck.pk])}"]')


def test_where_the_room_still_shows_the_same_version_it_says_so(
    visitor, link, build, publish_value
):
    publish_value(71)
    page = open_page(visitor, f"{link.path}check/?code={build.code}")
    assert "a new one is being made" in page.main.text
    assert not page.select(".verify-look")
    assert not page.select_one("a[data-download]")


def test_a_copy_of_another_room_is_unknown_in_this_one(visitor, link, rep, asset):
    from tests.factories.pitch import make_deck

    other = build_now(make_deck(rep, asset), user=rep)
    page = open_page(visitor, f"{link.path}check/?code={other.code}", 404)
    assert "no copy of your decks" in page.select_one("[role=alert]").text


def test_withdrawn_slides_are_not_shown_inside_either(visitor, link, build, asset):
    unpublish_asset(asset)
    page = open_page(visitor, f"{link.path}check/?code={build.code}")
    assert "withdrawn" in page.h1.text
    assert not page.select(".verify-look")
    assert not page.select_one(".buttons a[data-download]")
