"""A worker that is killed in the middle of a build leaves nothing half, and is followed up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.operations import jobs
from cms.operations.models import Job
from cms.operations.tasks import run_job
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.services import build_now, released_build, request_build
from tests.factories.pitch import case_study_with_slides, make_deck

# Does the job up to the worst moment: the PDF is written, its row is not. Then it waits.
WORKER = """
import os, sys, time, pathlib
import django
django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
settings.STORAGES["default"]["OPTIONS"]["location"] = sys.argv[2]
default_storage.location, default_storage.base_location = sys.argv[2], sys.argv[2]
from pitch_builder.builds import services
put = services.put

def put_and_wait(name, content):
    if name.endswith(".html"):
        pathlib.Path(sys.argv[3]).touch()
        time.sleep(120)
    return put(name, content)

services.put = put_and_wait
from cms.operations.tasks import run_job
run_job.call(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_build_leaves_no_half_file_and_is_made_by_the_next_worker(rep, tmp_path):
    deck = make_deck(rep, case_study_with_slides())
    good = build_now(deck, user=rep)
    build = request_build(deck, user=rep)
    job = Job.objects.get(kind="decks.build")
    there = tmp_path / "there"
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk), default_storage.location, str(there)],
        cwd=settings.BASE_DIR,
        env=os.environ.copy(),
    )
    try:
        end = time.monotonic() + 60
        while not there.exists():
            assert time.monotonic() < end and worker.poll() is None, "it did not come so far"
            time.sleep(0.05)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    build.refresh_from_db()
    assert (build.state, build.pdf.name, build.manifest_data) == (BuildState.BUILDING, "", {})
    assert released_build(deck) == good
    later = timezone.now() + timedelta(seconds=61)
    assert jobs.recover(later) == 1
    run_job.call(job.pk)
    build.refresh_from_db()
    assert build.state == BuildState.BUILT
    assert released_build(deck) == build
    assert default_storage.listdir(f"builds/{build.pk}")[1] == ["deck.pdf", "slides.html"]
    with build.pdf.open("rb") as file:
        assert len(file.read()) == build.pdf_size
    assert Build.objects.filter(deck=deck).count() == 2
