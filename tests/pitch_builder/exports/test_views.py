"""A deck's downloads in the admin: what is offered, how far it is, and whom it is kept from."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cms.operations.models import Job
from cms.operations.tasks import run_job
from pitch_builder.builds.services import build_now
from pitch_builder.exports.enums import ExportKind
from pitch_builder.exports.models import Export
from pitch_builder.exports.services import export_now
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.soup import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(rep):
    return make_deck(rep, case_study_with_slides())


@pytest.fixture
def build(deck, rep):
    return build_now(deck, user=rep)


@pytest.fixture
def browser(client, rep):
    client.force_login(rep)
    return client


def downloads(deck) -> str:
    return reverse("exports:downloads", args=[deck.pk])


def made(build, kind: str) -> str:
    return reverse("exports:make", args=[build.pk, kind])


def addresses(build) -> list[str]:
    return [
        reverse("exports:images", args=[build.pk]),
        reverse("exports:image", args=[build.pk, 960, 1]),
        reverse("exports:typefaces", args=[build.pk]),
        *(reverse("exports:file", args=[build.pk, kind]) for kind in ExportKind.values),
    ]


def content(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_deck_that_was_never_built_says_what_to_do(browser, deck):
    page = soup(browser.get(downloads(deck)))
    assert "There is no PDF yet" in page.select_one(".t-empty").text


def test_all_forms_are_offered(browser, deck, build, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        page = soup(browser.get(downloads(deck)))
    forms = [form.h2.text for form in page.select(".ex__form")]
    assert forms == ["PDF", "PDF for print", "PowerPoint", "Images"]
    assert [form["action"] for form in page.select(".ex__form form")] == [
        made(build, kind) for kind in ExportKind.values
    ]
    assert page.select_one(".t-badge").text.strip() == "Current"


def test_it_says_when_the_deck_is_further_than_its_build(browser, deck, build, rep):
    from pitch_builder.decks.services import remove_slides

    remove_slides(deck, user=rep, slide_ids=[deck.deck_slides.last().pk])
    page = soup(browser.get(downloads(deck)))
    assert "Changed since it was built" in page.select_one(".t-badge").text


def test_what_is_asked_for_is_made_in_a_job_with_progress_and_then_downloaded(
    browser, deck, build, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(made(build, "powerpoint"))
    assert answer.url == downloads(deck)
    assert soup(browser.get(downloads(deck))).select_one("#powerpoint .t-progress")
    run_job.call(Job.objects.get(kind="builds.export").pk)
    link = soup(browser.get(downloads(deck))).select_one("#powerpoint .ex__act a")["href"]
    response = browser.get(link)
    assert response["Content-Disposition"].endswith('.pptx"')
    assert content(response).startswith(b"PK")
    assert browser.post(made(build, "powerpoint")).url == link


def test_the_storyboards_menu_leads_to_progress_or_to_the_file(browser, deck, build):
    page = soup(browser.get(reverse("decks:board", args=[deck.pk])))
    posts = [button["hx-post"] for button in page.select(".w-dropdown__content [hx-post]")]
    assert posts == [made(build, kind) for kind in ExportKind.values]
    asked = browser.post(posts[2], headers={"hx-request": "true"})
    assert asked["HX-Redirect"] == downloads(deck)
    export_now(build, ExportKind.IMAGES, user=None)
    again = browser.post(posts[2], headers={"hx-request": "true"})
    assert again["HX-Redirect"] == reverse("exports:images", args=[build.pk])


def test_what_failed_says_why_and_can_be_tried_again(browser, deck, build):
    Export.objects.create(build=build, kind="print", state="failed", error="A picture is gone.")
    form = soup(browser.get(downloads(deck))).select_one("#print")
    assert "A picture is gone." in form.text
    assert "Try again" in form.button.text


def test_all_images_are_shown_and_come_as_a_zip(browser, build):
    export_now(build, ExportKind.IMAGES, user=None)
    page = soup(browser.get(reverse("exports:images", args=[build.pk])))
    pictures = page.select(".ex__images img")
    assert len(pictures) == build.pages
    assert pictures[1]["alt"].startswith("Slide 2: It saves")
    picture = browser.get(pictures[0]["src"])
    assert picture["Content-Type"] == "image/png" and "immutable" in picture["Cache-Control"]
    packed = browser.get(reverse("exports:file", args=[build.pk, "images"]))
    assert len(zipfile.ZipFile(io.BytesIO(content(packed))).namelist()) == build.pages


def test_the_typefaces_of_a_deck_can_be_installed(browser, build):
    response = browser.get(reverse("exports:typefaces", args=[build.pk]))
    assert "FolioText-Bold.ttf" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


def test_what_is_not_there_is_not_found(browser, build):
    assert browser.get(reverse("exports:file", args=[build.pk, "print"])).status_code == 404
    assert browser.get(reverse("exports:file", args=[build.pk, "odp"])).status_code == 404
    assert browser.post(made(build, "odp")).status_code == 404
    assert (
        browser.post(made(build, "print").replace(str(build.pk), str(uuid4()))).status_code == 404
    )
    export_now(build, ExportKind.IMAGES, user=None)
    for width, number in ((961, 1), (960, 0), (960, build.pages + 1)):
        address = reverse("exports:image", args=[build.pk, width, number])
        assert browser.get(address).status_code == 404


def test_a_file_that_the_storage_lost_is_not_found(browser, build):
    from django.core.files.storage import default_storage

    export = export_now(build, ExportKind.POWERPOINT, user=None)
    default_storage.delete(export.file)
    assert browser.get(reverse("exports:file", args=[build.pk, "powerpoint"])).status_code == 404


@pytest.mark.parametrize(
    ("role", "code"),
    [("rep", 200), ("sales_lead", 200), ("marketer", 200), ("other_rep", 404), ("outsider", 302)],
)
def test_only_the_team_that_sees_a_deck_takes_it_along(build, role, code, request):
    for kind in ExportKind:
        export_now(build, kind, user=None)
    client = Client()
    client.force_login(request.getfixturevalue(role))
    assert {client.get(url).status_code for url in addresses(build)} == {code}
    answer = client.post(made(build, "print"))
    assert answer.status_code == (302 if code == 200 else code)


def test_rooms_give_the_pdf_for_screens_only(client, build):
    assert {client.get(url).status_code for url in addresses(build)} == {302}
