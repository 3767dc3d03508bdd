"""A build in other forms: what each holds, that it is the build's, and who may have it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image
from pptx import Presentation
from wagtail.images import get_image_model

from cms.operations.models import Job
from cms.operations.tasks import run_job
from pitch_builder.builds import sources
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks.services import add_own_slide
from pitch_builder.errors import NotAllowed, SourceLost
from pitch_builder.exports.enums import ExportKind, ExportState
from pitch_builder.exports.files import WIDTHS, image_name
from pitch_builder.exports.models import Export
from pitch_builder.exports.services import content_of, export_now, make, request_export
from pitch_builder.verification.verdicts import Origin, verdict_on_file
from tests.factories.cms import FactFactory
from tests.factories.photographs import photograph
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a new rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture
def fact():
    return FactFactory(source="Ledgers of the hubs")


@pytest.fixture
def deck(rep, fact):
    return make_deck(rep, case_study_with_slides(fact))


@pytest.fixture
def build(deck, rep):
    return build_now(deck, user=rep)


@pytest.fixture
def with_photo(deck, rep):
    """A build with a photograph over a whole slide."""
    add_own_slide(deck, user=rep, block_type="picture", raw=full_picture(photograph(4200, 2400)))
    return build_now(deck, user=rep)


def full_picture(image: Any) -> dict[str, Any]:
    return {
        "title": "A yard at night",
        "image": image.pk,
        "alt": "Lorries in a yard",
        "caption": "Leeds, October",
        "variant": "full",
    }


def body(export: Export) -> bytes:
    return b"".join(content_of(export))


def exported(build: Build, kind: ExportKind, user: Any = None) -> bytes:
    return body(export_now(build, kind, user=user))


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_bounded() for page in document]


def widths_in(pdf: bytes) -> list[int]:
    """The widths of the pictures in a PDF, in pixels."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sorted(
            {
                int(picture.Width)
                for page in document.pages
                for picture in page.images.values()
                if "/SMask" not in picture
            }
        )


def stored_pdf(build: Build) -> bytes:
    with build.pdf.open("rb") as file:
        return file.read()


def test_the_powerpoint_is_the_build_and_not_the_deck_as_it_is_now(build, deck, rep, fact):
    before = exported(build, ExportKind.POWERPOINT)
    fact.value = 71
    fact.save_revision().publish()
    add_own_slide(deck, user=rep, block_type="quote", raw={"quote": "<p>Hm.</p>", "name": "Me"})
    Export.objects.all().delete()
    assert exported(build, ExportKind.POWERPOINT) == before
    slides = Presentation(io.BytesIO(before)).slides
    assert len(slides) == build.pages
    titles = [" ".join(slide.shapes.title.text_frame.text.split()) for slide in slides]
    assert "It saves 68 % a year." in titles


def test_it_stands_when_its_facts_and_assets_are_gone(build, deck, fact):
    asset = deck.deck_slides.first().asset
    before = exported(build, ExportKind.POWERPOINT)
    Export.objects.all().delete()
    asset.delete()
    fact.delete()
    assert exported(build, ExportKind.POWERPOINT) == before


def test_speakers_are_told_where_a_figure_comes_from(build):
    slides = Presentation(io.BytesIO(exported(build, ExportKind.POWERPOINT))).slides
    notes = slides[1].notes_slide.notes_text_frame.text
    assert "68\xa0%" in notes and "Source: Ledgers of the hubs." in notes
    assert not slides[0].has_notes_slide


def test_a_build_from_before_shapes_were_kept_says_so(build):
    build.manifest_data["printed_from"]["shapes"] = ""
    build.save()
    with pytest.raises(SourceLost, match="before"):
        export_now(build, ExportKind.POWERPOINT, user=None)
    assert Export.objects.get().state == ExportState.FAILED


def test_print_has_the_same_pages_words_and_manifest_and_finer_pictures(
    with_photo, tmp_path, validate_pdf
):
    screen = stored_pdf(with_photo)
    printed = exported(with_photo, ExportKind.PRINT)
    assert text_of(printed) == text_of(screen)
    assert 1920 in widths_in(screen)
    assert 3840 in widths_in(printed)  # 305 dpi over 320 mm
    for name in ("manifest.json",):
        both = []
        for pdf in (screen, printed):
            with pikepdf.open(io.BytesIO(pdf)) as document:
                both.append(document.attachments[name].get_file().read_bytes())
        assert both[0] == both[1]
    path = tmp_path / "print.pdf"
    path.write_bytes(printed)
    verdict = validate_pdf(path)
    assert verdict.is_valid, verdict.report[:2000]


def test_a_print_copy_is_on_record_and_verifies(build, rep):
    export = export_now(build, ExportKind.PRINT, user=rep)
    found = verdict_on_file(body(export))
    assert found.origin is Origin.ISSUED
    assert found.verdict is not None and found.verdict.build == build
    assert build.copies.get().user == rep


def test_a_small_original_is_printed_as_it_is(deck, rep):
    add_own_slide(deck, user=rep, block_type="picture", raw=full_picture(photograph(1280, 720)))
    build = build_now(deck, user=rep)
    assert max(widths_in(exported(build, ExportKind.PRINT))) == 1280


def test_a_picture_that_is_gone_is_printed_as_on_screens_and_said(with_photo):
    get_image_model().objects.all().delete()
    export = export_now(with_photo, ExportKind.PRINT, user=None)
    assert 1920 in widths_in(body(export))
    assert "1 picture is as fine as on screens only" in export.remark


def test_a_picture_that_is_cut_otherwise_by_now_is_printed_as_it_was(with_photo):
    get_image_model().objects.update(
        focal_point_x=10, focal_point_y=10, focal_point_width=20, focal_point_height=20
    )
    export = export_now(with_photo, ExportKind.PRINT, user=None)
    assert export.remark


def test_pictures_are_made_once_and_no_original_is_opened_again(with_photo, deck, rep):
    image = get_image_model().objects.get()
    renditions = image.renditions.count()
    default_storage.delete(image.file.name)
    again = build_now(deck, user=rep)
    assert again.pdf_size > 0
    assert image.renditions.count() == renditions


def test_thirty_slides_with_full_pictures_are_small_enough_to_mail(rep):
    deck = make_deck(rep)
    pictures = [photograph(2400, 1350, seed) for seed in range(3)]
    for number in range(6):
        add_own_slide(deck, user=rep, block_type="picture", raw=full_picture(pictures[number % 3]))
    build = build_now(deck, user=rep)
    names = sources.kept_forme(build.manifest_data)[0].pictures
    weights = [len(default_storage.open(file.name).read()) for file in names]
    assert len(weights) == 3
    # Thirty of the heaviest, with fonts, text and a manifest.
    assert max(weights) * 30 + build.pdf_size - sum(weights) < 5_000_000


def test_each_slide_becomes_a_picture_of_two_sizes(build):
    export = export_now(build, ExportKind.IMAGES, user=None)
    archive = zipfile.ZipFile(io.BytesIO(body(export)))
    assert archive.namelist() == [f"slide-{n:03}.png" for n in range(1, build.pages + 1)]
    with Image.open(io.BytesIO(archive.read("slide-001.png"))) as picture:
        assert picture.size == (1920, 1080)
    with default_storage.open(image_name(build.pk, 960, 1)) as file, Image.open(file) as picture:
        assert picture.size == (960, 540)
    assert archive.testzip() is None
    assert body(export) == body(export)


def test_pictures_show_what_the_pdf_shows(build):
    export_now(build, ExportKind.IMAGES, user=None)
    with default_storage.open(image_name(build.pk, 960, 2)) as file:
        picture = Image.open(file).convert("RGB")
    corner = picture.getpixel((5, 5))
    assert corner == (0x10, 0x33, 0x2A)  # the dark ground of a statement


@pytest.mark.parametrize("kind", ExportKind)
def test_a_job_makes_it_once(build, rep, kind, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        export = request_export(build, kind, user=rep)
        assert request_export(build, kind, user=rep) == export
    job = Job.objects.get(kind="builds.export")
    run_job.call(job.pk)
    job.refresh_from_db()
    export.refresh_from_db()
    assert (job.state, export.state) == ("done", ExportState.MADE)
    assert export.size > 0 and "is ready" in job.report["summary"]
    made_at = export.made_at
    Job.objects.filter(pk=job.pk).update(state="queued")
    run_job.call(job.pk)
    export.refresh_from_db()
    assert export.made_at == made_at
    request_export(build, kind, user=rep)
    assert Job.objects.filter(kind="builds.export").count() == 1


def test_what_failed_can_be_tried_again(build, rep, django_capture_on_commit_callbacks):
    digest = build.manifest_data["printed_from"]["shapes"]
    build.manifest_data["printed_from"]["shapes"] = "0" * 64
    build.save()
    with pytest.raises(SourceLost):
        export_now(build, ExportKind.POWERPOINT, user=rep)
    assert Export.objects.get().error
    build.manifest_data["printed_from"]["shapes"] = digest
    build.save()
    with django_capture_on_commit_callbacks(execute=True):
        export = request_export(build, ExportKind.POWERPOINT, user=rep)
    assert (export.state, export.error) == (ExportState.WAITING, "")
    run_job.call(Job.objects.get(kind="builds.export").pk)
    assert Export.objects.get().is_made


def test_a_worker_that_was_killed_leaves_no_second_file(build):
    export = export_now(build, ExportKind.POWERPOINT, user=None)
    Export.objects.update(state=ExportState.WAITING)
    again = make(Export.objects.get())
    assert (again.file, again.sha256) == (export.file, export.sha256)
    _folders, files = default_storage.listdir(f"builds/{build.pk}/exports")
    assert files == ["deck.pptx"]


def test_others_may_not_take_it(build, other_rep, outsider, marketer):
    for user in (other_rep, outsider):
        with pytest.raises(NotAllowed):
            request_export(build, ExportKind.PRINT, user=user)
    assert request_export(build, ExportKind.PRINT, user=marketer)


def test_files_go_with_their_build(build, django_capture_on_commit_callbacks):
    for kind in ExportKind:
        export_now(build, kind, user=None)
    names = [export.file for export in Export.objects.exclude(file="")]
    names += [image_name(build.pk, width, 1) for width in WIDTHS]
    names.append(sources.archive.name_of(build.manifest_data["printed_from"]["shapes"]))
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        build.delete()
    assert not any(default_storage.exists(name) for name in names)


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("deck.pdf", [], b"%PDF"),
        ("deck.pdf", ["--quality", "print"], b"%PDF"),
        ("deck.pptx", [], b"PK"),
        ("deck.zip", [], b"PK"),
    ],
)
def test_a_command_writes_each_form(deck, tmp_path, capsys, name, options, begins):
    out = tmp_path / name
    call_command("build_deck", str(deck.pk), "--out", str(out), "--json", *options)
    assert out.read_bytes().startswith(begins)
    assert (tmp_path / f"{name}.manifest.json").exists()
    assert f'"bytes": {out.stat().st_size}' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "options"), [("deck.odp", []), ("deck.pptx", ["--quality", "print"])]
)
def test_a_command_refuses_what_there_is_not(deck, tmp_path, name, options):
    with pytest.raises(CommandError):
        call_command("build_deck", str(deck.pk), "--out", str(tmp_path / name), *options)
    assert not Build.objects.exists()
