"""Copies that name their reader: valid, ours, and whole."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cms.brand.themes import FOLIO
from pitch_builder.rooms import privacy
from pitch_builder.rooms.models import Visit
from pitch_builder.verification.issuing import copy_for
from pitch_builder.verification.models import IssuedCopy
from pitch_builder.verification.verdicts import Origin, verdict_on_file
from pitch_builder.verification.watermarking import stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(link):
    link.room.names_reader = True
    link.room.save()
    return link


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def test_without_the_wish_everybody_gets_the_same_file(build, link, content):
    assert copy_for(build, link) == content
    assert not IssuedCopy.objects.exists()


def test_each_page_names_the_reader(build, named):
    pages = pages_of(copy_for(build, named))
    assert len(pages) == build.pages
    assert all("Rosa Lind" in page for page in pages)


def test_a_reader_gets_the_same_bytes_again(build, named):
    assert copy_for(build, named) == copy_for(build, named)
    assert IssuedCopy.objects.count() == 1


def test_the_copy_verifies_as_issued(build, named):
    found = verdict_on_file(copy_for(build, named))
    assert (found.origin, found.verdict.build) == (Origin.ISSUED, build)


def test_the_manifest_stays_in_it(build, named):
    with pikepdf.open(io.BytesIO(copy_for(build, named))) as pdf:
        assert "manifest.json" in pdf.attachments


def test_it_is_still_valid_for_readers_with_a_screen_reader(build, named, validate_pdf, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy_for(build, named))
    verdict = validate_pdf(path)
    assert verdict.is_valid, verdict.report[:2000]


def test_it_looks_as_before_but_for_the_line(content):
    stamped = stamp(content, "Issued to Rosa Lind", FOLIO)
    before, after = (
        [page.render(scale=0.5).to_pil() for page in pypdfium2.PdfDocument(io.BytesIO(pdf))]
        for pdf in (content, stamped)
    )
    for one, other in zip(before, after, strict=True):
        height = round(one.height * 171 / 180)
        box = (0, 0, one.width, height)
        assert one.crop(box).tobytes() == other.crop(box).tobytes()
        assert one.tobytes() != other.tobytes()


def test_a_name_cannot_bring_markup_in(content):
    text = "Issued to <b>Rosa</b> & <img src='file:///etc/passwd'>"
    assert "<b>Rosa</b> & <img" in pages_of(stamp(content, text, FOLIO))[0]


def test_a_damaged_kept_copy_is_made_anew(build, named):
    from django.core.files.storage import default_storage

    from pitch_builder.verification.issuing import copy_name

    first = copy_for(build, named)
    name = copy_name(build, named.pk)
    Path(default_storage.path(name)).write_bytes(b"damaged")
    assert pages_of(copy_for(build, named)) == pages_of(first)


def test_who_is_erased_leaves_no_copy_with_their_name(
    build, named, django_capture_on_commit_callbacks
):
    from django.core.files.storage import default_storage

    from pitch_builder.verification.issuing import copy_name

    copy = copy_for(build, named)
    assert not Visit.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        privacy._erase(named.prospect)
    assert not default_storage.exists(copy_name(build, named.pk))
    assert IssuedCopy.objects.get().link is None
    assert verdict_on_file(copy).origin is Origin.ISSUED


def test_the_room_hands_it_out(build, named, visitor, deck):
    answer = visitor.get(f"{named.path}d/{deck.pk}/pdf/")
    content = b"".join(answer.streaming_content)
    assert "Rosa Lind" in pages_of(content)[2]
