"""A build is printed again from what was kept of it, whatever changed since."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Revision

from cms.assets.services import unpublish_asset
from cms.brand.models import Brand
from pitch_builder.builds import archive
from pitch_builder.builds.keys import public_key
from pitch_builder.builds.models import Build
from pitch_builder.builds.reproducing import reproduce
from pitch_builder.builds.services import build_now
from pitch_builder.builds.signing import is_signed_by, signer_of
from pitch_builder.decks.services import add_own_slide
from pitch_builder.errors import SourceLost
from tests.factories.cms import CaseStudyFactory, FactFactory, ImageFactory, block
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db
LONG = "A long sentence about cold stores, doors, meters and invoices goes on and on. "


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def picture():
    return ImageFactory()


@pytest.fixture
def asset(fact, picture):
    pictured = block(
        "picture",
        {"title": "The depot at night", "image": picture.pk, "alt": "A depot", "variant": "full"},
    )
    lengthy = block(
        "two_columns",
        {
            "title": "What it takes",
            "left": {"heading": "Now", "text": f"<p>{LONG * 8}</p>"},
            "right": {"heading": "Then", "text": f"<p>{LONG * 8}</p>"},
            "variant": "text",
        },
    )
    made = case_study_with_slides(fact)
    made.slides = [*made.slides.raw_data, pictured, lengthy]
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def build(rep, asset):
    deck = make_deck(rep, asset)
    add_own_slide(
        deck,
        user=rep,
        block_type="quote",
        raw={"quote": "<p>For {{account}}.</p>", "name": "Me"},
    )
    made = build_now(deck, user=rep)
    assert max(slide.fit_step for slide in made.manifest.slides) > 0
    return made


def issued(build) -> bytes:
    with build.pdf.open("rb") as file:
        return file.read()


def change_everything(build, fact, picture, asset, rep, settings):
    """What may happen to all that a build shows, from a new figure to a deleted asset."""
    fact.value = 71
    fact.save_revision().publish()
    asset.title = "Another title"
    asset.save_revision().publish()
    asset.save_revision()
    unpublish_asset(asset)
    default_storage.delete(picture.file.name)
    for rendition in picture.renditions.all():
        rendition.delete()
    deck = build.deck
    deck.account.name = "Renamed Ltd"
    deck.account.save()
    deck.deck_slides.all().delete()
    rep.last_name = "Other"
    rep.save()
    brand = Brand.for_site(site_of_brand())
    brand.company, brand.family = "Another company", "vector"
    brand.save()
    settings.BASE_URL = "https://elsewhere.example"
    call_command("purge_revisions", stdout=io.StringIO())


def site_of_brand():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def test_the_same_bytes_again_after_all_has_changed(build, fact, picture, asset, rep, settings):
    change_everything(build, fact, picture, asset, rep, settings)
    found = reproduce(Build.objects.get(pk=build.pk))
    assert found.equal
    assert found.signed
    assert found.kept
    assert found.pdf == issued(build)
    asset.delete()
    picture.delete()
    assert reproduce(Build.objects.get(pk=build.pk)).equal


def test_the_manifest_travels_in_the_pdf_signed(build):
    with pikepdf.open(io.BytesIO(issued(build))) as pdf:
        attached = pdf.attachments["manifest.json"].get_file().read_bytes()
    manifest = json.loads(attached)
    assert manifest == build.manifest_data
    assert manifest["build"] == str(build.pk)
    assert manifest["code"] == build.code
    assert is_signed_by(manifest, public_key(signer_of(manifest)))


def test_the_manifest_names_all_that_was_printed_from(build, rep):
    manifest = build.manifest
    printed_from = manifest.printed_from
    assert manifest.merge["account"] == build.deck.account.name
    assert manifest.merge["rep"] == rep.get_full_name()
    assert {file.name for file in printed_from.fonts} == {
        "folio-display.ttf", "folio-text.ttf", "folio-text-strong.ttf",
    }  # fmt: skip
    assert printed_from.renderer[0].startswith("weasyprint ")
    for file in (*printed_from.fonts, *printed_from.pictures):
        assert hashlib.sha256(archive.get(file.digest)).hexdigest() == file.digest


def test_each_page_names_where_it_is_verified(build, settings):
    with pikepdf.open(io.BytesIO(issued(build))) as pdf:
        links = [
            [str(note.A.URI) for note in page.get("/Annots", []) if "/URI" in note.A]
            for page in pdf.pages
        ]
    numbered = [f"{settings.BASE_URL}/v/{build.code}/{number}" for number in range(2, 9)]
    assert [page[-1] for page in links[1:]] == numbered[: len(links) - 1]


def test_revisions_that_a_build_names_are_not_purged_and_go_with_their_asset(build, asset):
    named = asset.live_revision_id
    asset.save_revision().publish()
    asset.save_revision().publish()
    call_command("purge_revisions", stdout=io.StringIO())
    assert Revision.objects.filter(pk=named).exists()
    asset.delete()
    assert not Revision.objects.filter(pk=named).exists()


def test_a_picture_that_two_builds_show_is_kept_once(build, rep):
    before = set(_archived(default_storage))
    again = build_now(build.deck, user=rep)
    printed_from = again.manifest.printed_from
    pictures = {file.digest for file in printed_from.pictures}
    new = set(_archived(default_storage)) - before
    assert pictures
    assert pictures & before == pictures
    # The slides, as HTML and as shapes, name the address where this very build is verified.
    own = (printed_from.forme, printed_from.shapes)
    assert new == set(own)
    assert all(again.code in archive.get(digest).decode() for digest in own)


def _archived(storage) -> list[str]:
    folders = storage.listdir(archive.FOLDER)[0]
    return [name for f in folders for name in storage.listdir(f"{archive.FOLDER}/{f}")[1]]


def test_the_command_writes_the_pdf_and_says_that_it_is_equal(build, tmp_path, capsys):
    out = tmp_path / "again.pdf"
    call_command("reproduce_build", str(build.pk), out=out)
    assert "equal to what was issued" in capsys.readouterr().out
    assert out.read_bytes() == issued(build)
    call_command("reproduce_build", build.code, json=True)
    assert json.loads(capsys.readouterr().out)["equal"] is True


@pytest.mark.parametrize("part", ["forme", "sheet", "font", "picture"])
def test_a_source_that_was_changed_or_is_gone_is_said(build, part, settings):
    printed_from = build.manifest.printed_from
    digest = {
        "forme": printed_from.forme,
        "sheet": printed_from.sheet,
        "font": printed_from.fonts[0].digest,
        "picture": printed_from.pictures[0].digest,
    }[part]
    path = Path(default_storage.path(f"{archive.FOLDER}/{digest[:2]}/{digest}"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(SourceLost, match="was changed"):
        reproduce(build)
    path.unlink()
    with pytest.raises(CommandError, match="is gone"):
        call_command("reproduce_build", str(build.pk))


def test_a_manifest_that_was_changed_is_neither_signed_nor_equal(build):
    build.manifest_data["slides"][1]["facts"][0]["display"] = "86 %"
    build.save()
    found = reproduce(build)
    assert (found.signed, found.equal) == (False, False)
    with pytest.raises(CommandError, match="signature"):
        call_command("reproduce_build", str(build.pk))


def test_a_stored_pdf_that_was_changed_is_said(build, capsys):
    Path(default_storage.path(build.pdf.name)).write_bytes(b"%PDF-1.7")
    assert not reproduce(build).kept
    call_command("reproduce_build", str(build.pk))
    assert "was changed or is gone" in capsys.readouterr().out


def test_an_unknown_unfinished_or_old_build_is_said(build, rep):
    with pytest.raises(CommandError, match="no build"):
        call_command("reproduce_build", "nothing")
    waiting = Build.objects.create(deck=build.deck, number=9)
    with pytest.raises(CommandError, match="never finished"):
        call_command("reproduce_build", str(waiting.pk))
    del build.manifest_data["printed_from"]
    build.save()
    with pytest.raises(CommandError, match="before builds kept"):
        call_command("reproduce_build", str(build.pk))


def test_a_value_that_expired_meanwhile_changes_nothing(build, fact):
    fact.valid_until = timezone.localdate().replace(year=2020)
    fact.save_revision().publish()
    assert reproduce(build).equal


def test_a_slide_without_pictures_needs_none(rep):
    deck = make_deck(
        rep, CaseStudyFactory(slides=[block("statement", {"statement": "<p>A.</p>"})])
    )
    assert reproduce(build_now(deck, user=rep)).equal
