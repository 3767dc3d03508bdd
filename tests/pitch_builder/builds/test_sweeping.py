"""What no build names is swept out of the archive once it is old; what a build needs stays."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.operations.models import Job
from cms.operations.schedule import call, get_tasks
from cms.operations.tasks import run_job
from pitch_builder.builds import archive
from pitch_builder.builds.models import Build
from pitch_builder.builds.reproducing import reproduce
from pitch_builder.builds.services import build_now
from pitch_builder.builds.sweeping import KEEP, sweep
from tests.factories.cms import ImageFactory, block
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db
LATER = KEEP + timedelta(hours=1)


@pytest.fixture
def build(rep):
    picture = {"title": "A depot", "image": ImageFactory().pk, "alt": "A depot", "variant": "full"}
    asset = case_study_with_slides()
    asset.slides = [*asset.slides.raw_data, block("picture", picture)]
    asset.save_revision().publish()
    return build_now(make_deck(rep, asset), user=rep)


def kept() -> set[str]:
    return set(archive.names())


def sources_of(build: Build) -> set[str]:
    return {archive.name_of(digest) for digest in build.manifest.printed_from.digests}


def age(name: str, by: timedelta) -> None:
    moment = (timezone.now() - by).timestamp()
    os.utime(Path(default_storage.path(name)), (moment, moment))


def test_a_manifest_names_every_file_that_its_build_kept(build):
    assert kept() == sources_of(build)


def test_what_builds_name_stays_however_old(build):
    assert sweep(timezone.now() + 100 * KEEP) == (0, 0)
    assert reproduce(build).equal


def test_what_a_killed_build_left_goes_once_it_is_old():
    left = archive.put(b"a forme that no row ever named")
    assert sweep() == (0, 0)
    assert sweep(timezone.now() + LATER) == (1, len(b"a forme that no row ever named"))
    assert archive.name_of(left) not in kept()
    assert sweep(timezone.now() + LATER) == (0, 0)


def test_what_builds_share_goes_with_the_last_of_them(
    build, rep, django_capture_on_commit_callbacks
):
    other = build_now(build.deck, user=rep)
    shared = sources_of(build) & sources_of(other)
    assert shared
    with django_capture_on_commit_callbacks(execute=True):
        build.delete()
    sweep(timezone.now() + LATER)
    assert kept() == sources_of(other)
    assert reproduce(other).equal
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert kept() == shared
    sweep(timezone.now() + LATER)
    assert kept() == set()


def test_an_old_file_that_a_build_at_work_keeps_again_is_safe(build):
    """It was kept long ago by a build that is gone; the row of the new one comes in a moment."""
    name = archive.name_of(archive.put(b"a picture"))
    age(name, LATER)
    archive.put(b"a picture")
    assert sweep() == (0, 0)
    age(name, LATER)
    assert sweep() == (1, len(b"a picture"))


def test_a_second_copy_that_a_race_left_goes(build):
    digest = hashlib.sha256(b"twice").hexdigest()
    archive.put(b"twice")
    Build.objects.filter(pk=build.pk).update(
        manifest_data={"printed_from": {"forme": digest, "sheet": digest}}
    )
    default_storage.save(f"{archive.name_of(digest)}_x7Kd3f2", ContentFile(b"twice"))
    sweep(timezone.now() + LATER)
    assert kept() == {archive.name_of(digest)}


def test_nothing_was_built_yet():
    assert sweep() == (0, 0)


def test_files_in_a_bucket_are_swept_alike(bucket):
    digest = archive.put(b"in a bucket")
    assert archive.put(b"in a bucket") == digest
    assert archive.get(digest) == b"in a bucket"
    assert sweep() == (0, 0)
    assert sweep(timezone.now() + LATER) == (1, len(b"in a bucket"))
    assert bucket.names() == []


def test_it_is_done_at_night_as_a_job(build, django_capture_on_commit_callbacks):
    old = archive.name_of(archive.put(b"left over"))
    age(old, LATER)
    (task,) = [task for task in get_tasks() if task.name == "builds.sweep"]
    assert call(task)
    job = Job.objects.get(kind="builds.sweep")
    with django_capture_on_commit_callbacks(execute=True):
        run_job.call(job.pk)
    job.refresh_from_db()
    assert job.report["counts"] == {"files removed": 1, "bytes freed": len(b"left over")}
    assert kept() == sources_of(build)
