"""The import pages: upload, job, review, many at a time."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.importing import limits
from cms.importing.models import ImportRun
from cms.importing.reviewing import publish_assets, tag_assets
from cms.importing.services import import_folder
from cms.importing.uploads import run_import, start_import
from cms.operations.models import Job
from personas.access.services import ensure_groups
from tests.cms.importing.test_archives import zipped
from tests.factories.personas import JourneyStageFactory, PersonaFactory

pytestmark = pytest.mark.django_db
INDEX = "importing:index"


@pytest.fixture(autouse=True)
def groups(library):
    ensure_groups()


@pytest.fixture
def as_marketer(client, marketer):
    client.force_login(marketer)
    return client


def archive(files=None, name="book.zip"):
    files = files or {"book/a.md": b"# One\n\nWords of one.", "book/b.md": b"# Two\n\nWords."}
    return SimpleUploadedFile(name, zipped(files).getvalue(), "application/zip")


def run_job(job):
    return run_import(job.args["run_id"], lambda done, total, message="": None)


@pytest.fixture
def imported(folder, write):
    write("a.md", "# Alpha\n\nWords of alpha.")
    write("b.md", "---\nkind: case_study\n---\n# Beta\n\nWords of beta.")
    import_folder(folder)
    return list(Asset.objects.order_by("title"))


def test_an_upload_becomes_a_job_that_imports_drafts(as_marketer):
    response = as_marketer.post(reverse(INDEX), {"archive": archive(), "name": ""})
    job = Job.objects.get(kind="content.import")
    assert response.url == job.get_absolute_url()
    report = run_job(job)
    run = ImportRun.objects.get()
    assert not run.archive
    assert run.finished_at
    assert Asset.objects.filter(import_key__startswith="book/", live=False).count() == 2
    assert f"run={run.pk}" in report["links"][0]["url"]
    # The same job again, as after a crash at its very end.
    assert run_job(job) == {}


def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(marketer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(marketer)
    response = client.generic(
        "POST", reverse(INDEX), b"x", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * limits.MEGABYTE),
    )  # fmt: skip
    assert response.status_code == 413
    assert "200.0 MB" in response.content.decode()


def test_a_post_without_token_is_refused(marketer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(marketer)
    assert client.post(reverse(INDEX), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("files", [{"../evil.md": b"x"}, {"a.md": b"\0" * (30 * limits.MEGABYTE)}])
def test_a_bad_archive_fails_with_its_reason_and_is_thrown_away(marketer, files):
    job = start_import(archive(files), user=marketer)
    with pytest.raises(Exception, match="Nothing was taken"):
        run_job(job)
    assert not ImportRun.objects.get().archive
    assert not Asset.objects.exists()


def test_sales_sees_none_of_it(client, rep, imported):
    client.force_login(rep)
    for name in (INDEX, "importing:review"):
        response = client.get(reverse(name))
        assert response.status_code in (302, 403)
    url = reverse("importing:propose", args=[imported[0].pk])
    assert client.get(url).status_code in (302, 403)
    with pytest.raises(NotAllowed):
        start_import(archive(), user=rep)


def test_the_review_list_filters_and_pins_its_queries(
    as_marketer, imported, django_assert_max_num_queries
):
    url = reverse("importing:review")
    as_marketer.get(url)
    with django_assert_max_num_queries(32):
        page = as_marketer.get(url).content.decode()
    assert "Alpha" in page
    assert "Beta" in page
    lacking = as_marketer.get(url, {"state": "lacking"}).content.decode()
    assert "Beta" in lacking
    assert "Alpha" not in lacking
    assert "Alpha" in as_marketer.get(url, {"tags": "none"}).content.decode()
    found = as_marketer.get(url, {"q": "alpha a.md"}).content.decode()
    assert "Alpha" in found
    assert "Beta" not in found
    run = ImportRun.objects.get()
    assert "Alpha" in as_marketer.get(url, {"run": run.pk}).content.decode()


def test_many_are_tagged_at_once_and_drafts_show_it_in_the_list(as_marketer, imported):
    persona, stage = PersonaFactory(), JourneyStageFactory()
    ids = [asset.pk for asset in imported]
    asked = as_marketer.post(reverse("importing:many"), {"action": "tag", "chosen": ids})
    assert persona.name in asked.content.decode()
    as_marketer.post(
        reverse("importing:many"),
        {"action": "tag", "chosen": ids, "confirmed": 1, "personas": [persona.pk],
         "stages": [stage.pk]},
    )  # fmt: skip
    assert not Asset.objects.untagged().exists()
    draft = imported[0].specific.get_latest_revision_as_object()
    assert [p.pk for p in draft.personas.all()] == [persona.pk]


def test_all_of_the_list_means_what_its_filters_leave(as_marketer, imported):
    page = as_marketer.post(
        reverse("importing:many"), {"action": "tag", "all": 1, "filters": "?state=lacking"}
    ).content.decode()
    assert "Beta" in page
    assert "Alpha" not in page


def test_publishing_many_leaves_and_names_what_lacks_something(imported, marketing_lead):
    report = publish_assets([asset.pk for asset in imported], user=marketing_lead)
    assert Asset.objects.filter(live=True).count() == 1
    assert report["problems"][0]["what"] == "Beta"
    assert "solution" in report["problems"][0]["why"]


def test_marketing_publishes_nothing_without_the_right_and_sales_tags_nothing(
    imported, marketer, rep
):
    ids = [asset.pk for asset in imported]
    assert len(publish_assets(ids, user=marketer)["problems"]) == 2
    persona = PersonaFactory()
    assert len(tag_assets(ids, user=rep, personas=[persona.pk])["problems"]) == 2
    assert not Asset.objects.filter(personas=persona).exists()
    assert not Asset.objects.filter(live=True).exists()


def test_tags_of_a_live_asset_wait_for_somebody_who_may_publish(
    imported, marketer, marketing_lead
):
    alpha = imported[0]
    publish_assets([alpha.pk], user=marketing_lead)
    first, second = PersonaFactory(), PersonaFactory()
    tag_assets([alpha.pk], user=marketing_lead, personas=[first.pk])
    assert list(Asset.objects.get(pk=alpha.pk).personas.all()) == [first]
    report = tag_assets([alpha.pk], user=marketer, personas=[second.pk])
    assert "draft" in report["taken"][0]["why"]
    assert list(Asset.objects.get(pk=alpha.pk).personas.all()) == [first]


def test_the_editor_offers_slides(as_marketer, imported):
    url = reverse("wagtailadmin_pages:edit", args=[imported[0].pk])
    assert (
        reverse("importing:propose", args=[imported[0].pk])
        in as_marketer.get(url).content.decode()
    )
